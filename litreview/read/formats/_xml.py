"""EndNote, PubMed and Atom XML → records, and a saved web page → the text of a listing."""

import codecs
import html
import re
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError

import pandas as pd
from defusedxml import DefusedXmlException, ElementTree

from litreview.read import _archives

TEXTS = [
    "title",
    "abstract",
    "year",
    "month",
    "day",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "url",
]
LISTS = ["authors", "keywords", "type"]
# Elements that stand on lines of their own: their text is not to be glued to that beside them.
BLOCKS = {"p", "br", "div", "li", "title", "sec", "tr", "td", "AbstractText"}
LONGEST = (
    2**24
)  # bytes of a record; the longest real ones, with thousands of authors, have under 2 million
BLANKED = bytes(
    byte if byte in b"\r\n" else 32 for byte in range(256)
)  # all but the line ends

_ISO = re.compile(
    r"\s*(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter)[a-z]*\.?"
_MONTHS = re.compile(rf"\b{_MONTH}(?:\s*[-–/]\s*{_MONTH})?", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d–-])(?:0?[1-9]|[12]\d|3[01])(?![\d–-])")


def read_endnote(data: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the XML that EndNote exports.

    Returns raw records and problems, as all readers do. Each record is read by itself, so that a broken one costs no
    other; where stray characters are all that is wrong they are mended, and its `note` says so. Entities that a
    document declares (bombs, other files) are never followed: their names stay as they stand.
    """
    return _read(data, ("record",), _endnote)


def read_pubmed(data: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the XML of PubMed: articles, and chapters of books.

    Returns raw records and problems like `endnote`. The parts of a structured abstract keep their labels. The date is
    that of the issue, or where it has none that of the article on line.
    """
    found, problems = _read(data, ("PubmedArticle", "PubmedBookArticle"), _pubmed)
    if found.empty and problems["record"].isna().all():
        return _read(data, ("MedlineCitation",), _pubmed)  # as older files have it
    return found, problems


def read_atom(data: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read an Atom feed, such as the answers of arXiv.

    Returns raw records and problems like `endnote`. The date is that of the first version, not of the last.
    """
    return _read(data, ("entry",), _atom)


def _read(
    data: bytes, names: tuple[str, ...], row: Callable[[Element], dict]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    data = _utf8(data)
    rows, problems, at, line, cut, root = [], [], 0, 1, False, False
    for number, (begin, end, open_) in enumerate(_records(data, names), start=1):
        root = root or (
            number == 1
            and bool(re.search(rb"<[A-Za-z]", data[max(0, begin - 10_000) : begin]))
        )
        problems += _outside(data[at:begin], line, head=number == 1)
        line += _breaks(data, at, begin)
        to, cut = line + _breaks(data, begin, end), bool(open_) and end == len(data)
        where = {"record": number, "line_from": line, "line_to": to}
        if end - begin > LONGEST:
            open_ = f"it has {end - begin:,} bytes, which no record has; fetch or export it again"
        element, said = (None, open_) if open_ else _element(data[begin:end], line)
        if element is None:
            problems.append(where | {"reason": said})
        else:
            rows.append(where | row(element) | {"note": said})
        at, line = end, to
    rest = data[at:]
    if not rows and not problems and rest.strip():
        reason = f"no record in it: nothing is marked <{names[0]}>"
        problems.append(
            {"record": None, "line_from": 1, "line_to": _last(data), "reason": reason}
        )
    elif at:
        problems += _outside(rest, line)
        if root and not cut and b"</" not in rest:
            reason = (
                "the document does not end: it may have been cut off after this record"
            )
            problems.append(
                {"record": None, "line_from": line, "line_to": line, "reason": reason}
            )
    return _tables(rows, problems)


def _utf8(data: bytes) -> bytes:
    """Recode a document as UTF-8 where it is not, whatever it says of itself; memory is spent only then."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(data), 1 << 20):
            decoder.decode(data[at : at + (1 << 20)])
        decoder.decode(b"", final=True)
        if b"\0" not in data[:100]:
            return data
    except UnicodeDecodeError:
        pass
    declared = re.match(rb"\s*<\?[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)", data)
    try:
        text, _ = _archives.decode(data, declared[1].decode() if declared else "")
    except ValueError:
        text, _ = _archives.decode(data)
    return text.encode(errors="replace")


def _records(data: bytes, names: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Find where each record begins and ends, and what is wrong with its end; comments and CDATA are passed over."""
    tag = (
        rb"(/?)(?:[\w.-]{1,40}:)?(?:"
        + "|".join(names).encode()
        + rb")(?=[\s/>])[^<>]*>?"
    )
    mark = re.compile(rb"<(?:(!--|!\[CDATA\[)|" + tag + rb")")
    ends = {b"!--": b"-->", b"![CDATA[": b"]]>"}
    at, begin = 0, None
    while found := mark.search(data, at):
        at = found.end()
        if found[1]:
            end = data.find(ends[found[1]], at) if ends[found[1]] else -1
            ends[found[1]] = (
                ends[found[1]] if end >= 0 else b""
            )  # not closed: never look for it again
            at = max(at, end)
        elif found[2]:
            if begin is not None:
                yield begin, at, ""
            begin = None
        else:
            if begin is not None:
                yield (
                    begin,
                    found.start(),
                    f"its <{names[0]}> is not closed before the next one begins",
                )
            begin = found.start()
            if found[0].endswith(b"/>"):
                yield begin, at, ""
                begin = None
    if begin is not None:
        yield (
            begin,
            len(data),
            f"its <{names[0]}> is not closed: the file may have been cut off here",
        )


def _outside(text: bytes, line: int, head: bool = False) -> list[dict]:
    """List what stands outside of the records and is neither markup nor what a document begins with."""
    first, *others = text.split(b"<!--")
    parts = [other.partition(b"-->") for other in others]
    first += b"".join(
        b"    " + (comment + end).translate(BLANKED) + rest
        for comment, end, rest in parts
    )
    if head:
        reason = "declares entities of its own; they are not followed, for they may be endless or fetch other files"
        wrong = re.search(rb"<!ENTITY", first)
    else:
        reason = "text outside of any record"
        first = re.sub(rb"<[^<>]*>", lambda tag: tag[0].translate(BLANKED), first)
        wrong = first.strip()
    begin, end = len(first) - len(first.lstrip()), len(first.rstrip())
    lines = {
        "line_from": line + _breaks(text, 0, begin),
        "line_to": line + _breaks(text, 0, end),
    }
    return [{"record": None, **lines, "reason": reason}] if wrong else []


def _breaks(data: bytes, begin: int, end: int) -> int:
    return sum(
        sign * data.count(mark, begin, end)
        for mark, sign in ((b"\n", 1), (b"\r", 1), (b"\r\n", -1))
    )


def _last(data: bytes) -> int:
    return max(1, _breaks(data, 0, len(data)) + (not data.endswith((b"\n", b"\r"))))


def _element(data: bytes, line: int) -> tuple[Element | None, str | None]:
    """Parse one record; returns it and the note of what was mended, or None and what is wrong."""
    try:
        return _parse(data), None
    except (ParseError, DefusedXmlException):
        pass
    try:
        return _parse(
            _mended(data)
        ), "characters that XML does not allow here were mended"
    except ParseError as error:
        said = re.sub(r": line \d+.*", "", str(error))
        return (
            None,
            f"it is not well-formed XML ({said}, line {line + error.position[0] - 1})",
        )
    except DefusedXmlException:
        return None, "it declares entities of its own, which are not followed"


def _parse(data: bytes) -> Element:
    # Prefixes are declared at the top of the document, which is not there; what they stand for does not matter.
    prefixes = set(re.findall(rb"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]", data)) - {
        b"xml",
        b"xmlns",
    }
    declared = b"".join(
        b' xmlns:%s="%s"' % (prefix, prefix) for prefix in sorted(prefixes)
    )
    record = ElementTree.fromstring(
        b"<records" + declared + b">" + data + b"</records>"
    )[0]
    for element in record.iter():
        element.tag = element.tag.rpartition("}")[2]
    return record


def _mended(data: bytes) -> bytes:
    data = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]", b" ", data)
    data = re.sub(
        rb"&(?:(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});)?", _entity, data
    )
    return re.sub(rb"<(?!!\[CDATA\[|!--|[/?A-Za-z_][^<>]*>)", b"&lt;", data)


def _entity(found: re.Match) -> bytes:
    """Write an entity of HTML as its letter; what is none becomes text."""
    letter = re.sub(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", html.unescape(found[0].decode())
    )
    return html.escape(letter).encode(errors="replace")


def _text(element: Element | None) -> str | None:
    """Join the text of an element and of the markup in it (<i>, <sub>, <style>) without adding blanks."""
    if element is None:
        return None
    for inner in element.iter():
        if inner.tag in BLOCKS and inner is not element:
            inner.text, inner.tail = f" {inner.text or ''}", f" {inner.tail or ''}"
    return " ".join("".join(element.itertext()).split()) or None


def _first(record: Element, *paths: str) -> str | None:
    return next(
        (
            text
            for path in paths
            for element in record.findall(path)
            if (text := _text(element))
        ),
        None,
    )


def _all(record: Element, path: str) -> list[str] | None:
    return [
        text for element in record.findall(path) if (text := _text(element))
    ] or None


def _date(text: str | None) -> dict:
    """Take a date apart into year, month (a name or number, or two of them) and day, as far as each is certain."""
    if iso := _ISO.match(text or ""):
        return iso.groupdict()
    found = {
        "year": _YEAR.search(text or ""),
        "month": _MONTHS.search(text or ""),
        "day": _DAY.search(text or ""),
    }
    return {name: match and match[0] for name, match in found.items()}


def _endnote(record: Element) -> dict:
    date = _date(_first(record, "dates/pub-dates/date"))
    year = _first(record, "dates/year")
    database = f"{_first(record, 'remote-database-name')} {_first(record, 'remote-database-provider')}"
    of_pubmed = re.search("medline|pubmed|nlm", database, re.IGNORECASE)
    kind = record.find("ref-type")
    return {
        "title": _first(record, "titles/title"),
        "abstract": _first(record, "abstract"),
        "authors": _all(record, "contributors/authors/author"),
        "journal": _first(
            record,
            "titles/secondary-title",
            "periodical/full-title",
            "periodical/abbr-1",
        ),
        "volume": _first(record, "volume"),
        "issue": _first(record, "number"),
        "pages": _first(
            record, "pages", "custom7"
        ),  # the latter is what EndNote calls an article number
        **date,
        "year": year or date["year"],
        "doi": _first(record, "electronic-resource-num"),
        "pmid": _first(record, "accession-num") if of_pubmed else None,
        "url": _first(record, "urls/related-urls/url", "urls/web-urls/url"),
        "keywords": _all(record, "keywords/keyword"),
        "type": [kind.get("name")] if kind is not None and kind.get("name") else None,
    }


def _pubmed(record: Element) -> dict:
    citation = next(
        (found for found in record if found.tag in ("MedlineCitation", "BookDocument")),
        record,
    )
    article = next((found for found in citation if found.tag == "Article"), citation)
    title = _first(article, "ArticleTitle", "Book/BookTitle")
    if not title or title.strip("[]. ").casefold() == "not available":
        title = _first(article, "VernacularTitle") or title
    return {
        "title": title,
        "abstract": _abstract(article.find("Abstract"))
        or _abstract(citation.find("OtherAbstract")),
        "authors": _names(article),
        "journal": _first(
            article, "Journal/Title", "Journal/ISOAbbreviation", "Book/BookTitle"
        ),
        "volume": _first(article, "Journal/JournalIssue/Volume", "Book/Volume"),
        "issue": _first(article, "Journal/JournalIssue/Issue"),
        "pages": _pages(article.find("Pagination")),
        **_issued(article),
        "doi": _first(
            article,
            "ELocationID[@EIdType='doi']",
            "ArticleIdList/ArticleId[@IdType='doi']",
        )
        or _first(record, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']"),
        "pmid": _first(citation, "PMID"),
        "keywords": _all(citation, "KeywordList/Keyword"),
        "type": _all(article, "PublicationTypeList/PublicationType")
        or _all(article, "PublicationType"),
    }


def _abstract(abstract: Element | None) -> str | None:
    parts = []
    for part in [] if abstract is None else abstract.findall("AbstractText"):
        label, text = part.get("Label", "").strip(), _text(part)
        if text:
            parts.append(
                f"{label}: {text}" if label and label != "UNLABELLED" else text
            )
    return " ".join(parts) or None


def _names(article: Element) -> list[str] | None:
    """List the authors, as "Family, Given", or a group by its name; of a book those of the chapter go first."""
    names = []
    lists = [
        found
        for path in ("AuthorList", "Book/AuthorList")
        for found in article.findall(path)
    ]
    for author in next(
        (found for found in lists if found.get("Type") != "editors"), ()
    ):
        family, given = (
            _first(author, "LastName"),
            _first(author, "ForeName", "Initials"),
        )
        name = ", ".join(
            part for part in (family, given, _first(author, "Suffix")) if part
        )
        names.append(name or _first(author, "CollectiveName"))
    return [name for name in names if name] or None


def _pages(pagination: Element | None) -> str | None:
    if pagination is None:
        return None
    parts = [_first(pagination, name) for name in ("StartPage", "EndPage")]
    return _first(pagination, "MedlinePgn") or "-".join(filter(None, parts)) or None


def _issued(article: Element) -> dict:
    for path in (
        "Journal/JournalIssue/PubDate",
        "ArticleDate",
        "ContributionDate",
        "Book/PubDate",
    ):
        date = article.find(path)
        if date is not None and (year := _first(date, "Year")):
            return {
                "year": year,
                "month": _first(date, "Month", "Season"),
                "day": _first(date, "Day"),
            }
        if date is not None and (said := _first(date, "MedlineDate")):
            return _date(said)
    return {}


def _atom(record: Element) -> dict:
    links = {
        link.get("title") or link.get("rel", "alternate"): link.get("href")
        for link in record.findall("link")
    }
    return {
        "title": _first(record, "title"),
        "abstract": _first(record, "summary", "content"),
        "authors": _all(record, "author/name") or _all(record, "creator"),
        "journal": _first(record, "journal_ref", "publicationName", "source/title"),
        **_date(_first(record, "published", "issued", "updated")),
        "doi": _first(record, "doi") or links.get("doi"),
        "url": links.get("alternate") or _first(record, "id"),
        "keywords": [
            found
            for kind in record.findall("category")
            if (found := kind.get("label") or kind.get("term"))
        ]
        or None,
    }


def _tables(
    rows: list[dict], problems: list[dict]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    lines = {"line_from": "Int64", "line_to": "Int64"}
    of_raw = (
        {"record": "int64"}
        | lines
        | dict.fromkeys(TEXTS, "str")
        | dict.fromkeys(LISTS, "object")
        | {"note": "str"}
    )
    of_problems = {"record": "Int64"} | lines | {"reason": "str"}
    tables = [
        pd.DataFrame(
            {
                name: pd.Series([row.get(name) for row in found], dtype=kind)
                for name, kind in kinds.items()
            }
        )
        for found, kinds in ((rows, of_raw), (problems, of_problems))
    ]
    return tables[0], tables[1]
