"""What kind of paper a record is, and whether it was retracted, in our words."""

import re
from collections.abc import Iterable

from litreview.read._fields import squeeze_name
from litreview.tables import PAPER_TYPES

# The words of the formats for each kind: of PubMed, Scopus, Web of Science, Crossref,
# OpenAlex, DBLP, Zotero, EndNote, CSL, BibTeX, and the codes of RIS.
_WORDS = {
    "article": """
        article; journal article; journal articles; articlejournal; article journal;
        journalarticle; research article; original article; original paper;
        original research; original research article; full length article;
        regular article; research paper; academic journal; electronic article;
        article in press; early access; early access article; in press; jour; jfull;
        ejour; inpr; journal; journal paper; article periodical; short communication;
        brief communication; brief report; rapid communication; case report;
        case reports; clinical trial; randomized controlled trial;
        controlled clinical trial; comparative study;
        multicenter study; observational study; validation study; evaluation study;
        historical article; classical article; published erratum article
    """,
    "review": """
        review; review article; article review; reviewarticle; literature review;
        journal review; systematic review; meta analysis; metaanalysis;
        systematicreview; scoping review; state of the art review
    """,
    "conference paper": """
        conference paper; conferencepaper; conference; conf; cpaper; inproceedings;
        proceedings paper; proceedings article; conference article; paper conference;
        conference proceedings; conference proceeding; conferenceproceeding;
        conference and workshop papers; conference contribution; congress; congresses;
        conference object; conferenceobject; workshop paper; proceedings
    """,
    "conference review": "conference review; proceedings review",
    "book": """
        book; ebook; edbook; edited book; editedbook; monograph; electronic book;
        books; books and theses; mvbook; mvcollection; collection; reference book;
        referencebook; authored book; whole book; book edited
    """,
    "chapter": """
        chapter; book chapter; bookchapter; book section; booksection; chap; echap;
        incollection; inbook; suppbook; suppcollection; electronic book section;
        parts in books or collections; book part; reference entry; entry encyclopedia;
        entry dictionary; encyclopediaarticle; encyclopedia; ency; dict; inreference
    """,
    "editorial": """
        editorial; editorial material; editorials; introductory journal article;
        editorship; edited editorial
    """,
    "letter": "letter; letter to the editor; correspondence; research letter",
    "comment": "comment; commentary; discussion; reply",
    "meeting abstract": """
        meeting abstract; conference abstract; meeting summary; abst; abstract report;
        poster; posters
    """,
    "book review": "book review; bookreview; review book",
    "short survey": "short survey",
    "note": "note; technical note",
    "data paper": "data paper; datapaper; data descriptor",
    "preprint": """
        preprint; preprints; pre print; posted content; unreviewed preprint;
        informal and other publications; informal publications; working paper;
        workingpaper; working papers
    """,
    "thesis": """
        thesis; theses; thes; dissertation; dissertations; doctoral thesis;
        master s thesis; masters thesis; master thesis; phdthesis; mastersthesis;
        phd thesis; phd dissertation; doctoral dissertation; bachelor thesis;
        dissertations theses; dissertation thesis; academic dissertation; book thesis
    """,
    "report": """
        report; reports; rprt; techreport; technical report; research report; govdoc;
        government document; reports research; report series; guideline;
        practice guideline; manual
    """,
    "dataset": "dataset; data set; datasets; data; dbase; aggr; aggregated database",
    "erratum": """
        erratum; errata; corrigendum; correction; corrections; published erratum;
        correction addition; corrected and republished article; author correction;
        publisher correction
    """,
    "retraction": """
        retraction; retractions; retraction of publication; retraction notice;
        retraction note
    """,
    # As they are, but written out.
    "magazine article": "magazine article; magazinearticle; mgzn; magazine",
    "newspaper article": "newspaper article; newspaperarticle; news; news item",
    "web page": "web page; webpage; elec; electronic; web; website; blog; online",
    "patent": "patent; pat; patents",
    "software": "software; comp; computer program; computerprogram; code",
    "standard": "standard; standards; stand",
    "legal document": "legal; bill; case; stat; hear; unbill; statute; hearing",
    "manuscript": "manuscript; unpb; unpd; unpublished; unpublished work; manscpt",
    "presentation": "presentation; slide; slides; lecture",
    "video": "video; mpct; film; videorecording; video audio media",
    "sound": "sound; audio; audiorecording; pod; podcast; music",
}
# They say nothing.
_NOTHING = """
    gen; generic; misc; other; others; unknown; unspecified; none; n a; na; nan; null;
    text; document; publication; publications; item; serial; paper; papers; english
    abstract; electronic resource; retracted; retracted publication; retracted article;
    expression of concern; unused; entry
"""
# The types that Web of Science gives a publication as a whole, not the paper.
_OF_WOS = {
    "j": "article",
    "c": "conference paper",
    "b": "book",
    "s": "book",
    "p": "patent",
}
_OF_PUBLISHERS = {
    "conferences": "conference paper",
    "journals": "article",
    "early access": "article",
    "magazines": "magazine article",
    "books": "chapter",
    "standards": "standard",
}
_FUNDED = re.compile(r"(?:research )?support .*|research funded .*")
# "IEEE Conferences", "IET Journals & Magazines": what the publisher sorts it under.
_OF_PUBLISHER = re.compile(
    r"\w+(?: \w+)?? (conferences|journals|magazines|books|standards|early access)\b.*"
)
_LONGEST = 40  # letters of a type

# Titles that say so themselves, as publishers mark them.
_RETRACTED_TITLE = re.compile(
    r"""
    \s* [\[(]? \s* retracted (?: \s (?:article|paper|chapter) )? \s*
    (?: [\])] | [:：] | [\])] [:：] )
    | .* \( retracted \s (?:article|paper|publication) \b .*
    | .* \[ retracted (?: \s (?:article|paper) )? \] \s*
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_NOTICE_TITLE = re.compile(
    r"\s*(?:(?P<retraction>retraction)|(?P<erratum>erratum|corrigendum|"
    r"(?:author |publisher )?correction))(?: notice| note)?(?:\s+(?:to|of))?\s*:",
    re.IGNORECASE,
)
_TRUE = re.compile(
    r"true|yes|1(?:\.0)?|retraction|retracted(?: publication| article)?", re.IGNORECASE
)
_FALSE = re.compile(r"false|no|0(?:\.0)?", re.IGNORECASE)
_SAYS_RETRACTED = re.compile(
    r"retracted(?: publication| article)?|article retracted", re.IGNORECASE
)


def _types_by_word() -> dict[str, str]:
    types = {}
    for name, words in _WORDS.items():
        for word in words.split(";"):
            types[" ".join(word.split())] = name
    for word in _NOTHING.split(";"):
        types[" ".join(word.split())] = ""
    return types


_TYPES = _types_by_word()


def choose_type(
    words: Iterable[str], known_only: bool = False, of_wos: bool = False
) -> str | None:
    """Choose the most telling kind of paper among the words of a record.

    Parameters
    ----------
    words
        What the record is called in one field, which may have several words of it.
    known_only
        Whether words that are in no table are passed over; else the first of them is
        taken, in lower case, where no other is known.
    of_wos
        Whether the words are the letters of Web of Science (J, C, B …).

    Returns
    -------
    str or None
        One of `tables.PAPER_TYPES` or another word; None where nothing is said.
    """
    known = []
    others = []
    for word in words:
        name = _normalise_type(word, of_wos)
        if name in PAPER_TYPES:
            known.append(name)
        elif name and (not known_only or name in _WORDS):
            others.append(name)

    if known:
        return min(known, key=PAPER_TYPES.index)
    return others[0] if others else None


def is_known_type(word: str) -> bool:
    """Tell a word that is in a table of types, or says of none which."""
    name = _normalise_type(word, of_wos=False)
    return name in _WORDS or not name


def _normalise_type(word: str, of_wos: bool) -> str:
    squeezed = squeeze_name(word)
    if of_wos and squeezed in _OF_WOS:
        return _OF_WOS[squeezed]
    if squeezed in _TYPES:
        return _TYPES[squeezed]

    of_publisher = _OF_PUBLISHER.fullmatch(squeezed)
    if of_publisher:
        return _OF_PUBLISHERS[of_publisher[1]]
    if _FUNDED.fullmatch(squeezed) or len(squeezed) > _LONGEST:
        return ""
    if not re.search("[^\\W\\d_]{3}", squeezed):
        return ""
    return " ".join(word.casefold().split())


def split_types(text: str) -> list[str]:
    """Split the types of one text: "Article; Proceedings Paper"."""
    return [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]


def read_flag(text: str) -> bool | None:
    """Read whether something is so; None where it is not said."""
    text = text.strip()
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    return None


def says_retracted(words: Iterable[str]) -> bool:
    """Tell whether a type says that the paper was retracted, as in PubMed and Scopus.

    A notice ("Retraction of Publication") is another publication.
    """
    return any(_SAYS_RETRACTED.fullmatch(word.strip()) for word in words)


def has_retracted_title(title: str) -> bool:
    """Tell a title that begins with RETRACTED, or ends with such a mark."""
    return bool(_RETRACTED_TITLE.match(title))


def type_of_notice(title: str) -> str | None:
    """Tell the title of a notice: of a retraction, or of an erratum."""
    found = _NOTICE_TITLE.match(title)
    return found.lastgroup if found else None
