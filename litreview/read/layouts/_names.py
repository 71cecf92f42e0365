"""The names of authors as lists of references write them."""

import re
import sys


def _capitals() -> str:
    """Write the class of capital letters, which `re` has no name for."""
    letters = map(chr, range(0x41, 0x2000))
    return "".join(letter for letter in letters if letter.isupper())


CAPITAL = f"[{_capitals()}]"
_LETTER = r"[^\W\d_]"
# Accents that a PDF puts beside the letter belong to the word.
WORD = (
    rf"(?:[dDlLO]['’])?{CAPITAL}"
    rf"(?:{_LETTER}|(?<=\w)['’´`¨ˇ˘˜\u0300-\u036f‐‑-](?={_LETTER}))*"
)
PARTICLE = (
    r"(?:van|von|vom|zu|zur|de|del|della|dela|der|den|di|da|das|do|dos|du|la|le|las|los"
    r"|ten|ter|el|al|bin|ibn|und|y|af|av|’t|'t)(?![\w.])"
)
INITIAL = rf"{CAPITAL}(?:{_LETTER})?(?:[-‐]{CAPITAL})?\."
# "Wu." ends a list of names that are written out; "Ch." does not.
_SURE_INITIAL = rf"(?:{CAPITAL}|Ch|Th|Ph|Kh|Zh|Chr)(?:[-‐]{CAPITAL})?\."
INITIALS = rf"{INITIAL}(?:\s?[-‐]?{INITIAL})*"
PLAIN_INITIALS = rf"{CAPITAL}{{1,4}}(?:[-‐]{CAPITAL}{{1,2}})?(?![\w.’'-]*{_LETTER})"
_SUFFIX = r"(?:,?\s(?:Jr|Sr|II|III|IV|2nd|3rd)\b\.?)?"
FAMILY = rf"(?:{PARTICLE}\s)*{WORD}(?:\s(?:{PARTICLE}\s)*{WORD}){{0,3}}"
_GIVEN = (
    rf"(?:{_SURE_INITIAL}|{WORD})"
    rf"(?:(?:\s?-|\s)?{_SURE_INITIAL}|[\s-]{WORD}|\s{CAPITAL}\b|\s{PARTICLE})*"
)
_CHINESE = r"[\u4e00-\u9fff·]{2,12}"

# How one name is written.
NAMES = {
    "Blum, A.": rf"{FAMILY}{_SUFFIX},\s{INITIALS}{_SUFFIX}",
    "Blum A": rf"{FAMILY}\s{PLAIN_INITIALS}{_SUFFIX}",
    "Blum A.": rf"{FAMILY}\s(?:{INITIALS}|{PLAIN_INITIALS}){_SUFFIX}",
    "A. Blum": rf"{INITIALS}\s?{FAMILY}{_SUFFIX}",
    "Ada Blum": (
        rf"(?:{_SURE_INITIAL}|{WORD}|{CAPITAL}\b)"
        rf"(?:(?:\s?-|\s)?{_SURE_INITIAL}|[\s-]{WORD}|\s{CAPITAL}\b|\s{PARTICLE}){{0,6}}"
        rf"\s?(?<=[\s.]){WORD}{_SUFFIX}"
    ),
    "Blum, Ada": rf"{FAMILY}{_SUFFIX},\s{_GIVEN}{_SUFFIX}",
    "BLUM A": rf"(?:{_CHINESE}|{FAMILY}\s{PLAIN_INITIALS}|{FAMILY},\s{INITIALS})",
}
NAMES = {kind: re.compile(pattern) for kind, pattern in NAMES.items()}

# Between two names.
_SEPARATOR = re.compile(
    r"\s*[,;]?\s*(?:\b(?:and|und|y|e)\b|\bet\b(?!\s+al)|&)\s+"
    r"|\s*[,;]?\s*(?:\.\s?\.\s?\.|…)\s*[,;]?\s*(?:&\s+|and\s+)?"
    r"|[,;，、]\s*"
)
# Behind the last name: there are more.
_MORE = re.compile(
    r"[,;]?\s*(?:\band\s+|&\s+)?"
    r"(?:\[?\bet\.?\s+al\b\.?\]?|\bothers\b|\bcolleagues\b|，?等)"
)
_EDITORS = re.compile(
    r",?\s*\(?\b(?:[Ee]ditors?|[Ee]ds?|Hrsg|[Hh]g|[Cc]oords?)\b\.?\)?"
)
_COLLECTIVE = re.compile(
    r"\b(?:Group|Team|Teams|Consortium|Investigators|Collaborat\w+|Committee|Network"
    r"|Society|Association|Organi[sz]ations?|Project|Initiative|Institut\w*|Ministry"
    r"|Department|Agency|Council|Commission|Cent(?:er|re)s?|University|Foundation"
    r"|Bureau|Office|Board|Federation|Academy|Authority|Administration|Party|Panel"
    r"|Bank|Nations|Union|Forum|Alliance|Program(?:me)?|Service|Working)\b"
)
_CONNECTORS = frozenset(
    "of the and for in on de la du des & der für und et a to del".split()
)
_MOST_WORDS = 14  # of an organisation's name
MOST_NAMES = 3000


def scan_names(
    text: str,
    first: str,
    others: str,
    start: int = 0,
) -> tuple[list[str], int]:
    """Read names from a place in a text on, as long as they follow one another.

    Parameters
    ----------
    text
        What begins with authors at `start`.
    first, others
        Keys of `NAMES`: how the first name is written, and how the others are.
    start
        Where the first name begins.

    Returns
    -------
    names : list of str
        As they are written; without "et al.".
    end : int
        Where the list of names ends, "et al." included; `start` without names.
    """
    names = []
    end = place = start
    pattern = NAMES[first]
    while len(names) < MOST_NAMES:
        found = pattern.match(text, place)
        if not found:
            break
        names.append(found[0])
        end = found.end()

        more = _MORE.match(text, end)
        if more:
            end = more.end()
            break
        separator = _SEPARATOR.match(text, end)
        if not separator:
            break
        place = separator.end()
        pattern = NAMES[others]

    if names:
        editors = _EDITORS.match(text, end, min(end + 20, sys.maxsize))
        if editors:
            end = editors.end()
    return names, end


def is_collective(text: str) -> bool:
    """Tell the name of an organisation, a group or a person of one name from a title.

    Its words begin with capitals, or it says what it is ("Working Group").
    """
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS:
        return False
    if not text[0].isupper() and not text[0].isdigit():
        return False
    if re.search(r"[?!:;“”\"]|\.\s", text):
        return False

    small = [word for word in words if not _is_capitalised(word)]
    if not small:
        return True
    return bool(_COLLECTIVE.search(text)) and len(small) <= len(words) / 2


def says_collective(text: str) -> bool:
    """Tell a name that says itself that it is a group's ("… Group")."""
    return is_collective(text) and bool(_COLLECTIVE.search(text))


def _is_capitalised(word: str) -> bool:
    if word in _CONNECTORS:
        return True
    word = word.strip("(),.’'")
    return not word[:1].islower()
