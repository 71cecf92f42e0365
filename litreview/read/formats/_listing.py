"""Read a saved listing page: lines of text → records, and the role of every line."""

import re
from collections import Counter

from litreview.read.formats import _paragraphs

# What a listing prints above its papers.
PHRASE = (
    r"(?:get trending papers in your e-?mail inbox(?: once a day)?!?|subscribe(?!(?-i:[a-z]))"
    r"|(?:trending|daily|weekly|monthly) papers|by\s?\S{1,20} and the research community)"
)
HEADER = re.compile(rf"(?:{PHRASE}|new|\s)+", re.IGNORECASE)
PHRASES = re.compile(
    rf"(?:{PHRASE}|\s)+", re.IGNORECASE
)  # a header without a lone "new", which may be a badge
# A header phrase glued to a title ("SubscribeHow …"); the capital tells it from a title such as "Subscriber churn".
GLUED = re.compile(rf"{PHRASE}+(?=(?-i:[^\sa-z!?.,:;)-]))", re.IGNORECASE)

# Lines of the card around a title: submitter, votes, counts of authors and comments, links.
CARD = re.compile(
    r"""[\W_]+ | \W*\d[\d.,]*\s?[km]?
    | \W*\d[\d.,]*\s?[km]?\s+(?:authors?|comments?|(?:up)?votes?|likes?|views?|repl(?:y|ies)|points?|citations?)\b.{0,9}
    | (?:upvotes?|votes?|likes?|comments?)(?:\s*[:\d].*)? | (?:submitted|posted)\s+(?:by|on)\b.*
    | published(?:\s+(?:on|in|at)\b.*)? | (?:authors?|subjects?|comments|doi|arxiv)\s*:.*
    | (?:(?:view|read|open)\s+)?(?:pdf|arxiv(?:\s+page)?|abs|html|code|github|project\s+page|paper\s+page)
    | (?:©|\(c\)|copyright)\s.* | share | save | cite | bibtex | (?:read|show|load|see)\s+(?:more|less|abstract)
    | (?:https?://|www\.)\S+ | @\w+""",
    re.IGNORECASE | re.VERBOSE,
)
NAME_FOLLOWS = re.compile(r"(?:submitted|posted)\s+by\s*:?", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
DATES = [
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_DAY}\s+{_MONTH}{_YEAR}", re.IGNORECASE),
    re.compile(r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"),
]
BLANK = " \t\r\n\f\v\xa0\x85\u200b\u200c\u200d\u2028\u2029\u2060\ufeff"


def page_date(line: str) -> tuple[int | None, int, int] | None:
    """Read a line that is nothing but a date: its year (None where it has none), month and day."""
    for form in DATES:
        if found := form.fullmatch(line):
            month, day = found["month"].lower(), int(found["day"])
            month = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            if 1 <= month <= 12 and 1 <= day <= 31:
                return int(found["year"]) if found["year"] else None, month, day
    return None


def parse(lines: list[str]) -> tuple[list[dict], list[str]]:
    """Split a saved page, or several in one file, into its papers.

    Returns the records (`title`, `abstract` or None, `line` counted from 1, `page_date` as above, `date_line`,
    `inferred`: whether only the lengths of lines told where its texts end) and one role a line: `header`, `title`,
    `abstract`, `field`, `blank`, `not understood`. The layout is found from the text: blank lines between paragraphs or
    none, hard-wrapped lines or whole ones, card lines or none.
    """
    texts = [line.strip(BLANK) for line in lines]
    following = _following(texts)
    roles = _headers(texts, following)
    texts = [
        GLUED.sub("", text, count=1) if role == "glued" else text
        for text, role in zip(texts, roles, strict=True)
    ]
    records = []
    for page in _pages(texts, roles):
        _cards(texts, following, roles, page)
        found, inferred = _paragraphs.label(
            texts, lines, [i for i in page if roles[i] in ("text", "glued", "blank")]
        )
        headed = any(roles[i] in ("header", "date") for i in page)
        if not headed and not any(label == "abstract" for label, _, _ in found):
            # No known header, not one abstract: it may be anything, and titles made of it would be a silent guess.
            found = [("not understood", rows, text) for _, rows, text in found]
        dated = _page_date_line(
            texts, roles, page, sum(label == "title" for label, _, _ in found)
        )
        date = {"page_date": None, "date_line": None}
        if dated is not None:
            date = {"page_date": page_date(texts[dated]), "date_line": dated + 1}
        own = []
        for label, rows, text in found:
            if label == "title":
                own.append(
                    {
                        "title": text,
                        "abstract": None,
                        "line": rows[0] + 1,
                        "inferred": inferred,
                        **date,
                    }
                )
            elif label == "abstract":
                own[-1]["abstract"] = text
            for i in rows:
                roles[i] = label
        records += _unmarked(own)
    return records, ["header" if role == "date" else role for role in roles]


def _following(texts: list[str]) -> list[str]:
    """Give each line the next one that is not blank."""
    following = [""] * len(texts)
    for i in range(len(texts) - 1, 0, -1):
        following[i - 1] = texts[i] or following[i]
    return following


def _headers(texts: list[str], following: list[str]) -> list[str]:
    """Tell blank lines, header lines and dates from the rest (`text`, or `glued` to a header phrase)."""
    roles, before = [], "header"
    for i, text in enumerate(texts):
        if not text:
            role = "blank"
        elif HEADER.fullmatch(text):
            role = "header"
        elif GLUED.match(text):
            role = "glued"
        elif page_date(text):
            role = (
                "date"
                if before in ("header", "date") or PHRASES.fullmatch(following[i])
                else "field"
            )
        else:
            role = "text"
        roles.append(role)
        before = before if role == "blank" else role
    return roles


def _pages(texts: list[str], roles: list[str]) -> list[list[int]]:
    """Cut the file where a header follows papers: the indices of the lines of each page."""
    runs, run = [], []
    for i, role in enumerate(roles):
        if role in ("header", "date", "glued"):
            run.append(i)
        if role == "glued" or (run and role in ("text", "field")):
            runs.append(run)
            run = []
    starts = [0]
    for run in runs:
        if any(PHRASES.fullmatch(texts[i]) or roles[i] == "glued" for i in run):
            starts.append(run[0])
        elif any(role in ("text", "field") for role in roles[: run[0]]):
            for i in run:  # "new" and a date alone, among papers, are of a card
                roles[i] = "field"
    starts = sorted(set(starts))
    return [
        list(range(a, b))
        for a, b in zip(starts, [*starts[1:], len(roles)], strict=True)
    ]


def _cards(
    texts: list[str], following: list[str], roles: list[str], page: list[int]
) -> None:
    """Call the lines of a page that are of its cards `field`."""
    width = _paragraphs.width(texts, [i for i in page if roles[i] != "blank"])
    counts = Counter(texts[i] for i in page if 0 < len(texts[i]) <= 60)
    after = {(texts[i], following[i]) for i in page}
    different = Counter(text for text, _ in after)
    before, name_follows = None, False
    for i in page:
        if roles[i] in ("blank", "header", "date"):
            before = before if roles[i] == "blank" else None
            continue
        text = texts[i]
        beside = before is not None and before == i - 1  # right below a line of text
        # What stands there again and again is the page's; unless the same follows it, which makes it a paper's copy.
        repeated = counts[text] >= 4 and different[text] > 1
        if roles[i] == "text":
            if name_follows and len(text) <= 40 and len(following[i]) < 150:
                roles[i] = "field"
            elif beside and _paragraphs.goes_on(texts[before], text, width):
                pass  # a link or a number that was wrapped onto a line of its own
            elif (len(text) <= 120 and CARD.fullmatch(text)) or repeated:
                roles[i] = "field"
        name_follows = roles[i] == "field" and bool(NAME_FOLLOWS.fullmatch(text))
        before = i if roles[i] in ("text", "glued") else None


def _page_date_line(
    texts: list[str], roles: list[str], page: list[int], papers: int
) -> int | None:
    """Find the line with the date of the page; None where it is as likely the first paper's own."""
    dated = [i for i in page if roles[i] == "date"]
    of_cards = sum(1 for i in page if roles[i] == "field" and page_date(texts[i]))
    if not dated or (of_cards and of_cards == papers - 1):
        return None
    return dated[0]


MARKED = re.compile(r"(?:(?:\(?\d+[.)]|\[\d+\]|#+\d*\.?|[-*•]|Title:)\s+|\*\*)+(?=\S)")
ABSTRACT = re.compile(r"\W*Abstract\W*[:.]\W*\s", re.IGNORECASE)


def _unmarked(records: list[dict]) -> list[dict]:
    """Take list marks ("1.", "- ", "## ", "Title:", "Abstract:") off where nearly all papers of a page have one."""
    for column, mark in (("title", MARKED), ("abstract", ABSTRACT)):
        texts = [record[column] for record in records if record[column]]
        if sum(bool(mark.match(text)) for text in texts) >= max(2, 0.8 * len(texts)):
            for record in records:
                record[column] = record[column] and mark.sub(
                    "", record[column], count=1
                ).removesuffix("**")
    return records
