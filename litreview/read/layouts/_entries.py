"""Lines of a list → its entries, each one paragraph.

An entry of a list of references begins with a number or a bullet, after a blank line,
or at the margin while its other lines are indented. Where nothing of this marks it, it
begins with a line that starts like a list of authors, under a line that ends like an
entry.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from litreview.read.layouts import _names
from litreview.read.layouts._reading import BLANK

_FLAGS = re.IGNORECASE | re.VERBOSE

# The heading of a list of references, numbered or not.
_HEADING_WORDS = r"""(?:
    r\s?eferences? (?: \s+ (?: and \s+ notes | cited | list ) )?
    | (?: list \s+ of | notes \s+ and | cited | selected ) \s+
      (?: references | bibliography | literature )
    | (?: selected \s+ | annotated \s+ )? bibliograph(?: y | ie | ia ) | bibliografía
    | works \s+ cited | further \s+ reading | literature (?: \s+ cited )?
    | literatur (?: verzeichnis | angaben )? | quellen (?: verzeichnis )?
    | références (?: \s+ bibliographiques )? | referencias (?: \s+ bibliográficas )?
    | referências (?: \s+ bibliográficas )? | bibliografia
    | riferimenti \s bibliografici
    | 参考文献 | 參考文獻 | 参考资料 | 참고문헌 | (?: список \s+ )? литератур[аы]
)"""
_HEADING = re.compile(
    rf"[\W_]* (?: \d{{1,2}} (?: \.\d )? | [IVX]{{1,5}} | [A-H] )? [\W_]*"
    rf"{_HEADING_WORDS} [\W_]*",
    _FLAGS,
)
# What begins another part after the list.
_PART_BELOW = re.compile(
    r"""[\W_]* (?: [A-H] \W+ | \d{1,2} \W+ )?
    (?: appendi(?: x | ces )\b | supplement(?: ary | al )\b | acknowledge?ments?
      | about \s+ the \s+ authors? | author \s+ biograph | figure \s+ captions )
    [^.]{0,60}""",
    _FLAGS,
)
# What a PDF prints on each page.
_FURNITURE = re.compile(
    r"""
    [-–—\s|]* (?: page \s+ | p\. \s* | seite \s+ )? (?! (?:19|20)\d\d $ ) \d{1,4}
      (?: \s* (?: of | / | von ) \s* \d{1,4} )? [-–—\s|]*
    | [ivxl]{1,6}
    | authorized \s+ licensed \s+ use .*
    | .{0,80} \b restrictions \s+ apply \.?
    | (?: this \s+ content \s+ (?: was \s+ )? )? downloaded \s+ (?: from | by | on ) .*
    | all \s+ use \s+ subject \s+ to .*
    | see \s+ .{0,80} terms \s+ (?: and | of | & ) .*
    | (?: © | \(c\) \s \d | copyright \s+ (?: © | \(c\) | (?:19|20)\d\d ) ) .{0,140}
    | arxiv : \S+ \s+ \[ [\w.-]+ \] \s+ \d{1,2} \s \w+ \s \d{4}
    | preprint \. \s+ under \s+ review \.?
    | (?: (?-i: VOL(?:UME)? ) \.? \s+ \d+ , .{0,60}
      | .{0,90} publication \s+ date : .{0,40} )
    | manuscript \s+ (?: submitted | received ) .{0,80}
    """,
    _FLAGS,
)
_LONGEST_RUNNING_HEAD = 150

_MARKS = [
    re.compile(r"\s*\[\s?(?P<number>\d{1,5})\s?\]\s*(?P<rest>.*)"),
    re.compile(r"\s*\((?P<number>\d{1,5})\)\s*(?P<rest>.*)"),
    re.compile(r"\s*(?P<number>\d{1,5})\\?\.(?:\s+|$|(?=[^\d\s.]{2}))(?P<rest>.*)"),
    re.compile(r"\s*(?P<number>\d{1,5})[:)](?:\s+|$)(?P<rest>.*)"),
    re.compile(r"\s*(?P<number>\d{1,4})\s+(?P<rest>[^\W\d_].*)"),
]
# "[Blu20]", as BibTeX's alpha writes it.
_KEY = re.compile(
    r"\s*\[[^\W\d_][\w+&.,\s-]{0,30}?\d\d(?:\d\d)?[a-z]?\]\s*(?P<rest>.*)"
)
_BULLET = re.compile(r"\s*(?P<bullet>[-*+•‣◦▪▫●○·∙–—])\s+(?P<rest>\S.*)")
_WIDEST_GAP = 3  # in the numbers of a list

_YEAR = r"(?:1[6-9]|20)\d\d"
_HAS_YEAR = re.compile(
    rf"\b{_YEAR}[a-z]?\b|\bn\.\s?d\.|\b(?:in press|forthcoming)\b", re.IGNORECASE
)
_WORD, _CAPITAL = _names.WORD, _names.CAPITAL
_BEGINS = re.compile(
    rf"""
    [—–-]{{2,}}
    | (?:{_names.PARTICLE}\s)* {_WORD} (?: [\s-] {_WORD} )*?
      (?: ,\s {_CAPITAL}
        | \s{_names.PLAIN_INITIALS} (?: [,.;] | \s\( | \set\s | \s?$ ) )
    | {_names.INITIALS} \s? (?:{_names.PARTICLE}\s)* {_WORD}
    | {_WORD} (?: \s{_names.INITIAL} | \s{_CAPITAL}\b )*
      (?: \s (?:{_names.PARTICLE}\s)* {_WORD} )+
      (?: [,.] | \sand\b | \s& | \set\b | \s?$ )
    | [“"] {_CAPITAL}
    """,
    re.VERBOSE,
)
# Nothing but names and a year: the styles that put it before the title.
# A full stop within them stands behind an initial only.
_BEGINS_WITH_YEAR = re.compile(
    rf"(?>(?:(?:[-‐]?{_CAPITAL}"
    rf"(?:[^\W\d_]?\.[-‐]?(?:{_CAPITAL}\.[-‐]?)*|[^\s\[\]():?.,;]*)"
    rf"|{_names.PARTICLE}|and|&|et|al\.?|of|the|for|on|in|others|…|\.\.\.)"
    rf"(?:[\s,;]+|(?=[.(\[]))){{1,150}})"
    rf"\.?\s?[\[(–—-]?(?:{_YEAR}(?:[/–-]\d+)?[a-z]?|n\.\s?d\.|in\spress|forthcoming)"
    rf"(?:(?:,\s[^()]{{1,30}})?[\])]|[.:])"
)
_PARTICLE_FIRST = re.compile(rf"{_names.PARTICLE}\s")
# A hyphen or dash is no end; nor is a comma.
_ENDS = re.compile(
    r"(?:[.?!)\]]|\d[–-]\d+|:e?\d+)[”\"’')\]]*$|(?:https?://|10\.\d)\S+$"
)
_OPEN_URL = re.compile(r"(?:https?:/|www\.|doi\.org|\b10\.\d{4,9}/)\S*$")
_LONGEST_WITHOUT_LIST = 40  # lines of one paragraph that can be an entry

_LONGEST_TAIL = 200  # letters of a line that tell how it goes on
_HYPHENATED = re.compile(r"([^\W\d_]+)[-‐\xad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_VOCABULARY_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_CHINESE_END = re.compile(r"[\u3040-\u9fff，。、]")
_CHINESE_BEGIN = re.compile(r"[\u3040-\u9fff，。、]")
# What stands before a hyphen of its own, and after one.
_BEFORE_HYPHEN = frozenset(
    """self non multi cross semi open low high large long short well end real fine zero
    few one two three first second state data model task user human question machine
    text word sentence time full half cost domain knowledge graph object image weakly
    pre post co meta sub quasi pseudo near all so in on off out up top bottom many
    single double deep fast ever much ill ex anti inter intra sequence encoder event
    context language aspect hand computer attention gradient point part rule corpus
    """.split()
)
_AFTER_HYPHEN = frozenset(
    """based aware driven free level scale art world time shot end source supervised
    specific dependent independent like to of the and or in by centric oriented guided
    order dimensional tuning tuned trained training language lingual modal domain task
    grained resource answering making party run term world wise body text hop step
    assisted induced related invariant efficient preserving constrained sensitive
    learning of-the-art defined informed enhanced augmented generated linear""".split()
)


class Entry(NamedTuple):
    """One entry: its text on one line, and the lines that it comes from."""

    text: str
    lines: tuple[int, ...]  # counted from 0, the furniture between left out
    offsets: tuple[int, ...]  # where in the text each of the lines begins
    number: str = ""

    def lines_of(self, start: int, stop: int) -> list[int]:
        """List the lines that a part of the text stands on."""
        ends = (*self.offsets[1:], len(self.text) + 1)
        return [
            line
            for line, first, last in zip(self.lines, self.offsets, ends, strict=True)
            if first < stop and start < last
        ]


_LINK_NAME = (
    r"(?:Articles?|PubMed(?: Central)?|PMC|Google Scholar|Cross ?Ref|CAS|ADS|MATH"
    r"|MathSciNet|View (?:in Article|article|Record in Scopus)|Scopus|PDF"
    r"|DOI|Chapter|(?:Free )?Full Text|Web of Science|Download citation|View|Link"
    r"|Open URL)"
)
# "Article PubMed Google Scholar", "[CrossRef] [PubMed]"
_LINKS = re.compile(rf"(?:[\[(•|·]?\s*{_LINK_NAME}\s*[\])•|·]?\s*)+", re.IGNORECASE)
_LINKS_BEHIND = re.compile(
    rf"(?<=[.\d])(?:\s+[\[(]\s*{_LINK_NAME}\s*[\])])+\s*$", re.IGNORECASE
)


class Entries(NamedTuple):
    """The entries of a list, and what its other lines are."""

    kind: str  # numbered, keyed, bulleted, parted, hanging, wrapped
    entries: list[Entry]
    # One a line: `header`, `blank`, `not understood`; "" for a line of an entry.
    roles: list[str]


def find_entries(lines: list[str]) -> Entries:
    """Part a list of references, or another list, into its entries.

    The links that a site puts below or behind its references are no part of them.

    Parameters
    ----------
    lines : list of str
        The lines of a file with their indentation.

    Returns
    -------
    Entries
        Everything under the heading of the list where there is one, else everything.
    """
    texts = []
    for line in lines:
        text = _LINKS_BEHIND.sub("", line.strip(BLANK))
        texts.append("" if _LINKS.fullmatch(text) else text)
    roles = _give_roles(lines, texts)
    rows = [i for i, role in enumerate(roles) if not role]
    if not rows:
        _name_links(roles, lines)
        return Entries("parted", [], roles)

    kind, groups = _group(lines, texts, roles, rows)
    words = Words(texts, rows)
    entries = [_join(texts, numbered, group, words) for numbered, group in groups]
    _name_links(roles, lines)
    return Entries(kind, [entry for entry in entries if entry.text], roles)


def _name_links(roles: list[str], lines: list[str]) -> None:
    """Call lines of links fields, which were passed over as blank ones."""
    for row, line in enumerate(lines):
        if roles[row] == "blank" and line.strip(BLANK):
            roles[row] = "field"


# What is no entry --------------------------------------------------------------------


def _give_roles(lines: list[str], texts: list[str]) -> list[str]:
    """Set aside blank lines, headings, what pages repeat, and what is not the list."""
    furniture = _find_furniture(lines, texts)
    roles = []
    headings = []
    for i, text in enumerate(texts):
        if not text:
            roles.append("blank")
        elif len(text) < 60 and _HEADING.fullmatch(text):
            headings.append(i)
            roles.append("header")
        elif i in furniture:
            roles.append("header")
        else:
            roles.append("")

    if headings:
        _set_aside(roles, range(headings[0]))
        below = _find_part_below(texts, roles, headings[0])
        _set_aside(roles, range(below, len(texts)))
    return roles


def _set_aside(roles: list[str], rows: Iterable[int]) -> None:
    for i in rows:
        roles[i] = roles[i] or "not understood"


def _find_part_below(texts: list[str], roles: list[str], heading: int) -> int:
    """Find the line at which something else follows the list."""
    before = ""
    for i in range(heading, len(texts)):
        text = texts[i]
        if roles[i]:
            continue
        if text[:1].isupper() and len(text) < 90 and _PART_BELOW.fullmatch(text):
            if _ENDS.search(before):
                return i
        before = text
    return len(texts)


def _find_furniture(lines: list[str], texts: list[str]) -> set[int]:
    """Find page numbers, running heads, notes of licence and of download."""
    furniture = set()
    places: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        if not text or len(text) > 2 * _LONGEST_RUNNING_HEAD:
            continue
        if _FURNITURE.fullmatch(text):
            furniture.add(i)
        elif len(text) <= _LONGEST_RUNNING_HEAD:
            template = re.sub(r"\d+", "0", text)
            places.setdefault(template, []).append(i)

    for template, found in places.items():
        if len(found) < 2 or len(template) < 4:
            continue
        if _recurs_at_pages(lines, texts, found, furniture):
            furniture.update(found)
    return furniture


def _recurs_at_pages(
    lines: list[str],
    texts: list[str],
    places: list[int],
    furniture: set[int],
) -> bool:
    """Tell a running head from an end of entries that recurs."""
    if _counts_pages(texts, places):
        return True
    beside = 0
    for i in places:
        around = {i - 2, i - 1, i + 1, i + 2} & furniture
        page_begins = "\f" in lines[i] or (i > 0 and "\f" in lines[i - 1])
        if around or page_begins:
            beside += 1
    return beside >= 2 and beside >= 0.6 * len(places)


def _counts_pages(texts: list[str], places: list[int]) -> bool:
    """Tell a running head with a page number in it, which grows."""
    if len(places) < 3:
        return False
    for edge in (r"^(\d{1,4})\s+\D", r"\D\s+(\d{1,4})$"):
        numbers = []
        for i in places:
            found = re.search(edge, texts[i])
            numbers.append(int(found[1]) if found else -1)
        if -1 in numbers:
            continue
        steps = [after - before for before, after in pairwise(numbers)]
        if (
            min(steps) > 0
            and max(steps) <= 12
            and places[-1] - places[0] > 3 * len(steps)
        ):
            return True
    return False


# Where entries begin -----------------------------------------------------------------


def _group(
    lines: list[str],
    texts: list[str],
    roles: list[str],
    rows: list[int],
) -> tuple[str, list[tuple[str | None, list[int]]]]:
    """Choose what parts the entries, and give the lines of each, with its number."""
    starts, kind = _find_marked(texts, rows)
    if starts:
        return kind, _split_at(texts, roles, rows, starts, marked=True)

    hanging = _find_hanging(lines, texts, roles, rows)
    if hanging:
        return "hanging", _split_at(texts, roles, rows, hanging)

    wrapped = _find_wrapped(texts, rows)
    paragraphs = _find_paragraphs(roles, rows)
    if _are_parted(texts, rows, paragraphs, wrapped):
        return "parted", _split_at(texts, roles, rows, paragraphs)
    return "wrapped", _split_at(texts, roles, rows, wrapped)


def _find_marked(texts: list[str], rows: list[int]) -> tuple[dict[int, str], str]:
    """Find the lines that begin with the number, the key or the bullet of an entry."""
    best: dict[int, str] = {}
    for mark in _MARKS:
        chain = _find_chain(mark, texts, rows)
        if len(chain) > len(best):
            best = chain
    if _covers(best, rows) and _follow_ends(best, texts, rows):
        return best, "numbered"

    for kind, mark in (("keyed", _KEY), ("bulleted", _BULLET)):
        found = {i: "" for i in rows if mark.match(texts[i])}
        if _covers(found, rows):
            return found, kind
    return {}, ""


def _find_chain(mark: re.Pattern, texts: list[str], rows: list[int]) -> dict[int, str]:
    """Find the lines whose numbers follow one another."""
    found = []
    for i in rows:
        marked = mark.match(texts[i])
        if marked:
            found.append((i, int(marked["number"])))

    chain: dict[int, str] = {}
    last = None
    for place, (i, number) in enumerate(found):
        ahead = [following for _, following in found[place + 1 : place + 6]]
        if last is None:
            belongs = number <= _WIDEST_GAP or i == rows[0]
        elif number == 1:
            # Another list begins; else it is a line that a number happens to begin.
            belongs = 2 in ahead and last + 1 not in ahead
        elif number == last + 1:
            belongs = True
        else:
            gap = number - last
            belongs = 0 < gap <= _WIDEST_GAP and last + 1 not in ahead
        if belongs:
            chain[i] = str(number)
            last = number
    return chain


def _covers(starts: dict[int, str], rows: list[int]) -> bool:
    """Tell whether marks begin the entries of the whole list."""
    if len(starts) < 2:
        return False
    before = rows.index(next(iter(starts)))
    lines_each = (len(rows) - before) / len(starts)
    return before <= max(5, 0.2 * len(rows)) and lines_each <= 12


def _follow_ends(starts: dict[int, str], texts: list[str], rows: list[int]) -> bool:
    """Tell numbers of entries from numbers that lines happen to begin with."""
    if rows[0] in starts:
        return True
    above = [texts[rows[place - 1]] for place, i in enumerate(rows) if i in starts]
    ended = sum(1 for text in above if _ENDS.search(text))
    return ended >= 0.5 * len(above)


def _find_hanging(
    lines: list[str],
    texts: list[str],
    roles: list[str],
    rows: list[int],
) -> list[int]:
    """Find the lines at the margin where the other lines of an entry are indented."""
    indents = {}
    for i in rows:
        line = lines[i].expandtabs(4)
        indents[i] = len(line) - len(line.lstrip(BLANK))
    margin = min(indents.values())
    flush = [i for i in rows if indents[i] <= margin + 1]
    indented = len(rows) - len(flush)
    if len(flush) < 2 or indented < 0.15 * len(rows):
        # The indentation may be the other way round: the first line stands in.
        return []

    begin = sum(1 for i in flush if _begins(texts[i]))
    if begin >= 0.6 * len(flush):
        return flush

    stand_in = [i for i in rows if indents[i] > margin + 1]
    begin = sum(1 for i in stand_in if _begins(texts[i]))
    if begin >= 0.8 * len(stand_in) and not roles[stand_in[0]]:
        return stand_in
    return []


def _find_paragraphs(roles: list[str], rows: list[int]) -> list[int]:
    """Find the lines that stand under a blank line or a header."""
    return [i for i in rows if i == 0 or roles[i - 1]]


def _are_parted(
    texts: list[str],
    rows: list[int],
    paragraphs: list[int],
    wrapped: list[int],
) -> bool:
    """Tell whether blank lines part the entries, rather than only some of them."""
    if len(paragraphs) < 2:
        return len(rows) == 1
    inside = set(wrapped) - set(paragraphs)
    return len(inside) <= 0.3 * len(paragraphs)


def _find_wrapped(texts: list[str], rows: list[int]) -> list[int]:
    """Find the lines that begin an entry by the look of the line and the one above."""
    with_year = set()
    candidates = []
    for place, i in enumerate(rows):
        beginning = texts[i]
        if not beginning[0].isalnum() or beginning[0].islower():
            if not _BEGINS.match(beginning) and not _PARTICLE_FIRST.match(beginning):
                continue
        ended = place == 0 or bool(_ENDS.search(texts[rows[place - 1]]))
        beginning = " ".join(texts[j] for j in rows[place : place + 5])
        if _BEGINS_WITH_YEAR.match(beginning):
            with_year.add(place)
        if place in with_year or (ended and _BEGINS.match(beginning)):
            candidates.append((place, ended))

    late = _count_late(texts, rows, [place for place, ended in candidates if ended])
    if len(with_year) >= 0.6 * late:
        return _starts_with_year(texts, rows, candidates, with_year)
    return _starts_after_year(texts, rows, candidates)


def _starts_with_year(
    texts: list[str],
    rows: list[int],
    candidates: list[tuple[int, bool]],
    with_year: set[int],
) -> list[int]:
    """Find where entries begin that say the year behind the authors."""
    starts = [rows[0]]
    last = 0
    for place, ended in candidates:
        text = texts[rows[place]]
        if place == 0 or (place not in with_year and not text.startswith("——")):
            continue
        if not ended and not _may_end(texts[rows[place - 1]], last in with_year):
            continue
        # The authors of one entry go on over several lines.
        so_far = " ".join(texts[j] for j in rows[last:place])
        if last in with_year:
            has_year = _BEGINS_WITH_YEAR.match(so_far)
        else:
            has_year = last == 0 or _HAS_YEAR.search(so_far)
        if not has_year:
            continue
        starts.append(rows[place])
        last = place
    return starts


def _may_end(above: str, has_year: bool) -> bool:
    """Tell whether an entry without a full stop may end with a line."""
    if not has_year or above[-1] in ",;:&-–":
        return False
    last_word = above.split()[-1]
    return not last_word.islower() or last_word.isdigit()


def _starts_after_year(
    texts: list[str],
    rows: list[int],
    candidates: list[tuple[int, bool]],
) -> list[int]:
    """Find where entries begin that say the year at their end."""
    lengths = sorted(len(texts[i]) for i in rows)
    usual = lengths[len(lengths) // 2]
    starts = [rows[0]]
    last = 0
    for place, ended in candidates:
        text = texts[rows[place]]
        if place == 0 or not ended:
            continue
        # "Cambridge University Press." is the last line of an entry.
        if len(text) < 0.5 * usual and not _HAS_YEAR.search(text):
            continue
        so_far = " ".join(texts[j] for j in rows[last:place])
        if _HAS_YEAR.search(so_far):
            starts.append(rows[place])
            last = place
    return starts


def _count_late(texts: list[str], rows: list[int], candidates: list[int]) -> int:
    """Count the lines under an end that has a year, where an entry may begin."""
    late = 0
    for place in candidates:
        above = " ".join(texts[j] for j in rows[max(0, place - 2) : place])
        above = re.sub(r"(?:https?://|doi:\s?|\b10\.\d)\S+", "", above)
        if re.search(rf"\b{_YEAR}[a-z]?\b", above[-60:]):
            late += 1
    return late


def _begins(text: str) -> bool:
    return bool(_BEGINS.match(text) or _BEGINS_WITH_YEAR.match(text))


def _split_at(
    texts: list[str],
    roles: list[str],
    rows: list[int],
    starts: Iterable[int],
    marked: bool = False,
) -> list[tuple[str | None, list[int]]]:
    """Group lines into entries, each with its number ("" a bullet, None none)."""
    numbers = dict.fromkeys(starts)
    if isinstance(starts, dict):
        numbers = starts

    groups: list[tuple[str | None, list[int]]] = []
    last = -1
    for i in rows:
        begins = not groups or i in numbers
        if begins and groups and not marked:
            begins = not _goes_on(texts, roles, last, i)
        elif marked and not begins:
            begins = _follows_the_list(texts, roles, last, i)
        if begins:
            groups.append((numbers.get(i), []))
        groups[-1][1].append(i)
        last = i

    return groups


def _goes_on(texts: list[str], roles: list[str], last: int, i: int) -> bool:
    """Tell whether an entry goes on behind what a page prints between."""
    between = roles[last + 1 : i]
    if "header" not in between:
        return False
    if any(_HEADING.fullmatch(texts[j]) for j in range(last + 1, i)):
        return False
    return texts[i][:1].islower() or not _ENDS.search(texts[last])


def _follows_the_list(texts: list[str], roles: list[str], last: int, i: int) -> bool:
    """Tell a paragraph without a number from the next lines of an entry."""
    between = roles[last + 1 : i]
    if not between or "blank" not in between:
        return False
    if not _ENDS.search(texts[last]):
        return False
    return not re.match(r"[a-z]|https?:|10\.\d|\[?doi|\[?PMID", texts[i])


# One text of several lines -----------------------------------------------------------


def _join(
    texts: list[str],
    number: str | None,
    rows: list[int],
    words: "Words",
) -> Entry:
    """Join the lines of an entry, without its mark, into one text."""
    parts = [texts[i] for i in rows]
    if number is not None:
        parts[0] = _without_mark(parts[0])

    pieces = [parts[0]]
    offsets = [0]
    length = len(parts[0])
    tail = parts[0][-_LONGEST_TAIL:]
    for place, part in enumerate(parts[1:], 2):
        before = tail
        tail = _before_next(before, part, place == len(parts), words)
        if len(tail) < len(before):
            pieces[-1] = pieces[-1][:-1]
            length -= 1
        elif len(tail) > len(before):
            pieces.append(" ")
            length += 1
        offsets.append(length)
        pieces.append(part)
        length += len(part)
        tail = (tail + part)[-_LONGEST_TAIL:]

    text = "".join(pieces)
    if "  " in text or "\t" in text or "\xa0" in text:
        text, offsets = _single_blanks(text, offsets)
    return Entry(text.rstrip(), tuple(rows), tuple(offsets), number or "")


def _single_blanks(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Make runs of blanks one blank each; the places of lines move with them."""
    ends = [*offsets[1:], len(text)]
    single = ""
    moved = []
    for start, end in zip(offsets, ends, strict=True):
        moved.append(len(single))
        part = re.sub(r"\s+", " ", text[start:end])
        single += part
    return single, moved


def _without_mark(text: str) -> str:
    for mark in (*_MARKS, _KEY, _BULLET):
        found = mark.match(text)
        if found:
            return found["rest"]
    return text


def _before_next(text: str, part: str, is_last: bool, words: "Words") -> str:
    """Give a text the blank that stands between it and the next line, or none."""
    if not text:
        return text
    last_word = text[text.rfind(" ") + 1 :]
    if _OPEN_URL.search(last_word) and _continues_url(text, part, is_last):
        return text

    hyphenated = _HYPHENATED.search(last_word)
    if hyphenated:
        return _after_hyphen(text, hyphenated[1], part, words)
    if text[-1] in "-‐–—/" and text[-2:-1].isdigit() and part[:1].isalnum():
        return text
    if _CHINESE_END.match(text[-1]) and _CHINESE_BEGIN.match(part):
        return text
    return text + " "


def _continues_url(text: str, part: str, is_last: bool) -> bool:
    """Tell whether a URL or DOI that a line ends with goes on in the next line."""
    if text[-1] in "/-_=&?#%~:" or re.match(r"[/_=&?#%~.-]\w", part):
        return True
    if text.endswith("."):
        return bool(re.match(r"[a-z0-9]+(?:[./-]|$)|org/", part))
    alone = re.fullmatch(r"[\w./()-]*\d[\w./()-]*", part)
    return is_last and bool(alone) and not re.match(rf"\(?{_YEAR}\)?\.?$", part)


def _after_hyphen(text: str, before: str, part: str, words: "Words") -> str:
    """Join a word that the end of a line cuts, with its hyphen or without."""
    word = _FIRST_WORD.match(part)
    if not word:
        return text if part[:1].isdigit() else text + " "
    after = word[0]
    behind = part[len(after) :]
    if text.endswith("\xad"):
        return text[:-1]
    if after in ("and", "or", "und", "oder", "et") and not behind.startswith("-"):
        return text + " "
    if not after[0].islower() or len(before) == 1:
        return text

    hyphen = words.hyphen(before, after)
    if hyphen is None:
        hyphen = (
            text[: -len(before) - 1].endswith("-")
            or behind.startswith("-")
            or before.lower() in _BEFORE_HYPHEN
            or before.endswith("ly")
            or after in _AFTER_HYPHEN
            or words.keep_hyphens
        )
    return text if hyphen else text[:-1]


class Words:
    """The words of a list, to tell a hyphen at the end of a line from one within."""

    def __init__(self, texts: list[str], rows: list[int]) -> None:
        self.counts: Counter = Counter()
        self.keep_hyphens = False
        self.cuts_words = True
        ends = [
            place for place, i in enumerate(rows) if _HYPHENATED.search(texts[i][-40:])
        ]
        if not ends:
            return
        for i in rows:
            found = _VOCABULARY_WORD.findall(texts[i].lower())
            # The last word may be half a word, and so may the first.
            self.counts.update(found[1:-1])
        self._look_at_ends(texts, rows, ends)

    def _look_at_ends(self, texts: list[str], rows: list[int], ends: list[int]) -> None:
        """Count how often a cut word elsewhere has a hyphen, and how often none."""
        votes: Counter = Counter()
        for place in ends:
            if place + 1 == len(rows):
                continue
            before = _HYPHENATED.search(texts[rows[place]])[1]
            after = _FIRST_WORD.match(texts[rows[place + 1]])
            if after and after[0].islower():
                votes[self.hyphen(before, after[0])] += 1
        self.keep_hyphens = votes[True] > votes[False]
        self.cuts_words = votes[False] > votes[True]

    def hyphen(self, before: str, after: str) -> bool | None:
        """Tell whether the list has a word with its hyphen; None if not at all."""
        whole = self.counts[(before + after).lower()]
        compound = self.counts[f"{before}-{after}".lower()]
        if whole != compound:
            return compound > whole
        first = len(before) > 2 and self.counts[before.lower()] > 0
        second = len(after) > 2 and self.counts[after.lower()] > 0
        if first and second:
            return True
        if self.cuts_words:
            return None
        is_compound = (first and len(before) > 3) or (second and len(after) > 4)
        return True if is_compound else None
