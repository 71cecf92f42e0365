"""Read XML of EndNote and PubMed: bytes → raw records, and what was not read.

Each record is found by its marks and parsed by itself, so that a broken one costs no
other, and so that no more than one is in memory as a tree.
"""

import codecs
import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

import pandas as pd
from defusedxml import DefusedXmlException, ElementTree

from litreview.read import _archives
from litreview.read.formats import _frames
from litreview.read.formats._frames import Problem

Tables = tuple[pd.DataFrame, pd.DataFrame]

FIELD_TYPES = {
    "title": "str",
    "abstract": "str",
    "year": "str",
    "month": "str",
    "day": "str",
    "journal": "str",
    "volume": "str",
    "issue": "str",
    "pages": "str",
    "doi": "str",
    "pmid": "str",
    "url": "str",
    "authors": "object",
    "keywords": "object",
    "mesh": "object",
    "type": "object",
    "language": "object",
    "affiliations": "object",
    "references": "object",
    "retracted": "str",
}

# Elements that stand on lines of their own: their text is not to be glued to that
# beside them.
BLOCKS = {"p", "br", "div", "li", "title", "sec", "tr", "td", "AbstractText"}
# Bytes of a record; the longest real ones, with thousands of authors, have under 2
# million.
LONGEST = 2**24
MOST_HEAD = 10_000  # bytes above the first record in which a root element is looked for

# Turns all but the line ends into blanks.
_BLANKED = bytes(byte if byte in b"\r\n" else 32 for byte in range(256))
_TAG = re.compile(rb"<[^<>]*>")
_IMAGE = re.compile(rb"<image\b.*?</image>|<textInput\b.*?</textInput>", re.DOTALL)
_FEED = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:feed|channel|RDF)[\s>]")
_TITLE_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:title|ArticleTitle)[\s>]")
_ENTITY_DECLARED = re.compile(rb"<!ENTITY")
_ENCODING = re.compile(rb"\s*<\?[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)")
# Prefixes of names, in tags and in attributes.
_PREFIX = re.compile(rb"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
# Control characters that XML does not allow, also as UTF-8 of U+FFFE and U+FFFF.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_CONTROL_LETTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
# An ampersand, with the rest of its entity if there is one.
_AMPERSAND = re.compile(rb"&(?:(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});)?")
# A "<" that begins no tag.
_LESS_THAN = re.compile(rb"<(?!!\[CDATA\[|!--|[/?A-Za-z_][^<>]*>)")

_ISO_DATE = re.compile(
    r"\s*(?P<year>\d{4})[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?(?!\d)"
)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|spring|summer|autumn|fall|winter)[a-z]*\.?"
)
# One month or two of them: "Nov-Dec".
_MONTHS = re.compile(rf"\b{_MONTH}(?:\s*[-–/]\s*{_MONTH})?", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d–-])(?:0?[1-9]|[12]\d|3[01])(?![\d–-])")


class Stretch(NamedTuple):
    """Where a record begins and ends, and what is wrong with its end."""

    begin: int
    end: int
    fault: str = ""


def read_endnote(data: bytes) -> Tables:
    """Read the XML that EndNote exports.

    Where stray characters are all that is wrong with a record they are mended, and its
    `note` says so. Entities that a document declares (bombs, other files) are never
    followed: their names stay as they stand.

    Parameters
    ----------
    data : bytes
        The file.

    Returns
    -------
    raw : pandas.DataFrame
        `record`, `line_from`, `line_to`, the columns of FIELD_TYPES (text, or a list of
        texts), and `note`.
    problems : pandas.DataFrame
        `record`, `line_from`, `line_to`, `reason`.
    """
    return _read_records(data, ("record",), _endnote_fields)


def read_pubmed(data: bytes) -> Tables:
    """Read the XML of PubMed: articles, and chapters of books.

    The parts of a structured abstract keep their labels. The date is that of the issue,
    or where it has none that of the article on line. Returns raw and problems like
    `read_endnote`.
    """
    names = ("PubmedArticle", "PubmedBookArticle")
    raw, problems = _read_records(data, names, _pubmed_fields)
    if raw.empty and problems["record"].isna().all():
        # As older files have it.
        return _read_records(data, ("MedlineCitation",), _pubmed_fields)
    return raw, problems


def _read_records(
    data: bytes,
    names: tuple[str, ...],
    read_fields: Callable[[Element], dict],
) -> Tables:
    """Read the elements of some names, and account for what is around them."""
    rows, problems = read_elements(data, names, read_fields)
    return _raw_table(rows), _frames.problem_table(problems)


def read_elements(
    data: bytes,
    names: tuple[str, ...],
    read_fields: Callable[[Element], dict],
) -> tuple[list[dict], list[Problem]]:
    """Read the elements of some names: a row each, and what was not read."""
    data = _as_utf8(data)
    rows = []
    problems: list[Problem] = []
    at = 0
    line = 1
    has_root = False
    is_cut = False
    for number, stretch in enumerate(_find_records(data, names), start=1):
        begin, end, fault = stretch
        if number == 1:
            head = data[max(0, begin - MOST_HEAD) : begin]
            has_root = re.search(rb"<[A-Za-z]", head) is not None
            problems += _declared_entities(data[at:begin], line)
            problems += _record_without_mark(data[at:begin], names, line)
        else:
            problems += _stray_text(data[at:begin], line)

        line += _line_ends(data, at, begin)
        last_line = line + _line_ends(data, begin, end)
        is_cut = bool(fault) and end == len(data)
        if end - begin > LONGEST:
            fault = (
                f"it has {end - begin:,} bytes, which no record has; "
                "fetch or export it again"
            )

        element, note = None, fault
        if not fault:
            element, note = _parse_record(data[begin:end], line)
        if element is not None:
            titles, second = _frames.second_values(_titles(element))
            problems += _frames.second_problems(titles, "", line, last_line, "")
            row = {"record": number, "line_from": line, "line_to": last_line}
            row |= read_fields(element)
            row["note"] = _frames.join_notes(note, second)
            rows.append(row)
            note = _frames.NO_TITLE
        if element is None or not rows[-1]["title"]:
            text = _decode_beginning(data[begin:end])
            problems.append(Problem(number, line, last_line, note, text))
        at = end
        line = last_line

    if at:
        problems += _stray_text(data[at:], line)
        if has_root and not is_cut and b"</" not in data[at:]:
            reason = (
                "the document does not end: it may have been cut off after this record"
            )
            problems.append(Problem(None, line, line, reason))
    elif data.strip():
        reason = f"no record in it: nothing is marked <{names[0]}>"
        problems.append(Problem(None, 1, _count_lines(data), reason))
    titled = [row for row in rows if row["title"]]
    return titled, problems


def _as_utf8(data: bytes) -> bytes:
    """Recode a document as UTF-8 where it is not, whatever it says of itself.

    Memory is spent only then.
    """
    if b"\0" not in data[:100] and _is_utf8(data):
        return data

    declared = _ENCODING.match(data)
    encoding = declared[1].decode() if declared else ""
    try:
        text, _ = _archives.decode(data, encoding)
    except ValueError:
        text, _ = _archives.decode(data)
    return text.encode(errors="replace")


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    step = 2**20
    try:
        for at in range(0, len(data), step):
            decoder.decode(data[at : at + step])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _find_records(data: bytes, names: tuple[str, ...]) -> Iterator[Stretch]:
    """Find where each record begins and ends; comments and CDATA are passed over."""
    name = "|".join(names).encode()
    prefix = rb"(?:[\w.-]{1,40}:)?"
    tag = rb"(?P<closing>/?)" + prefix + rb"(?:" + name + rb")(?=[\s/>])[^<>]*>?"
    mark = re.compile(rb"<(?:(?P<hidden>!--|!\[CDATA\[)|" + tag + rb")")
    ends = {b"!--": b"-->", b"![CDATA[": b"]]>"}

    at = 0
    begin = None
    while found := mark.search(data, at):
        at = found.end()
        hidden = found["hidden"]
        if hidden:
            if hidden in ends:
                end = data.find(ends[hidden], at)
                if end < 0:
                    del ends[hidden]  # not closed: never look for it again
                at = max(at, end)
            continue

        if begin is not None:
            if found["closing"]:
                yield Stretch(begin, at)
            else:
                fault = f"its <{names[0]}> is not closed before the next one begins"
                yield Stretch(begin, found.start(), fault)
        begin = None
        if not found["closing"]:
            begin = found.start()
            if found[0].endswith(b"/>"):
                yield Stretch(begin, at)
                begin = None

    if begin is not None:
        fault = f"its <{names[0]}> is not closed: the file may have been cut off here"
        yield Stretch(begin, len(data), fault)


def _declared_entities(head: bytes, line: int) -> list[Problem]:
    """List it where a document declares entities above its first record."""
    text = _without_comments(head)
    if not _ENTITY_DECLARED.search(text):
        return []
    reason = (
        "declares entities of its own; they are not followed, "
        "for they may be endless or fetch other files"
    )
    return [_problem_around(text, head, line, reason)]


def _record_without_mark(
    head: bytes, names: tuple[str, ...], line: int
) -> list[Problem]:
    """List what ends as a record above the first one, and does not begin as one.

    From its title on, for what is above that may be of the document.
    """
    text = _IMAGE.sub(
        lambda found: found[0].translate(_BLANKED), _without_comments(head)
    )
    name = "|".join(names).encode()
    closing = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:" + name + rb")\s*>")
    ends = [found.start() for found in closing.finditer(text)]
    titles = [found.start() for found in _TITLE_TAG.finditer(text)]
    # A feed has a title of its own.
    if not _FEED.search(text):
        titles = titles[-1:] + titles
    if not ends and len(titles) < 2:
        return []

    begin = max(titles, default=0)
    end = max(ends, default=len(text))
    shown = b" " * begin + text[begin : max(end, begin)]
    if not shown.strip():
        # Nothing but the mark of its end is left of it.
        shown = b" " * end + text[end:]
    reason = f"a record that does not begin with <{names[0]}>"
    return [_problem_around(shown, head, line, reason)]


def _titles(record: Element) -> dict[str, list[str]]:
    """List all titles of a record, of which it should have one."""
    titles = []
    for parent in record.iter():
        if parent is not record and parent.tag not in ("titles", "Article"):
            continue
        for child in parent:
            text = ""
            if child.tag in ("title", "ArticleTitle"):
                text = "".join(child.itertext()).strip()
            if text:
                titles.append(text)
    return {"title": titles}


def _decode_beginning(data: bytes) -> str:
    """Read the text of a record that was rejected, as far as it is kept."""
    return data[: 4 * _frames.KEPT_LETTERS].decode(errors="replace")


def _stray_text(between: bytes, line: int) -> list[Problem]:
    """List what stands outside of the records and is no markup."""
    text = _without_comments(between)
    text = _TAG.sub(lambda tag: tag[0].translate(_BLANKED), text)
    if not text.strip():
        return []
    return [_problem_around(text, between, line, "text outside of any record")]


def _without_comments(text: bytes) -> bytes:
    """Blank the comments out; each byte and line end stays where it is."""
    before, *comments = text.split(b"<!--")
    parts = [before]
    for part in comments:
        comment, end, rest = part.partition(b"-->")
        parts.append(b"    ")
        parts.append((comment + end).translate(_BLANKED))
        parts.append(rest)
    return b"".join(parts)


def _problem_around(
    text: bytes,
    original: bytes,
    line: int,
    reason: str,
) -> Problem:
    """Give the lines of what in a text is not blank."""
    begin = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    first = line + _line_ends(original, 0, begin)
    last = line + _line_ends(original, 0, end)
    shown = _decode_beginning(original[begin:end])
    return Problem(None, first, last, reason, shown)


def _line_ends(
    data: bytes,
    begin: int,
    end: int,
) -> int:
    """Count the line ends of a stretch, whichever they are."""
    feeds = data.count(b"\n", begin, end)
    returns = data.count(b"\r", begin, end)
    both = data.count(b"\r\n", begin, end)
    return feeds + returns - both


def _count_lines(data: bytes) -> int:
    lines = _line_ends(data, 0, len(data))
    if not data.endswith((b"\n", b"\r")):
        lines += 1
    return max(1, lines)


def _parse_record(data: bytes, line: int) -> tuple[Element | None, str | None]:
    """Parse one record.

    Returns it and the note of what was mended, or None and what is wrong.
    """
    try:
        return _parse(data), None
    except (ParseError, DefusedXmlException):
        pass

    try:
        mended = _parse(_mend(data))
        return mended, "characters that XML does not allow here were mended"
    except ParseError as error:
        fault = re.sub(r": line \d+.*", "", str(error))
        fault_line = line + error.position[0] - 1
        return None, f"it is not well-formed XML ({fault}, line {fault_line})"
    except DefusedXmlException:
        return None, "it declares entities of its own, which are not followed"


def _parse(data: bytes) -> Element:
    """Parse one record, and take the prefixes off its names.

    They are declared at the top of the document, which is not there; what they stand
    for does not matter.
    """
    prefixes = set(_PREFIX.findall(data)) - {b"xml", b"xmlns"}
    declared = b"".join(b' xmlns:%s="%s"' % (name, name) for name in sorted(prefixes))
    root = ElementTree.fromstring(b"<records%s>%s</records>" % (declared, data))

    record = root[0]
    for element in record.iter():
        element.tag = element.tag.rpartition("}")[2]
    return record


def _mend(data: bytes) -> bytes:
    """Mend characters that XML does not allow where they stand."""
    data = _CONTROL.sub(b" ", data)
    data = _AMPERSAND.sub(_mended_entity, data)
    return _LESS_THAN.sub(b"&lt;", data)


def _mended_entity(found: re.Match) -> bytes:
    """Write an entity of HTML as its letter; what is none becomes text."""
    letter = html.unescape(found[0].decode())
    letter = _CONTROL_LETTER.sub(" ", letter)
    return html.escape(letter).encode(errors="replace")


def element_text(element: Element | None) -> str | None:
    """Join the text of an element and of the markup in it (<i>, <sub>, <style>).

    No blanks are added but around what stands on lines of its own.
    """
    if element is None:
        return None
    for inner in element.iter():
        if inner.tag in BLOCKS and inner is not element:
            inner.text = f" {inner.text or ''}"
            inner.tail = f" {inner.tail or ''}"
    return " ".join("".join(element.itertext()).split()) or None


def first_text(record: Element, *paths: str) -> str | None:
    """Give the first text that stands at one of the paths."""
    for path in paths:
        for element in record.findall(path):
            text = element_text(element)
            if text:
                return text
    return None


def all_texts(record: Element, path: str) -> list[str] | None:
    texts = [element_text(element) for element in record.findall(path)]
    return [text for text in texts if text] or None


def date_fields(text: str | None) -> dict[str, str | None]:
    """Take a date apart into year, month and day, as far as each is certain.

    The month is a name or number, or two of them.
    """
    text = text or ""
    iso = _ISO_DATE.match(text)
    if iso:
        return iso.groupdict()

    fields = {}
    for name, pattern in (("year", _YEAR), ("month", _MONTHS), ("day", _DAY)):
        found = pattern.search(text)
        fields[name] = found[0] if found else None
    return fields


def _endnote_fields(record: Element) -> dict:
    """Read the fields of a record of EndNote."""
    fields = date_fields(first_text(record, "dates/pub-dates/date"))
    year = first_text(record, "dates/year")
    if year:
        fields["year"] = year

    if _is_of_pubmed(record):
        fields["pmid"] = first_text(record, "accession-num")
    kind = record.find("ref-type")
    if kind is not None and kind.get("name"):
        fields["type"] = [kind.get("name")]

    return fields | {
        "title": first_text(record, "titles/title"),
        "abstract": first_text(record, "abstract"),
        "authors": all_texts(record, "contributors/authors/author"),
        "journal": first_text(
            record,
            "titles/secondary-title",
            "periodical/full-title",
            "periodical/abbr-1",
        ),
        "volume": first_text(record, "volume"),
        "issue": first_text(record, "number"),
        # The latter is what EndNote calls an article number.
        "pages": first_text(record, "pages", "custom7"),
        "doi": first_text(record, "electronic-resource-num"),
        "url": first_text(record, "urls/related-urls/url", "urls/web-urls/url"),
        "keywords": all_texts(record, "keywords/keyword"),
        "language": all_texts(record, "language"),
        "affiliations": all_texts(record, "auth-address"),
    }


def _is_of_pubmed(record: Element) -> bool:
    """Say whether a record of EndNote is from PubMed, and its number a PMID."""
    name = first_text(record, "remote-database-name")
    provider = first_text(record, "remote-database-provider")
    database = f"{name} {provider}"
    return bool(re.search("medline|pubmed|nlm", database, re.IGNORECASE))


def _pubmed_fields(record: Element) -> dict:
    """Read the fields of an article, or of a chapter, of PubMed."""
    citation = _child(record, "MedlineCitation", "BookDocument")
    article = _child(citation, "Article")
    return _issue_date(article) | {
        "title": _article_title(article),
        "abstract": (
            _structured_abstract(article.find("Abstract"))
            or _structured_abstract(citation.find("OtherAbstract"))
        ),
        "authors": _author_names(article),
        "journal": first_text(
            article,
            "Journal/Title",
            "Journal/ISOAbbreviation",
            "Book/BookTitle",
        ),
        "volume": first_text(article, "Journal/JournalIssue/Volume", "Book/Volume"),
        "issue": first_text(article, "Journal/JournalIssue/Issue"),
        "pages": _page_range(article.find("Pagination")),
        "doi": (
            first_text(
                article,
                "ELocationID[@EIdType='doi']",
                "ArticleIdList/ArticleId[@IdType='doi']",
            )
            or first_text(record, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
        ),
        "pmid": first_text(citation, "PMID"),
        "keywords": all_texts(citation, "KeywordList/Keyword"),
        "type": (
            all_texts(article, "PublicationTypeList/PublicationType")
            or all_texts(article, "PublicationType")
        ),
        "mesh": all_texts(citation, "MeshHeadingList/MeshHeading/DescriptorName"),
        "language": all_texts(article, "Language"),
        "affiliations": _affiliations(article),
        "references": _references(record),
        "retracted": _retracted_in(citation),
    }


def _child(element: Element, *names: str) -> Element:
    """Give the first child of one of the names, or else the element itself."""
    for child in element:
        if child.tag in names:
            return child
    return element


def _article_title(article: Element) -> str | None:
    """Read the title, in the language of the article where there is no English one."""
    title = first_text(article, "ArticleTitle", "Book/BookTitle")
    if title and title.strip("[]. ").casefold() != "not available":
        return title
    return first_text(article, "VernacularTitle") or title


def _structured_abstract(abstract: Element | None) -> str | None:
    """Join the parts of an abstract, each with its label."""
    if abstract is None:
        return None
    parts = []
    for part in abstract.findall("AbstractText"):
        label = part.get("Label", "").strip()
        text = element_text(part)
        if not text:
            continue
        if label and label != "UNLABELLED":
            text = f"{label}: {text}"
        parts.append(text)
    return " ".join(parts) or None


def _author_names(article: Element) -> list[str] | None:
    """List the authors, as "Family, Given", or a group by its name.

    Of a book those of the chapter go first.
    """
    authors = _author_list(article)
    if authors is None:
        return None

    names = []
    for author in authors:
        parts = [
            first_text(author, "LastName"),
            first_text(author, "ForeName", "Initials"),
            first_text(author, "Suffix"),
        ]
        name = ", ".join(part for part in parts if part)
        name = name or first_text(author, "CollectiveName")
        if name:
            names.append(name)
    return names or None


def _author_list(article: Element) -> Element | None:
    for path in ("AuthorList", "Book/AuthorList"):
        for authors in article.findall(path):
            if authors.get("Type") != "editors":
                return authors
    return None


def _affiliations(article: Element) -> list[str] | None:
    """List the institutions of the authors, each once."""
    authors = _author_list(article)
    if authors is None:
        return None
    texts = [element_text(element) for element in authors.iter("Affiliation")]
    # Older files name that of the first author beside the authors.
    texts.append(first_text(article, "Affiliation"))
    return list(dict.fromkeys(filter(None, texts))) or None


def _references(record: Element) -> list[str] | None:
    """List what is cited: each as given, or by its DOI or PMID."""
    texts = []
    for reference in record.iterfind("PubmedData/ReferenceList//Reference"):
        text = first_text(reference, "Citation", "ArticleIdList/ArticleId")
        if text:
            texts.append(text)
    return texts or None


def _retracted_in(citation: Element) -> str | None:
    """Say whether a notice of its retraction is named."""
    for notice in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        if notice.get("RefType") == "RetractionIn":
            return "true"
    return None


def _page_range(pagination: Element | None) -> str | None:
    if pagination is None:
        return None
    pages = first_text(pagination, "MedlinePgn")
    if pages:
        return pages
    start = first_text(pagination, "StartPage")
    end = first_text(pagination, "EndPage")
    return "-".join(page for page in (start, end) if page) or None


def _issue_date(article: Element) -> dict[str, str | None]:
    """Read the date of the issue, or of the article or chapter where it has none."""
    paths = (
        "Journal/JournalIssue/PubDate",
        "ArticleDate",
        "ContributionDate",
        "Book/PubDate",
    )
    for path in paths:
        date = article.find(path)
        if date is None:
            continue
        year = first_text(date, "Year")
        if year:
            month = first_text(date, "Month", "Season")
            return {"year": year, "month": month, "day": first_text(date, "Day")}
        in_words = first_text(date, "MedlineDate")
        if in_words:
            return date_fields(in_words)
    return {}


def _raw_table(rows: list[dict]) -> pd.DataFrame:
    types = _frames.PLACE_TYPES | FIELD_TYPES | {"note": "str"}
    table = {}
    for name, dtype in types.items():
        values = [row.get(name) for row in rows]
        table[name] = pd.Series(values, dtype=dtype)
    return pd.DataFrame(table)
