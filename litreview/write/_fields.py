"""The fields of a paper as bibliographies need them: texts, dates, names and keys."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from litreview.text import SURROGATE

TEXTS = (
    "paper_id",
    "title",
    "abstract",
    "venue",
    "volume",
    "issue",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "topic_label",
    "key",
)

# What would end a line in a file of one line a field.
_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")

# Journals are called proceedings too, so the word alone says nothing.
_CONFERENCE = re.compile(
    r"\b(?:conference|symposium|workshop|congress|colloquium)\b"
    r"|\bannual meeting of\b"
    r"|\bproc(?:eedings|\.)? of (?:the )?"
    r"(?:\d|first|second|third"
    r"|[a-z-]*(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|teen|tie)th\b)"
    r"|\badvances in neural information processing systems\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|review|bulletin|annals|archives|magazine)\b"
    r"|\bj\. "
    r"|\bconference (?:series|proceedings)$",
    re.IGNORECASE,
)

_GROUPS = frozenset(
    """
    academy agency alliance association authority board bureau center centre
    collaboration college commission committee company consortia consortium corporation
    council department federation foundation gmbh government group inc initiative
    institut institute institution investigators laboratories laboratory ltd ministry
    network office organisation organization project service society team union
    universidad universitat university université universität
    """.split()
)
# The family name: the last word, with the particles before it.
_FAMILY = re.compile(
    r"(?:.*?\s)??(?=\S)"
    r"((?:(?:van|von|vom|zu|de|del|della|der|den|di|da|dos|du|la|le|ten|ter|bin|ibn)"
    r"\s+)*\S+)\s*"
)

_FOLDED = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "þ": "th",
        "ð": "d",
        "ı": "i",
    }
)
_STOP_WORDS = frozenset(
    """
    a an the on of in for to and with from by at is are der die das le la les un une el
    """.split()
)


def read_fields(papers: pd.DataFrame) -> Iterator[dict]:
    """Give the fields of each paper: texts ("" for missing), `authors` and `date`.

    `authors` is a list, `date` year, month and day as far as they are known.
    """
    missing = [None] * len(papers)

    columns = []
    for name in TEXTS:
        if name in papers:
            columns.append([_text(value) for value in papers[name].tolist()])
        else:
            columns.append([""] * len(papers))

    authors = papers["authors"] if "authors" in papers else missing
    dates = papers["date"] if "date" in papers else missing
    precisions = papers["date_precision"] if "date_precision" in papers else missing

    rows = zip(*columns, authors, dates, precisions, strict=True)
    for *texts, names, date, precision in rows:
        fields = dict(zip(TEXTS, texts, strict=True))
        fields["authors"] = _names(names)
        fields["date"] = _known_parts(date, precision)
        yield fields


def one_line(text: str) -> str:
    """Write a text on one line."""
    if not text.isprintable():
        text = _BREAKS.sub(" ", text)
    return text.strip()


@lru_cache(10_000)
def entry_kind(venue: str) -> str:
    """Say what a paper is by where it appeared: article, inproceedings or misc."""
    venue = one_line(venue)
    if not venue:
        return "misc"

    if _CONFERENCE.search(venue) and not _JOURNAL.search(venue):
        return "inproceedings"
    return "article"


def entry_keys(rows: Sequence[dict]) -> list[str]:
    """Make a key for each paper: family name, year and first word of the title.

    Where two are the same, the later ones end with b, c, …, z, aa, ab. Papers that have
    a `key` keep it: one that was made among all papers of a report holds in any part.
    """
    keys: list[str] = []
    repeated: Counter = Counter()
    taken: set[str] = set()

    for row in rows:
        plain = row["key"] or _plain_key(row)
        key = plain
        while key in taken:
            repeated[plain] += 1
            key = plain + _letters(repeated[plain] + 1)

        taken.add(key)
        keys.append(key)

    return keys


def write_date(date: tuple[int, ...], between: str = "-") -> str:
    """Write a date as far as it is known, such as 2019-03."""
    parts = [f"{part:02}" for part in date]
    if parts:
        parts[0] = f"{date[0]:04}"
    return between.join(parts)


def is_group(name: str) -> bool:
    """Tell the name of a group, a firm or the like from that of a person."""
    words = {word.strip(".,()") for word in name.lower().split()}
    if not words.isdisjoint(("and", "&")):
        return True

    if words.isdisjoint(_GROUPS):
        return False
    return "," not in name or not words.isdisjoint(("of", "for", "the"))


@lru_cache(100_000)
def split_name(name: str) -> tuple[str, str]:
    """Split a name into family and given name; the latter empty where none is seen."""
    if is_group(name):
        return name, ""

    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()

    family = _FAMILY.fullmatch(name)[1]
    given = name[: len(name) - len(family)]
    return family, given.strip()


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""

    text = value.strip()
    if text.isascii():
        return text
    return SURROGATE.sub("\ufffd", text)


def _names(value: object) -> list[str]:
    if value is None or isinstance(value, str | float):
        return []

    names = [one_line(_text(name)) for name in value]
    return [name for name in names if name]


def _known_parts(date: pd.Timestamp | None, precision: object) -> tuple[int, ...]:
    if pd.isna(date):
        return ()

    known = {"day": 3, "month": 2}.get(precision, 1)
    return (date.year, date.month, date.day)[:known]


def _plain_key(row: dict) -> str:
    title = row["title"][:300]
    year = str(row["date"][0]) if row["date"] else ""

    family = ""
    if row["authors"]:
        family, _ = split_name(row["authors"][0])
        family = _ascii(family)

    return f"{family[:30] or 'anon'}{year}{_first_word(title)[:30]}"


def _first_word(title: str) -> str:
    """Find the first word of a title that tells it from others, no command of TeX."""
    for word in re.findall(r"(?<![^\W_])(?<!\\)[^\W_]+", title):
        plain = _ascii(word)
        if len(plain) > 1 and plain not in _STOP_WORDS:
            return plain

    return _ascii(title)


def _letters(number: int) -> str:
    if number > 26:
        return _letters((number - 1) // 26) + _letters((number - 1) % 26 + 1)
    return chr(ord("a") + number - 1)


def _ascii(text: str) -> str:
    """Reduce a text to the letters and digits of ASCII, in lower case."""
    if text.isascii() and text.isalnum():
        return text.lower()

    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
        text = folded.encode("ascii", "ignore").decode()

    return re.sub(r"[^a-z0-9]", "", text.lower())
