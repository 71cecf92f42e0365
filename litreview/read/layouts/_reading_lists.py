"""Reading lists → records: items of papers under headings, in plain text or Markdown.

An item names its title by a link, by bold letters or by quotation marks, or else by
what stands around it: authors and a year before or behind. Lists of other things look
much the same, so most items must show that they are papers.
"""

import re
from typing import NamedTuple

from litreview.read import _identifiers
from litreview.read.layouts import _names
from litreview.read.layouts._kinds import is_people
from litreview.read.layouts._reading import BLANK, Reading

LAYOUT = "reading list"

_ITEM = re.compile(
    r"(?P<indent>\s*)(?:[-*+•‣◦▪●○·–—]|\d{1,4}[.)]|\[\d{1,4}\]|\(\d{1,4}\))\s+"
    r"(?:\[[ xX✓]\]\s+|[☐☑✓✔]\s*)?(?P<rest>\S.*)"
)
_MARKDOWN_HEADING = re.compile(
    r"\s*(?:#{1,6}\s+\S.*|[=-]{3,}|\*{3,}|(?:\*\*|__)[^*_]+(?:\*\*|__):?)\s*"
)
_LONGEST_HEADING = 70
_LONGEST_ITEM = 1500

# Links and tags ----------------------------------------------------------------------

_MARKDOWN_LINK = re.compile(
    r"!?\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    r"\((?P<url>[^()\s]*(?:\([^()]*\)[^()\s]*)*)[^)]*\)"
)
_URL = re.compile(r"<?(?P<url>(?:https?://|www\.)[^\s<>\"”]+[^\s<>\"”.,;)\]])>?")
_TAG_WORDS = (
    r"(?:pdf|paper|papers|code|arxiv|link|url|project|project\s+page|page|website|web|video"
    r"|slides?|github|demo|blog|post|data(?:set)?s?|bib(?:tex)?|html|abs|abstract|doi"
    r"|openreview|poster|talk|supp(?:lementary)?|model|official|pytorch|tensorflow|tf|here"
    r"|read|source|notes?|summary|review|ps|hal|ssrn|biorxiv|acm|ieee|springer)"
)
_TAG = re.compile(
    rf"[\[(]+\s*{_TAG_WORDS}(?:\s*[|,/·&+]\s*{_TAG_WORDS})*\s*[\])]+", re.IGNORECASE
)
_TAG_LABEL = re.compile(
    rf"[\W_]*{_TAG_WORDS}(?:[\W_]+{_TAG_WORDS})*[\W_]*", re.IGNORECASE
)
_PAPER_TAG = re.compile(r"\b(?:pdf|paper|arxiv|abs|doi|openreview)\b", re.IGNORECASE)
_PAPER_URL = re.compile(
    r"arxiv\.org|doi\.org|openreview\.net|aclanthology|aclweb|\.pdf\b|dl\.acm\.org"
    r"|ieeexplore|nature\.com|sciencedirect|springer|semanticscholar|pubmed|ncbi\.nlm"
    r"|biorxiv|medrxiv|neurips\.cc|nips\.cc|mlr\.press|jmlr|thecvf|usenix|papers"
    r"|jstor|wiley|pnas|plos|mdpi|frontiersin|proceedings|hal\.science|ssrn",
    re.IGNORECASE,
)

# Signs of a paper --------------------------------------------------------------------

_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_ANY_YEAR = re.compile(rf"(?<![\d./-]){_YEAR}(?![\d/-])[a-z]?")
_ACRONYM = (
    r"(?:NeurIPS|NIPS|ICML|ICLR|[A-Z]*ACL|EMNLP|COLING|LREC|CoNLL|Findings|CVPR|ICCV|ECCV"
    r"|WACV|AAAI|IJCAI|UAI|AISTATS|COLT|KDD|SIGIR|SIGMOD|SIGGRAPH|VLDB|WWW|CHI|CSCW|UIST|ICRA"
    r"|IROS|CoRL|RSS|INTERSPEECH|Interspeech|ICASSP|OSDI|SOSP|NSDI|CIKM|WSDM|RecSys"
    r"|MICCAI|CCS|USENIX|PLDI|POPL|OOPSLA|ICSE|FSE|STOC|FOCS|SODA|JMLR|TMLR|TACL|TPAMI|PNAS|PLoS|PLOS|BMJ|JAMA"
    r"|arXiv|bioRxiv|CoRR)"
)
_VENUE = re.compile(
    rf"\b{_ACRONYM}\b|\b(?:Journal|J\.|Proceedings|Proc\.|Conference|Conf\.|Workshop"
    rf"|Symposium|Transactions|Trans\.|Annals|Letters|Review|Reviews|Nature|Science|Cell"
    rf"|Lancet|Press|Springer|Thesis|thesis|IEEE|ACM)\b"
)
_VENUE_AND_YEAR = re.compile(
    rf"(?P<venue>[A-Z][\w&./:’' -]{{1,60}}?)[,\s]*"
    rf"(?:[\s,(’'‘]|(?<=[A-Z]))(?P<year>{_YEAR}|[’'‘]\d\d)\b"
)

# Signs of other lists: to-dos, changes, agendas, contents, careers, questions,
# shopping.
_IMPERATIVE = re.compile(
    r"(?:add|added|ask|avoid|book|bring|bump|buy|call|change|changed|check|choose|clean"
    r"|click|close|complete|contact|cook|copy|create|delete|deprecated?|discuss|download"
    r"|drop|email|ensure|enter|fill|find|finish|fix|fixed|follow|get|give|go|implement"
    r"|improved?|include|install|invite|keep|learn|make|meet|merge|move|moved|open|order"
    r"|pay|pick|plan|prepare|print|pull|push|put|read|refactor|remove|removed|renamed?"
    r"|reply|report|reset|return|review|run|save|schedule|select|send|set|sign|start|stop"
    r"|submit|support|switch|take|talk|tell|test|try|turn|update|updated|upgrade|upgraded"
    r"|upload|use|verify|visit|wash|water|write)\s",
    re.IGNORECASE,
)
_OTHER = re.compile(
    rf"""
    \b \d{{1,2}} [:.] \d\d \s? (?: am | pm | h | uhr | [-–] )      # a time
    | ^ \W* \d{{1,2}} : \d\d \b
    | \.{{4,}} | (?: \s \. ){{3,}} | … \s* \d+ $ | \s{{3,}} \d+ $  # a table of contents
    | [$€£] \s? \d | \d \s? (?: € | kg | ml | lb | oz ) \b          # a price, an amount
    | {_YEAR} \s? [-–—] \s? (?: {_YEAR} | \d\d \b | present | now | today )
    | \b (?: Ph\.?D | B\.?Sc | M\.?Sc | Postdoc | Professor | Lecturer | Fellow(?:ship)?
        | Award | Intern(?:ship)? | Teaching \s assistant | Curriculum
        | Scholarship ) \b
      (?! .* \b [Tt]hesis )
    | \b v? \d+ \. \d+ \. \d+ \b | \# \d+ \b         # a version, a ticket
    | \S @ \S+ \. \w
    """,
    re.IGNORECASE | re.VERBOSE,
)
_QUESTION = re.compile(
    r"(?:how\s+(?:do|can|should|long|much|many|often)\s+(?:i|we|you)|can\s+i|do\s+i|what\s+(?:if"
    r"|do|should)\s+i?|where\s+(?:do|can)|why\s+(?:do|does|is)\s+my"
    r"|is\s+(?:it|there)|who\s+(?:do|can))\b",
    re.IGNORECASE,
)
_FINITE_VERB = re.compile(
    r"\b(?:will|agreed|decided|reported|said|says|needs?|should|must|was|were|has|had|asked"
    r"|works|wants?|presented|moved|thanked|suggested|noted|are|is)\b"
)
_SMALL_WORD = re.compile(
    r"\b(?:my|your|me|i|we'll|i'm|please|todo|mom|dad)\b", re.IGNORECASE
)

# Where a title stands ----------------------------------------------------------------

_BOLD = re.compile(r"\*\*(?P<text>[^*]+(?:\*(?!\*)[^*]*)*)\*\*|__(?P<other>[^_]+)__")
_ITALIC = re.compile(r"(?<![\w*])[*_](?P<text>[^*_]+)[*_](?![\w*])")
_QUOTED = re.compile(r"[“\"](?P<text>[^“”\"]{8,300})[”\"]")
_LEADING_TAG = re.compile(
    rf"(?:[\[(](?P<tag>[^\[\]()]{{2,40}})[\])]|(?P<year>{_YEAR}))\s*[-–—:.,]*\s+(?=\S)"
)
_AUTHORS_YEAR = re.compile(
    rf"(?P<authors>[^():]{{3,200}}?)[,.]?\s*"
    rf"\((?:(?P<venue>[^()\d]{{2,40}}?),?\s)?(?P<year>{_YEAR})[a-z]?\)"
    r"\s*[:.,–—-]*\s+(?P<rest>\S.*)"
)
_AUTHORS_COLON = re.compile(
    r"(?P<authors>[^:]{3,200}?(?:et\sal\.?|[\w.]))\s?"
    r"(?:,\s(?P<year>(?:19|20)\d\d))?:\s+(?P<rest>\S.*)"
)
_DASH = re.compile(r"\s+[—–|]\s*|\s+-{1,2}\s+|\s+\bby\s+(?=[A-Z])|\t+")
_PARENTHESES_BEHIND = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]{3,160})[)\]][\s.,;]*$")
_STOP = re.compile(r"(?<=[^\W\d_]{3})[.]\s+(?=[A-Z*_])|(?<=[?!])\s+(?=[A-Z*_])")
_SURNAME = rf"(?:{_names.PARTICLE}\s)*{_names.WORD}"
_SURNAMES = (
    rf"{_SURNAME}(?:\s{_names.WORD})?(?:\s(?:and|&)\s{_SURNAME}(?:\s{_names.WORD})?)?"
)
_ET_AL = re.compile(rf"{_SURNAMES},?\s+et\s+al\b\.?")
_KINDS = ("Ada Blum", "A. Blum", "Blum, A.", "Blum A", "Blum, Ada")

_REASON_ITEM = "this item of the list does not show that it is a paper"
_REASON_TEXT = "this line is no item of the list"


# How a line ends that is no title yet: "…, ", "… — Ada".
_GOES_ON = re.compile(r"[—–,:(-]$|\s[—–-]\s\S+(?:\s\S+){0,2}$")
_AROUND_NAMES = r"\s[—–|-]\s|\.\s+|:\s|^[\s,.:;—–-]+|\s\(|\bby\s"
_IN_JOURNAL = re.compile(
    r"(?P<authors>[^:]{2,120}):\s(?P<title>.+?)[,.]\s[Ii]n:\s(?P<venue>.+?)"
    r"(?:,|\s\d+(?:\s?\(\d+\))?,?)?\s\(?(?P<date>(?:19|20)\d\d)\)?.{0,40}"
)
# Between two lines of an item that were never one.
_LINE_END = "\ue000"
_SHARE_IN_LINES = 0.75  # of the items have their people on a second line
# "Ada Blum and Jo Fenn. 2009."
_YEAR_BEHIND = re.compile(r"[.,]?\s*\(?(?:19|20)\d\d\)?\.?$")
# A sentence of nothing but capitalised words behind a title: its journal.
_VENUE_BEHIND = re.compile(
    r"(?<=[^.]{12}[^.\s]{2})\.\s+[A-Z][\w&'’-]*"
    r"(?:\s(?:[A-Z][\w&'’-]*|of|on|in|and|for|the|für|der|de|et|&)){0,8}$"
)


class _Item(NamedTuple):
    """An item of a list, with the lines that go on with it."""

    row: int
    indent: int
    text: str
    rows: tuple[int, ...]
    parent: int  # place of the item that it stands under, -1 for none


class _Links(NamedTuple):
    """The text of an item without its links, and the links."""

    text: str
    urls: list[str]
    label: str  # of the first link that is no button
    label_url: str
    tagged: bool  # "[pdf]", "[paper]"


def read_reading_list(lines: list[str]) -> Reading | None:
    """Read a numbered or bulleted list of papers, under headings or none.

    Most items must look like papers: have authors, a year, a venue, or a link to a
    paper. Only where no item has anything but a title that looks like one are the
    titles read by themselves; whether to believe them is for others to say.

    Parameters
    ----------
    lines : list of str
        The lines of a file with their indentation.

    Returns
    -------
    Reading or None
        A record an item. What stands indented under an item is its `note`.
    """
    items, roles = _find_items(lines)
    if len(items) < 2:
        return None
    items = _join_wrapped(items)

    papers = {}
    for place, item in enumerate(items):
        record, signs = _read_item(item.text)
        if record:
            papers[place] = record, signs
    if not papers:
        return None

    tops = _find_top_items(items, papers)
    papers = {place: papers[place] for place in tops if place in papers}
    if not _are_papers(items, tops, papers):
        return None
    _leave_out_doubtful(papers)
    return _make_reading(lines, items, roles, tops, papers)


# Items -------------------------------------------------------------------------------


def _find_items(lines: list[str]) -> tuple[list[_Item], list[str]]:
    """Find the items of a list, and tell blank lines and headings from them."""
    roles = [""] * len(lines)
    items: list[_Item] = []
    stack: list[int] = []
    blank_above = True
    for row, line in enumerate(lines):
        text = line.strip(BLANK)
        if not text:
            roles[row] = "blank"
            blank_above = True
            continue

        found = _ITEM.match(line.expandtabs(4))
        if found and not _MARKDOWN_HEADING.fullmatch(line):
            indent = len(found["indent"])
            while stack and items[stack[-1]].indent >= indent - 1 + (indent == 0):
                stack.pop()
            parent = stack[-1] if stack else -1
            stack.append(len(items))
            rest = found["rest"].strip(BLANK)
            items.append(_Item(row, indent, rest, (row,), parent))
        elif items and _goes_on(line, items[-1], blank_above):
            last = items[-1]
            text = f"{last.text}{_LINE_END}{text}"
            items[-1] = last._replace(text=text, rows=(*last.rows, row))
        elif _MARKDOWN_HEADING.fullmatch(line) or _is_heading(text):
            roles[row] = "header"
            stack = []
        else:
            roles[row] = "not understood"
        blank_above = False
    return items, roles


def _goes_on(line: str, item: _Item, blank_above: bool) -> bool:
    """Tell whether a line without a mark belongs to the item above."""
    indent = len(line) - len(line.lstrip())
    if _MARKDOWN_HEADING.fullmatch(line) and not indent:
        return False
    if indent > item.indent:
        return True
    return not blank_above and len(item.text) > 40


def _join_wrapped(items: list[_Item]) -> list[_Item]:
    """Join the lines of items, but where most have their people on a second line."""
    apart = 0
    for item in items:
        parts = item.text.split(_LINE_END)
        goes_on = _GOES_ON.search(parts[0])
        apart += len(parts) > 1 and not goes_on and _names_people(parts[1])
    if apart >= _SHARE_IN_LINES * len(items):
        return items
    joined = []
    for item in items:
        text = item.text.replace(_LINE_END, " ")
        joined.append(item._replace(text=text))
    return joined


def _names_people(text: str) -> bool:
    if is_people(_YEAR_BEHIND.sub("", text)):
        return True
    return bool(_leading_names(text))


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ","))


def _find_top_items(items: list[_Item], papers: dict) -> list[int]:
    """Leave out the items under a paper, and those that only head other items."""
    parents = {item.parent for item in items}
    tops = []
    for place, item in enumerate(items):
        above = item.parent
        under_paper = False
        while above >= 0:
            under_paper = under_paper or above in papers
            above = items[above].parent
        heads_others = place in parents and place not in papers
        if not under_paper and not heads_others:
            tops.append(place)
    return tops


# One item ----------------------------------------------------------------------------


def _read_item(text: str) -> tuple[dict | None, set[str]]:
    """Read an item, with what shows that it is a paper."""
    if len(text) > _LONGEST_ITEM or _QUESTION.match(text):
        return None, set()

    links = _take_links(text)
    signs = set()
    if links.tagged:
        signs.add("tag")
    if any(_PAPER_URL.search(url) for url in links.urls):
        signs.add("link")

    record = _split_item(links)
    title = record.get("title", "")
    links = links._replace(text=links.text.replace(_LINE_END, ". "))
    if not _looks_like_title(title):
        return None, set()
    if _OTHER.search(links.text.replace(title, " ")) and "link" not in signs:
        return None, set()

    rest = links.text
    _fill(record, rest.replace(title, " ", 1))
    signs |= {sign for sign in ("authors", "date", "venue") if record.get(sign)}
    if _IMPERATIVE.match(title) and not signs & {"authors", "link", "venue"}:
        return None, set()

    url = links.label_url or (links.urls[0] if links.urls else "")
    everything = f"{text} {' '.join(links.urls)}"
    record |= _find_identifiers(everything)
    if url and not url.startswith("#"):
        record["url"] = url
    return {key: value for key, value in record.items() if value}, signs


def _take_links(text: str) -> _Links:
    """Take links and buttons out of an item."""
    urls: list[str] = []
    labels: list[tuple[str, str]] = []
    tagged = False

    def replace(found: re.Match) -> str:
        nonlocal tagged
        label = found["label"].strip()
        urls.append(found["url"])
        if found[0].startswith("!") or not label:
            return " "
        if _TAG_LABEL.fullmatch(label):
            tagged = tagged or bool(_PAPER_TAG.search(label))
            return " "
        labels.append((label, found["url"]))
        return label

    text = _MARKDOWN_LINK.sub(replace, text)
    for found in _URL.finditer(text):
        urls.append(found["url"])
    text = _URL.sub(" ", text)
    tagged = tagged or any(_PAPER_TAG.search(tag[0]) for tag in _TAG.finditer(text))
    text = _TAG.sub(" ", text)
    text = re.sub(r"[\[(]\s*(?:[|,/·]\s*)*[\])]", " ", text)
    text = re.sub(r"\s+", " ", text).strip(f" ,;|·{_LINE_END}")

    for label, url in labels:
        if len(label.split()) >= 3 or len(label) >= 15:
            return _Links(text, urls, label, url, tagged)
    return _Links(text, urls, "", "", tagged)


def _split_item(links: _Links) -> dict:
    """Find the title of an item, and what is told beside it in a known way."""
    text = links.text
    if links.label:
        return {"title": _clear(links.label)}
    if _LINE_END in text:
        title, *others = text.split(_LINE_END)
        named = others[0] if others else ""
        return {"title": _clear(title), "authors": _leading_names(named)}
    for pattern in (_BOLD, _QUOTED):
        for found in pattern.finditer(text):
            inside = found["text"] or found.groupdict().get("other") or ""
            if len(inside.split()) >= 2 and not _is_venue(inside):
                return {"title": _clear(inside)}

    leading = _LEADING_TAG.match(text)
    record = {}
    if leading and (leading["year"] or _is_venue(leading["tag"])):
        record["leading"] = leading[0]
        text = text[leading.end() :]

    in_journal = _IN_JOURNAL.fullmatch(text)
    if in_journal:
        # "Blum / Fenn: Title, in: Journal, 2009", as German lists have it.
        found = in_journal.groupdict()
        found["authors"] = re.split(r"\s*(?:/|,|;)\s*", found["authors"])
        return found

    for split in _SPLITS:
        parts = split(text)
        if parts:
            record |= parts
            break
    else:
        record["title"] = _clear(text)
    record.pop("leading", None)
    return record


def _split_authors_first(text: str) -> dict:
    """Read "Blum et al. (2020): Title" and "Blum and Fenn: Title"."""
    found = _AUTHORS_YEAR.match(text)
    if found:
        authors = _read_names(found["authors"])
        if not authors and re.fullmatch(_SURNAME, found["authors"]):
            authors = [found["authors"]]
        if authors:
            title = _until_venue(found["rest"])
            title = _VENUE_BEHIND.sub("", title)
            return {"title": title, "authors": authors, "date": found["year"]}
    found = _AUTHORS_COLON.match(text)
    if found:
        authors = _read_names(found["authors"])
        certain = len(authors) > 1 or "et al" in found["authors"] or found["year"]
        if authors and certain:
            title = _until_venue(found["rest"])
            return {"title": title, "authors": authors, "date": found["year"] or ""}
    for kind in ("Ada Blum", "A. Blum", "Blum A"):
        names, end = _names.scan_names(text, kind, kind)
        stop = re.match(r"\.?\s*[“\"]|\.\s+", text[end:])
        if stop and (len(names) > 1 or "et al" in text[:end]):
            rest = text[end + stop.end() :]
            return {"title": _until_venue(rest), "authors": names}
    return {}


def _split_dash(text: str, dated: bool = False) -> dict:
    """Read "Title — Authors, Venue 2020"."""
    for found in _DASH.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        authors = _leading_names(behind)
        if not authors and dated:
            authors = _read_names(behind)
        by = "by" in found[0]
        if authors and (not by or len(authors) > 1 or "et al" in behind):
            return {"title": _clear(before), "authors": authors}
        if _is_venue(behind) and len(behind) < 80:
            return {"title": _clear(before)}
        authors = _read_names(before)
        if authors and len(authors) > 1:
            return {"title": _until_venue(behind), "authors": authors}
    return {}


def _split_parentheses(text: str) -> dict:
    """Read "Title (Blum et al., 2020)" and "Title (ACL 2020)"."""
    found = _PARENTHESES_BEHIND.search(text)
    if found:
        inside = found["inside"]
        authors = _leading_names(inside)
        if authors or _is_venue(inside):
            before = text[: found.start()]
            deeper = (
                _split_dash(before, dated=True)
                or _split_stops(before)
                or _split_comma(before)
            )
            record = {"title": _clear(before)}
            if deeper.get("authors"):
                record = deeper
            if authors:
                record["authors"] = authors
            return record
    return {}


def _split_comma(text: str) -> dict:
    """Read "Title, Blum et al., 2020" and "Title, ACL 2020"."""
    for comma in re.finditer(r",\s+|;\s+", text):
        behind = text[comma.end() :]
        authors = _leading_names(behind)
        is_year = re.fullmatch(rf"{_YEAR}\.?", behind)
        is_venue = len(behind) < 60 and _VENUE_AND_YEAR.fullmatch(behind.strip(" ."))
        if authors and (_ANY_YEAR.search(behind) or "et al" in behind):
            return {"title": _clear(text[: comma.start()]), "authors": authors}
        if is_year or (is_venue and _VENUE.search(behind)):
            return {"title": _clear(text[: comma.start()])}
    return {}


def _split_italic(text: str) -> dict:
    """Read "*Title*, …"; a short text in italics is a venue."""
    for found in _ITALIC.finditer(text):
        inside = found["text"]
        if len(inside.split()) >= 3 and not _is_venue(inside) and found.start() < 3:
            return {"title": _clear(inside)}
    return {}


def _split_stops(text: str) -> dict:
    """Read "Title. Authors. Venue 2020."."""
    for found in _STOP.finditer(text):
        behind = text[found.end() :].lstrip("*_")
        authors = _leading_names(behind)
        many = len(authors) > 1 or "et al" in behind or _is_one_author(behind)
        authors = authors or _read_names(behind.split(". ")[0])
        if many or _is_venue(behind):
            record = {"title": _clear(text[: found.start()])}
            if many:
                record["authors"] = authors
            return record
    return {}


_SPLITS = (
    _split_authors_first,
    _split_parentheses,
    _split_dash,
    _split_italic,
    _split_stops,
    _split_comma,
)


def _is_one_author(text: str) -> bool:
    """Tell "Ada Blum. ACL 2020.": one author, and a venue."""
    name, stop, venue = text.partition(". ")
    return (
        bool(stop) and len(name) < 40 and _is_venue(venue) and bool(_read_names(name))
    )


def _until_venue(text: str) -> str:
    """Cut a venue from the end of a title."""
    quoted = _QUOTED.match(text)
    if quoted:
        return _clear(quoted["text"])
    for split in _SPLITS[1:]:
        parts = split(text)
        if parts:
            return parts["title"]
    return _clear(text)


def _read_names(text: str) -> list[str]:
    """Read a text that is nothing but names; nobody if it is anything else."""
    text = text.strip(" .,;*_")
    if not text:
        return []
    et_al = _ET_AL.fullmatch(text) or _ET_AL.fullmatch(text + ".")
    if et_al:
        return _family_names(text)
    for kind in _KINDS:
        names, end = _names.scan_names(text, kind, kind)
        if names and end >= len(text) - 1:
            return names
    several = re.fullmatch(
        rf"{_SURNAME}(?:,\s{_SURNAME})*,?\s(?:and|&)\s{_SURNAME}", text
    )
    return _family_names(text) if several else []


def _family_names(text: str) -> list[str]:
    text = re.sub(r",?\s+et\s+al\.?$", "", text)
    return [name for name in re.split(r",?\s+(?:and|&)\s+|,\s+", text) if name]


def _leading_names(text: str) -> list[str]:
    """Read the names that a text begins with, before a venue or a year."""
    et_al = _ET_AL.match(text)
    if et_al:
        return _family_names(et_al[0])
    for kind in _KINDS[:4]:
        names, end = _names.scan_names(text, kind, kind)
        behind = text[end:]
        ends = not behind.strip(" .") or re.match(
            r"[.,;]?\s*[(*_\[]|[.,;]\s|\s+[—–|-]\s", behind
        )
        if names and ends and not _is_venue(names[0]):
            names = [name for name in names if not _VENUE.search(name)]
            if len(names) > 1 or "et al" in text[:end] or _ANY_YEAR.search(behind):
                return names
    found = re.match(rf"(?P<names>{_SURNAMES})[,\s]+\(?{_YEAR}\b", text)
    if found and not _is_venue(found["names"]):
        return _family_names(found["names"])
    return []


def _is_venue(text: str) -> bool:
    """Tell a venue, a year or both from a title."""
    text = text.strip(" []().,;:*_")
    if re.fullmatch(_YEAR, text):
        return True
    if len(text) > 90:
        return False
    found = _VENUE_AND_YEAR.fullmatch(text)
    if found:
        return bool(_VENUE.search(text)) or len(text.split()) <= 3
    return bool(re.fullmatch(rf"{_ACRONYM}(?:\s\w+)?", text))


def _fill(record: dict, rest: str) -> None:
    """Fill what the text around a title tells: year, venue, authors."""
    if not record.get("date"):
        years = _ANY_YEAR.findall(rest)
        if years:
            record["date"] = years[-1][:4]
    if not record.get("authors"):
        for part in re.split(_AROUND_NAMES, rest):
            authors = _leading_names(part.strip(' ,.:;*_()[]—–-"“”'))
            if authors:
                record["authors"] = authors
                break
    for name in record.get("authors", []):
        rest = rest.replace(name, " ")
    if not record.get("venue"):
        record["venue"] = _find_venue(rest)


def _find_venue(rest: str) -> str:
    """Find the part of a text that names a venue."""
    for part in re.split(
        r"\s[—–|-]\s|[.;]\s+|[()\[\]]|\bet\sal\.?,?|,\s(?=[A-Z])", rest
    ):
        found = _VENUE.search(part)
        if found and len(part) < 90:
            part = _ANY_YEAR.sub("", part)
            return part.strip(" ,.;:*_’'‘\"”“—–-")
    return ""


def _find_identifiers(text: str) -> dict[str, str]:
    found = {}
    if "10." in text:
        found["doi"] = _identifiers.normalise_doi(text.replace(")", " ")) or ""
    if re.search("arxiv|abs/", text, re.IGNORECASE):
        found["arxiv_id"] = _identifiers.normalise_arxiv_id(text) or ""
    return found


def _clear(title: str) -> str:
    """Take marks of Markdown and closing punctuation off a title."""
    title = re.sub(r"(?<!\w)(\*\*|__|[*_`])(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", title)
    title = title.strip(" ,;:|–—-")
    if len(title) > 2 and title[0] in '“"' and title[-1] in '”"':
        title = title[1:-1].strip(" ,")
    if title.endswith(".") and not re.search(r"\.[^\W\d_]\.$|\.\.\.$", title):
        title = title[:-1]
    return title


def _looks_like_title(title: str) -> bool:
    """Tell what may be a title from names, amounts, questions and running text."""
    words = re.findall(r"[^\W\d_]{2,}", title)
    if not 2 <= len(words) <= 45 or not 8 <= len(title) <= 300:
        return False
    if _OTHER.search(title) or _SMALL_WORD.search(title):
        return False
    if len(_read_names(title)) > 1:
        return False
    if re.search(r"[^.\s]{3}\.\s+[A-Z].*[.]\s+[A-Z]", title):
        return False
    letters = sum(map(str.isalpha, title))
    return letters > 0.6 * len(title)


# The list as a whole -----------------------------------------------------------------


def _are_papers(items: list[_Item], tops: list[int], papers: dict) -> bool:
    """Tell a list of papers from a list of something else."""
    if len(papers) < 2 or len(papers) < 0.5 * len(tops):
        return False
    longer = with_sign = linked = 0
    for record, signs in papers.values():
        words = len(record["title"].split())
        longer += words >= 3
        certain = signs & {"authors", "link", "venue", "tag"}
        with_sign += bool(certain) or ("date" in signs and words >= 6)
        linked += "url" in record
    if longer < 0.7 * len(papers):
        return False
    if with_sign >= 0.5 * len(tops):
        return True
    if with_sign or linked or len(papers) < 0.9 * len(tops):
        return False
    return _are_titles([record["title"] for record, _ in papers.values()])


def _leave_out_doubtful(papers: dict) -> None:
    """Leave out items that show nothing of a paper, among others that do."""
    bare = [place for place, (_, signs) in papers.items() if not signs]
    if len(bare) == len(papers):
        return
    for place in bare:
        title = papers[place][0]["title"]
        many_show = len(bare) <= 0.2 * len(papers)
        if not (many_show and title[0].isupper() and _are_titles([title])):
            del papers[place]


def _are_titles(titles: list[str]) -> bool:
    """Tell titles that stand alone from other short texts."""
    like = 0
    for title in titles:
        words = title.split()
        other = _IMPERATIVE.match(title) or title.endswith((".", "!"))
        like += 4 <= len(words) <= 25 and not other
    sentences = sum(1 for title in titles if _FINITE_VERB.search(title))
    if sentences > 0.3 * len(titles):
        return False
    questions = sum(1 for title in titles if title.endswith("?"))
    return like >= 0.8 * len(titles) and questions <= 0.4 * len(titles)


def _make_reading(
    lines: list[str],
    items: list[_Item],
    roles: list[str],
    tops: list[int],
    papers: dict,
) -> Reading:
    """Give all lines of the items a role, and the records their lines and notes."""
    reasons = {}
    owner: dict[int, int] = {}
    records = {}
    for place, item in enumerate(items):
        above = place
        while above >= 0 and above not in papers:
            above = items[above].parent
        if above >= 0:
            owner[place] = above
        if place in papers:
            record = {"line": item.row + 1, "line_to": item.rows[-1] + 1}
            records[place] = record | papers[place][0]
            _set_roles(roles, item.rows, "field")
            _give_title_roles(lines, roles, item, papers[place][0]["title"])
        elif place in owner:
            _add_note(records[above], item)
            _set_roles(roles, item.rows, "field")
        elif place in tops:
            _set_roles(roles, item.rows, "not understood")
            reasons[item.row] = _REASON_ITEM
        else:
            _set_roles(roles, item.rows, "header")

    for row, role in enumerate(roles):
        if role == "not understood" and (row == 0 or roles[row - 1] != role):
            reasons.setdefault(row, _REASON_TEXT)
    return Reading(LAYOUT, list(records.values()), roles, reasons)


def _set_roles(roles: list[str], rows: tuple[int, ...], role: str) -> None:
    for row in rows:
        roles[row] = role


def _give_title_roles(
    lines: list[str], roles: list[str], item: _Item, title: str
) -> None:
    """Tell the lines of an item that hold words of its title."""
    words = set(title.split())
    for row in item.rows:
        if row == item.row or len(words & set(lines[row].split())) > 2:
            roles[row] = "title"


def _add_note(record: dict, item: _Item) -> None:
    """Keep what stands under an item: links as links, the rest as a note."""
    links = _take_links(item.text)
    record["line_to"] = max(record["line_to"], item.rows[-1] + 1)
    if links.urls and "url" not in record:
        record["url"] = links.urls[0]
    for name, value in _find_identifiers(item.text).items():
        if value:
            record.setdefault(name, value)
    if re.search(r"[^\W\d_]{3}", links.text):
        before = record.get("note", "")
        record["note"] = f"{before} {links.text}".strip()
