"""The authors of a paper, in a list or in one text, as names."""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from litreview.read._markup import clear_text

# Stands after the last name: there are more.
_MORE = re.compile(
    r"(?:et\s+al\.?|(?:and\s+)?others|\.{3}|…|\[?et\s+al\.?\]?"
    r"|\[no\s+authors?(?:\s+names?|\s+id)?\s+(?:available|listed|found)\])",
    re.IGNORECASE,
)
# The number of an author in Scopus, behind the name.
_NUMBER_AFTER_NAME = re.compile(r"\s*\(\d{6,}\)$")
_MORE_AFTER_NAME = re.compile(r"[\s,]*(?:\bet\s+al\.?|\band\s+others)$", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž]\.?-?){1,3}")
# In a name, needs a closer look.
_SPECIAL = re.compile(r"[^\w .,'-]|\bet al\b|\bothers\b|\s\s", re.IGNORECASE)
_PARTICLE = re.compile(
    r"(?:van|von|vom|zu|de|del|della|der|den|di|da|do|dos|du|la|le|ten|ter|el|al|bin|"
    r"ibn)\b"
)
# A capital after it begins no other name.
_WITHIN_NAME = re.compile(r"\b(?:Mc|Mac|De|Di|La|Le|Van|Von|Fitz)$")
# A list that a program wrote as text.
_WRITTEN_LIST = re.compile(r"\s*\[\s*['\"].*['\"]\s*\]\s*", re.DOTALL)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")

# What parts names, with the blanks around it.
_SEMICOLON = r"\s*[;]\s*"
_BAR = r"\s*[|]\s*"
_LINE_END = r"\s*\n\s*"
_ANY_OF_THEM = r"\s*[;|\n]\s*"
_AND = r"(?i:\s+and\b\s*|\s+&\s+)(?!others)"
_COMMA = r"\s*,\s*"
_AT_ENDS = " ,;"
_MORE_BEGINS = "eEaAoO[.…"
_LONGEST_SUFFIX = 6  # letters


def split_authors(value: object, family_first: bool = False) -> list[str]:
    """Split the authors of a paper into names as they are given.

    Names end at "; ", " and ", "|" or a new line; at a comma only where full names are
    on both of its sides. "et al." and "others" are left out; LaTeX in names is
    unpacked.

    Parameters
    ----------
    value
        A list of names, or one text of them. A list that a program wrote as text
        (['One, A']) is one; anything else names nobody.
    family_first
        Whether the format says "Family, Given": then two parts around a comma are
        always one name.

    Returns
    -------
    list of str
        The names, in their order.
    """
    if isinstance(value, str) and "[" in value and _WRITTEN_LIST.fullmatch(value):
        value = [single or double for single, double in _QUOTED.findall(value)]

    if isinstance(value, str):
        names = _split_text(value, family_first)
        # What the whole has not, no name in it has.
        look_closer = bool(_SPECIAL.search(value))
    elif isinstance(value, list | tuple | np.ndarray):
        names = _split_items(value)
        look_closer = True
    else:
        return []

    cleared = []
    for name in names:
        if look_closer and _SPECIAL.search(name):
            name = _clear_name(name)
        else:
            name = name.strip(_AT_ENDS)
        if name and not _says_more(name):
            cleared.append(name)
    return cleared


def separate_names(value: object) -> object:
    """Separate names with nothing between them, as Springer's tables have them.

    Each name has two words or more, so capitals within one (WenGuang Chen, Ian
    McDonald) separate nothing.

    Parameters
    ----------
    value
        "Jianbin FangChun HuangA. V. Lu"; anything but such a text stays as it is.

    Returns
    -------
    object
        "Jianbin Fang; Chun Huang; A. V. Lu".
    """
    if not isinstance(value, str) or re.search("[;|]", value):
        return value

    names = [""]
    for part in _parts_at_capitals(value):
        previous = names[-1].strip()
        if " " in previous and part.strip():
            names.append("")
        names[-1] += part

    last_is_whole = " " in names[-1].strip()
    if len(names) > 1 and not last_is_whole:
        rest = names.pop()
        names[-1] += rest
    return "; ".join(names)


def _parts_at_capitals(value: str) -> Iterator[str]:
    """Cut a text before each capital that may begin another name."""
    start = 0
    for i in range(1, len(value)):
        if _may_begin_name(value, i):
            yield value[start:i]
            start = i
    yield value[start:]


def _may_begin_name(value: str, i: int) -> bool:
    """Tell whether a capital follows a small letter and may begin another name."""
    letter = value[i]
    before = value[i - 1]
    if not letter.isupper():
        return False
    if not before.isalpha() or before.isupper():
        return False
    return not _WITHIN_NAME.search(value, max(0, i - 5), i)


def _split_items(items) -> list[str]:
    """Split the texts of a list, which may hold several names each."""
    names = []
    for item in items:
        if isinstance(item, str):
            names += _split(item, _ANY_OF_THEM)
    return names


def _split_text(value: str, family_first: bool) -> list[str]:
    """Split a text of names at the surest sign that is in it."""
    for separator in (_SEMICOLON, _BAR):
        parts = _split(value, separator)
        if len(parts) > 1:
            return parts

    parts = [value]
    if "and" in value.lower() or "&" in value:
        parts = _split(value, _AND)
    if len(parts) == 1:
        parts = _split(value, _LINE_END)

    if len(parts) == 1:
        return _split_at_commas(value, family_first)
    if len(parts) == 2:
        # "A. One, B. Two and C. Three": the commas before an "and" separate too, where
        # the last name has none.
        before, last = parts
        if "," not in last:
            names = _split_at_commas(before, family_first)
            return [*names, last]
    return parts


def _split_at_commas(value: str, family_first: bool) -> list[str]:
    """Split at the commas that part one name from another, if any does."""
    if "," not in value:
        return [value]
    parts = _comma_parts(value)
    one_name = [", ".join(parts)]
    if len(parts) < 2:
        return one_name

    given = [_is_given(part) for part in parts]
    full = [_is_full(part) for part in parts]
    if len(parts) == 2 and family_first:
        if not _are_families_with_initials(parts, full):
            return one_name

    if _alternate(given, full):
        return _pair_up(parts)
    if len(parts) == 2:
        separate = _are_two_names(parts, full)
    else:
        most_are_full = sum(full) > len(parts) / 2
        separate = most_are_full or not any(full)
    return parts if separate else one_name


def _comma_parts(value: str) -> list[str]:
    """Split at commas, but not before "Jr" and the like; leave "et al." out."""
    parts: list[str] = []
    for part in _split(value.strip(" ,"), _COMMA):
        if parts and _is_suffix(part):
            parts[-1] += f", {part}"
        elif not _says_more(part):
            parts.append(part)
    return parts


def _is_suffix(part: str) -> bool:
    if len(part) > _LONGEST_SUFFIX:
        return False
    return bool(_SUFFIX.fullmatch(part))


def _is_given(part: str) -> bool:
    """Tell whether a part of a name is initials and nothing else."""
    second_letter = part[1:2]
    if second_letter.islower():
        return False
    words = part.split()
    return all(map(_INITIALS.fullmatch, words))


def _is_full(part: str) -> bool:
    """Tell whether a part has two words or more, and not only initials."""
    without_suffix = part.split(", ")[0]
    if " " not in without_suffix:
        return False
    return not _is_given(part)


def _alternate(given: list[bool], full: list[bool]) -> bool:
    """Tell whether families and given names take turns between the commas."""
    if len(given) % 2:
        return False
    if not any(full):
        return True
    first_parts = given[::2]
    second_parts = given[1::2]
    return all(second_parts) and not any(first_parts)


def _pair_up(parts: list[str]) -> list[str]:
    """Put each family and the given name after it together."""
    names = []
    rest = iter(parts)
    for family in rest:
        given = next(rest)
        names.append(f"{family}, {given}")
    return names


def _are_families_with_initials(parts: list[str], full: list[bool]) -> bool:
    """Tell "Doe J, Roe R", which is two names whatever the format says."""
    if not all(full):
        return False
    return all(map(_ends_in_initials, parts))


def _are_two_names(parts: list[str], full: list[bool]) -> bool:
    """Tell whether two parts around a comma are names of their own.

    "van der Berg, Jan Willem" and "Garcia Marquez, Gabriel J." are one.
    """
    first, second = parts
    if not all(full):
        return False
    if _PARTICLE.match(first):
        return False
    return _ends_in_initials(first) or not _ends_in_initials(second)


def _ends_in_initials(part: str) -> bool:
    """Tell "Doe J" and "Doe, J. R." from names that are written out."""
    last_word = part.split()[-1]
    return bool(_INITIALS.fullmatch(last_word))


def _says_more(name: str) -> bool:
    """Tell "et al." and the like from a name."""
    # The first letter tells nearly all names apart, and is quick to look at.
    if name[:1] not in _MORE_BEGINS:
        return False
    return bool(_MORE.fullmatch(name))


def _clear_name(name: str) -> str:
    """Clear a name of markup, of LaTeX, and of an "et al." or a number behind it."""
    name = clear_text(name, latex=True)
    name = _NUMBER_AFTER_NAME.sub("", name.strip(_AT_ENDS))
    return _MORE_AFTER_NAME.sub("", name)


def _split(text: str, separator: str) -> list[str]:
    """Split at a separator that is not inside braces."""
    if "{" not in text:
        return _compiled(separator).split(text)

    parts = []
    depth, start = 0, 0
    brace_or_separator = _compiled(rf"[{{}}]|{separator}")
    for found in brace_or_separator.finditer(text):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return parts


_compiled = cache(re.compile)
