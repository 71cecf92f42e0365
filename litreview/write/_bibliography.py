"""Papers → bibliographies that reference managers take back: BibTeX, RIS, CSV, XLSX, CSL-JSON."""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from csv import writer
from datetime import datetime
from functools import lru_cache
from io import BytesIO, StringIO
from itertools import accumulate
from json import JSONEncoder

import pandas as pd
from tqdm import tqdm

from litreview import tables
from litreview.text import MONTHS, SURROGATE

TEXTS = [
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
]
TEXTS += ["topic_label"]
CELLS = "paper_id title authors year month day venue volume issue pages doi arxiv_id pmid url topic_label abstract"
_UNLINED = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_MOST = 32_767  # letters that a cell of a workbook holds

# Journals are called proceedings too, so the word alone says nothing.
_CONFERENCE = re.compile(
    r"\b(?:conference|symposium|workshop|congress|colloquium)\b|\bannual meeting of\b"
    r"|\bproc(?:eedings|\.)? of (?:the )?(?:\d|first|second|third|[a-z-]*(?:four|fif|six|seven|eigh|nin|ten|eleven|"
    r"twelf|teen|tie)th\b)"
    r"|\badvances in neural information processing systems\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|review|bulletin|annals|archives|magazine)\b|\bj\. "
    r"|\bconference (?:series|proceedings)$",
    re.IGNORECASE,
)
_CORPORATE = frozenset(
    "academy agency alliance association authority board bureau center centre collaboration college commission "
    "committee company consortia consortium corporation council department federation foundation gmbh government group "
    "inc initiative institut institute institution investigators laboratories laboratory ltd ministry network office "
    "organisation organization project service society team union universidad universitat university université "
    "universität".split()
)
_SUFFIXED = re.compile(r"([^,]+), ([^,]+), ((?:jr|sr)\.?|ii|iii|iv)", re.IGNORECASE)
_FAMILY = re.compile(
    r"(?:.*?\s)??(?=\S)((?:(?:van|von|vom|zu|de|del|della|der|den|di|da|dos|du|la|le|ten|ter|bin|ibn)\s+)*\S+)\s*"
)

# TeX that is written on as TeX: of other commands, some could read or write the files of who typesets the list.
_SYMBOLS = (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega infty partial nabla "
    "ell hbar sum prod int sqrt frac tfrac dfrac log ln exp sin cos tan min max sup inf lim det dim ker times cdot "
    "cdots ldots dots pm mp leq le leqslant geq ge geqslant neq ne ll gg approx sim simeq equiv propto in notin subset "
    "subseteq cup cap to rightarrow leftarrow Rightarrow mapsto langle rangle lfloor rfloor lceil rceil lVert rVert "
    "left right big Big bigg Bigg hat tilde bar vec dot ddot widehat widetilde overline underline otimes oplus circ "
    "star ast dagger perp parallel forall exists emptyset setminus mid nmid prime quad qquad mathbb mathcal mathfrak "
    "mathscr mathrm mathbf mathit mathsf mathtt operatorname boldsymbol text textrm textbf textit rm bf it cal"
)
_INSIDE = rf"[^\\$%#&~\"]|\\(?:{'|'.join(_SYMBOLS.split())})(?![A-Za-z])|\\[,;:! {{}}|]"
_COMMAND = r"(?:emph|text(?:it|bf|sc|tt|rm|sf|sl|superscript|subscript))\{(?:[^{}]|\{[^{}]*\})*\}"
# Within a word, or with the letter in braces: \"half" is what became of a quotation mark.
_ACCENT = (
    r"['\"`^~](?<=[^\W\d_]\\.)[aceilnorsuyzACEILNORSUYZ]|['\"`^~=.cvuHkr]\{[A-Za-z]\}"
)
# Each way begins with a letter of its own: Python then passes over all others several times as fast.
_TEX = re.compile(
    rf"\$(?:(?=\S)(?:{_INSIDE})+(?<=\S)\$(?!\d))?|\\(?:{_COMMAND}|{_ACCENT})?|\{{(?:\\(?:{_ACCENT})\}})?|\}}|%|&|#|_|~|\^"
    r"|-(?<=--)|'(?<='')|`(?<=``)|`(?<=\?`)|`(?<=!`)"
)
_WORDS = re.compile(
    rf"{_TEX.pattern}|(?<![^\W_])[a-z]*+[^\W_a-z][^\W_]*+(?!\\)"
)  # words with a capital
_SPECIAL = re.compile(r"[\\{}%&#_~^$`]|--|''")
_IS_MATHS = re.compile(
    r"\$(?:[^$]*[\\^_{}=][^$]*|[A-Za-z0-9]{1,3}|[A-Za-z(][\w()+\-*/,|.]*)\$"
)
_ESCAPED = {sign: "\\" + sign for sign in "%&#_$"} | {
    sign: "{}" + sign for sign in "-'`"
}
_ESCAPED |= {
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
}
_ESCAPED |= {"{": r"\{", "}": r"\}"}
_UNBALANCED = _ESCAPED | {
    "{": r"$\lbrace$",
    "}": r"$\rbrace$",
}  # BibTeX counts those behind a backslash too
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
_STOP = frozenset(
    "a an the on of in for to and with from by at is are der die das le la les un une el".split()
)
_JSON = JSONEncoder(ensure_ascii=False)


def bib(papers: pd.DataFrame) -> str:
    """Write papers as BibTeX that biblatex, BibTeX, JabRef and Zotero read.

    `papers` has `paper_id`, `title`, and as far as known `abstract`, `date`, `date_precision`, `authors` (lists),
    `venue`, `volume`, `issue`, `pages`, `doi`, `arxiv_id`, `pmid`, `url` and `topic_label` (its keyword). Formulas and
    emphasis in TeX stay TeX; all else is escaped, so that it comes back as it was, on one line. A date is as fine as
    its precision. The key is made of family name, year and first word of the title; `litreview-id` is the `paper_id`.
    """
    rows = list(_rows(papers))
    return "\n".join(
        _entry(row, key) for row, key in zip(rows, _keys(rows), strict=True)
    )


def ris(papers: pd.DataFrame) -> str:
    """Write papers, a table as for `bib`, as RIS: a line a field, whatever breaks of lines a text has."""
    return "".join(_record(row) for row in _rows(papers))


def csv(papers: pd.DataFrame) -> str:
    """Write papers, a table as for `bib`, as a table of comma-separated values for Excel, pandas and `dumps`.

    It begins with the byte order mark, without which Excel takes it for the local encoding; pandas passes over it.
    Before what a spreadsheet would compute stands an invisible sign (U+200B), which `dumps` takes out again. A text is
    on one line. Year, month and day are columns of their own, pages have an en dash and arXiv ids their prefix, since a
    spreadsheet makes dates of 2019-03 and 3-9, and 2103.0123 of 2103.01230.
    """
    held = StringIO()
    rows = writer(held, lineterminator="\r\n")
    rows.writerow(CELLS.split())
    rows.writerows(_cells(row) for row in _rows(papers))
    return "\ufeff" + held.getvalue()


def xlsx(papers: pd.DataFrame) -> bytes:
    """Write papers, a table as for `bib`, as a workbook of one sheet with the columns of `csv`, for Excel and `dumps`.

    Every cell is text and so never computed; year, month and day are numbers. A text is as it was, lines and all; what
    does not fit into a cell goes on in a column at the right, as in `authors 2`.
    """
    from xlsxwriter import (
        Workbook,  # a tenth of a second that the other formats need not take
    )

    held, columns = BytesIO(), {name: i for i, name in enumerate(CELLS.split())}
    with Workbook(held, {"in_memory": True}) as book:
        sheet, wrapped = (
            book.add_worksheet("papers"),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        rows = tqdm(
            _rows(papers),
            "papers",
            len(papers),
            disable=len(papers) < 20_000,
            file=sys.stderr,
        )
        for i, row in enumerate(rows, 1):
            for name, value in _written_out(row).items():
                for n, part in enumerate(_parts(value), 1):
                    column = columns.setdefault(
                        name if n == 1 else f"{name} {n}", len(columns)
                    )
                    number = name in ("year", "month", "day")
                    (sheet.write_number if number else sheet.write_string)(
                        i, column, int(part) if number else part
                    )
        for name, column in columns.items():
            sheet.set_column(
                column, column, {"title": 60, "abstract": 100}.get(name, 14), wrapped
            )
            sheet.write_string(0, column, name, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(papers), len(columns) - 1)
        book.set_properties(
            {"created": datetime(2000, 1, 1)}
        )  # the same papers give the same file
    return held.getvalue()


def json(papers: pd.DataFrame) -> str:
    """Write papers, a table as for `bib`, as CSL-JSON, a paper a line; `id` is the key that `bib` gives too.

    Texts are as they were, lines and all. Names without a comma are parted before the last word and its particles. "<"
    is escaped, so that the text can stand in a page.
    """
    rows = list(_rows(papers))
    items = [
        _JSON.encode(_item(row, key))
        for row, key in zip(rows, _keys(rows), strict=True)
    ]
    return "[\n" + ",\n".join(items).replace("<", "\\u003c") + "\n]\n"


FORMATS = {"bib": bib, "ris": ris, "csv": csv, "xlsx": xlsx, "json": json}


def _rows(papers: pd.DataFrame) -> Iterator[dict]:
    """Give each paper as texts ("" for missing), `authors`, and `date` as year, month and day as far as known."""
    missing = [None] * len(papers)
    columns = [
        map(_text, papers[name].tolist()) if name in papers else [""] * len(papers)
        for name in TEXTS
    ]
    lists = map(_names, papers["authors"] if "authors" in papers else missing)
    days = papers["date"] if "date" in papers else missing
    dates = map(
        _date, days, papers["date_precision"] if "date_precision" in papers else missing
    )
    for *texts, authors, date in zip(*columns, lists, dates, strict=True):
        yield dict(zip(TEXTS, texts, strict=True), authors=authors, date=date)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value if value.isascii() else SURROGATE.sub("\ufffd", value)


def _names(value: object) -> list[str]:
    names = [] if value is None or isinstance(value, str | float) else map(_text, value)
    return [name for name in (_line(name) for name in names) if name]


def _date(day: pd.Timestamp | None, precision: object) -> tuple[int, ...]:
    known = {"day": 3, "month": 2}.get(precision, 1) if not pd.isna(day) else 0
    return (day.year, day.month, day.day)[:known] if known else ()


def _line(text: str) -> str:
    return (text if text.isprintable() else _UNLINED.sub(" ", text)).strip()


@lru_cache(10_000)
def _kind(venue: str) -> str:
    if not venue:
        return "misc"
    return (
        "inproceedings"
        if _CONFERENCE.search(venue) and not _JOURNAL.search(venue)
        else "article"
    )


def _keys(rows: Sequence[dict]) -> list[str]:
    """Make a key for each paper; where two are the same, the later ones end with b, c, …, z, aa, ab."""
    keys, used, taken = [], Counter(), set()
    for row in rows:
        words = map(
            _ascii, re.findall(r"(?<![^\W_])(?<!\\)[^\W_]+", row["title"][:300])
        )
        first = next(
            (word for word in words if len(word) > 1 and word not in _STOP), ""
        ) or _ascii(row["title"][:300])
        name = _ascii(_parted(row["authors"][0])[0]) if row["authors"] else ""
        own = key = (
            f"{name[:30] or 'anon'}{row['date'][0] if row['date'] else ''}{first[:30]}"
        )
        while key in taken:
            used[own] += 1
            key = own + _letters(used[own] + 1)
        taken.add(key)
        keys.append(key)
    return keys


def _letters(n: int) -> str:
    return (_letters((n - 1) // 26) if n > 26 else "") + chr(ord("a") + (n - 1) % 26)


def _ascii(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.lower()
    if not text.isascii():
        text = (
            unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
            .encode("ascii", "ignore")
            .decode()
        )
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _whole(name: str) -> bool:
    """Tell the name of a group, a firm or the like, which is no person's family and given name."""
    words = {word.strip(".,()") for word in name.lower().split()}
    if not words.isdisjoint(("and", "&")):
        return True
    return not words.isdisjoint(_CORPORATE) and (
        "," not in name or not words.isdisjoint(("of", "for", "the"))
    )


@lru_cache(100_000)
def _parted(name: str) -> tuple[str, str]:
    """Part a name into family and given name, the latter empty where there is none to be seen."""
    if _whole(name):
        return name, ""
    if "," in name:
        family, _, given = name.partition(",")
        return family.strip(), given.strip()
    family = _FAMILY.fullmatch(name)[1]
    return family, name[: len(name) - len(family)].strip()


def _entry(row: dict, key: str) -> str:
    row = {
        name: _line(value) if isinstance(value, str) else value
        for name, value in row.items()
    }
    kind, date = _kind(row["venue"]), row["date"]
    counted = (
        kind == "article" or row["volume"]
    )  # elsewhere, `number` is that of a report
    fields = {
        "author": " and ".join(map(_author, row["authors"])),
        "title": _tex(row["title"], _TEX if row["title"].isupper() else _WORDS),
        "booktitle" if kind == "inproceedings" else "journal": _tex(row["venue"]),
        "volume": _tex(row["volume"]),
        "number" if counted else "issue": _tex(row["issue"]),
        "pages": _tex(re.sub(r"^([^-]+)-([^-]+)$", r"\1–\2", row["pages"])).replace(
            "–", "--"
        ),
        "date": _written(date),
        "year": str(date[0]) if date else "",
        "month": MONTHS[date[1] - 1] if len(date) > 1 else "",
        "doi": _verbatim(row["doi"]),
        "eprint": _verbatim(row["arxiv_id"]),
        "archiveprefix": "arXiv" if row["arxiv_id"] else "",
        "pmid": _verbatim(row["pmid"]),
        "url": _verbatim(row["url"]),
        "keywords": _tex(
            re.sub(r"\s*[,;]\s*", " / ", row["topic_label"])
        ),  # a comma would make two of it
        "abstract": _tex(row["abstract"]),
        "litreview-id": _verbatim(row["paper_id"]),
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


@lru_cache(100_000)
def _author(name: str) -> str:
    """Write a name as BibTeX parts it: what it would part wrongly is in braces."""
    if suffixed := _SUFFIXED.fullmatch(name):
        return _tex(", ".join(suffixed.group(1, 3, 2)))
    whole = _whole(name) or name.count(",") > 1 or re.search("[;|]", name)
    return f"{{{_tex(name)}}}" if whole else _tex(name)


def _tex(text: str, tokens: re.Pattern = _TEX) -> str:
    """Escape a text for TeX; with `_WORDS`, as a title, in which capitals are kept from styles that lower them."""
    if not text or tokens is _TEX and not _SPECIAL.search(text):
        return text
    signs = _ESCAPED if _balanced(text) else _UNBALANCED
    return tokens.sub(lambda found: _token(found[0], tokens, signs), text)


def _token(token: str, tokens: re.Pattern, signs: dict) -> str:
    def within(text: str) -> str:
        return tokens.sub(lambda found: _token(found[0], tokens, signs), text)

    if token in signs:
        return signs[token]
    if token[0] == "$" and not (_IS_MATHS.fullmatch(token) and _balanced(token)):
        return signs["$"] + within(token[1:])
    if command := re.fullmatch(r"(\\[a-z]{4,}\{)(.*)\}", token):
        return f"{command[1]}{within(command[2])}}}"
    return f"{{{token}}}" if tokens is _WORDS and _capital(token) else token


def _balanced(text: str) -> bool:
    if "{" not in text and "}" not in text:
        return True
    depths = list(accumulate({"{": 1, "}": -1}.get(sign, 0) for sign in text))
    return min(depths) == 0 == depths[-1]


def _capital(word: str) -> bool:
    """Tell a word that lower case would spoil: mRNA, BERT, T5, vitamin C."""
    if word[1:] != word[1:].lower():
        return word.isalnum()
    return word[0].isupper() and (
        word[1:].isdigit() or len(word) == 1 and word not in "AI"
    )


def _verbatim(text: str) -> str:
    """Keep a link or identifier as it is, but for what would end its field."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", text)


def _written(date: tuple[int, ...], between: str = "-") -> str:
    return between.join(
        f"{part:02}" if i else f"{part:04}" for i, part in enumerate(date)
    )


def _record(row: dict) -> str:
    kind, date, pages = _kind(row["venue"]), row["date"], row["pages"].split("-")
    if len(pages) != 2 or not all(re.search(r"\d", page) for page in pages):
        pages = [row["pages"]]
    unpublished = "UNPB" if row["arxiv_id"] else "GEN"
    fields = [
        (
            "TY",
            {"article": "JOUR", "inproceedings": "CPAPER", "misc": unpublished}[kind],
        ),
        ("ID", row["paper_id"]),
        *(("AU", name) for name in row["authors"]),
        ("TI", row["title"]),
        ("T2", row["venue"]),
        ("VL", row["volume"]),
        ("IS", row["issue"]),
        *zip(("SP", "EP"), pages, strict=False),
        ("PY", _written(date[:1])),
        (
            "DA",
            f"{_written(date, '/')}{'/' * (4 - len(date))}" if len(date) > 1 else "",
        ),
        ("DO", row["doi"]),
        ("AN", row["arxiv_id"] and f"arXiv:{row['arxiv_id']}"),
        ("N1", row["pmid"] and f"PMID: {row['pmid']}"),
        ("UR", row["url"]),
        ("KW", row["topic_label"]),
        ("AB", row["abstract"]),
    ]
    lines = [f"{tag}  - {said}\r\n" for tag, value in fields if (said := _line(value))]
    return "".join(lines) + "ER  - \r\n\r\n"


def _cells(row: dict) -> list[str]:
    return [_cell(value) if value else "" for value in _written_out(row).values()]


def _written_out(row: dict) -> dict[str, str]:
    """Write each field of a paper as one text that no spreadsheet takes for a date or a measure."""
    date = dict(zip(("year", "month", "day"), map(str, row["date"]), strict=False))
    authors = "; ".join(row["authors"])
    if len(row["authors"]) == 1 and re.fullmatch(r"\S+ .*,.* .*", authors):
        authors += ";"  # "García López, Ana María" alone could be two
    written = {"authors": authors, "year": "", "month": "", "day": "", **date}
    written |= {
        name: re.sub(r"(?<=\w)-(?=\w)", "–", row[name]) for name in ("issue", "pages")
    }
    written |= {"arxiv_id": row["arxiv_id"] and f"arXiv:{row['arxiv_id']}"}
    return {name: {**row, **written}[name] for name in CELLS.split()}


def _parts(text: str) -> list[str]:
    """Part a text into what cells can hold, between authors or words where there are any."""
    parts = []
    while len(text) > _MOST:
        ends = (
            text.rfind(mark, 0, _MOST) + len(mark)
            for mark in ("; ", " ")
            if mark in text[:_MOST]
        )
        end = next(ends, _MOST)
        parts, text = [*parts, text[:end]], text[end:]
    return [*parts, text] if text else parts


def _cell(text: str) -> str:
    return tables.neutralise(_line(text))


def _item(row: dict, key: str) -> dict:
    kinds = {
        "article": "article-journal",
        "inproceedings": "paper-conference",
        "misc": "article",
    }
    item = {
        "id": key,
        "type": kinds[_kind(row["venue"])],
        "title": row["title"],
        "author": [_person(name) for name in row["authors"]],
        "issued": row["date"] and {"date-parts": [list(row["date"])]},
        "container-title": row["venue"],
        "volume": row["volume"],
        "issue": row["issue"],
        "page": row["pages"],
        "DOI": row["doi"],
        "number": row["arxiv_id"] and f"arXiv:{row['arxiv_id']}",
        "PMID": row["pmid"],
        "URL": row["url"],
        "keyword": row["topic_label"],
        "abstract": row["abstract"],
        "custom": {"litreview-id": row["paper_id"]},
    }
    return {name: value for name, value in item.items() if value}


def _person(name: str) -> dict[str, str]:
    family, given = _parted(name)
    if given:
        return {"family": family, "given": given}
    return {"family": family, "literal": family} if _whole(name) else {"family": family}
