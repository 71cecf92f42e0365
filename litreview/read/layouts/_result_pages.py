"""Layouts of sites, as data: which lines an entry has, and in which order.

To add one, copy a page as text, name the kinds of lines that its entries have, and
write their order. `X` in an entry stands for any text; the letters of shared kinds
(button, number, date, people, prose …) are in `_kinds`.
"""

import re

from litreview.read.layouts._cards import Layout

_FLAGS = re.VERBOSE
YEAR = r"(?:19|20)\d\d"
MONTH = r"[A-Z][a-zé]{2,8}\.?"
# "2020", "2020 Jan 3", "2020 Jan-Feb"
YEAR_FIRST = rf"{YEAR}(?:\s{MONTH}(?:[-/]{MONTH})?(?:\s\d{{1,2}})?)?"
ARXIV_ID = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})"
# Where in its journal: "12(3)", "pp. 123-134"
ISSUE = r"(?P<volume>\w+)\s?(?:\((?P<issue>[^()]{1,20})\))?"
PAGES = r"(?P<pages>[A-Za-z]?\d+(?:\s?[-–]+\s?[A-Za-z]?\d+)?)"


def _kinds(**patterns: str | list[str]) -> dict[str, list[re.Pattern]]:
    """Compile the patterns of the kinds of lines, which are letters."""
    compiled = {}
    for letter, texts in patterns.items():
        listed = [texts] if isinstance(texts, str) else texts
        compiled[letter] = [re.compile(text, _FLAGS) for text in listed]
    return compiled


def _entry(text: str) -> re.Pattern:
    """Compile the order of kinds; X is any text that may be a title."""
    return re.compile(text.replace("X", "[tpqsa]"), _FLAGS)


_ARXIV_LINE = rf"""(?:(?:\[\d+\]|\d+\.)\s*)?arXiv:\s?(?P<arxiv_id>{ARXIV_ID})(?:v\d+)?
    (?:\s*\((?:cross-list|replaced).*?\))?(?:\s*\[[^\]]*\])?"""
_COMMENTS = r"Comments:\s*(?P<comments>.+)"
_AUTHORS = r"(?:Authors?|By|作者|Autoren|Auteurs?)\s?[:：]\s*(?P<authors>.+)"
_ABSTRACT = r"(?:Abstract|Zusammenfassung|Résumé|摘要)\s?[:：]\s*(?P<abstract>.+)"

ARXIV_LIST = Layout(
    name="arXiv list",
    kinds=_kinds(
        I=_ARXIV_LINE,
        L=r"\[?(?:pdf|ps|html|other|src|format)(?:,\s*(?:pdf|ps|html|other|src))*\]?",
        T=r"Title:\s*(?P<title>.+)",
        Q=r"Title:",
        A=_AUTHORS,
        S=r"Subjects?:\s*(?P<subjects>.+)",
        C=[
            _COMMENTS,
            r"(?:Journal-ref|Journal\ ref):\s*(?P<venue>.+)",
            r"(?:Related\ )?DOI:\s*(?P<doi>10\.\S+).*",
            r"(?:Report-no|MSC-class|ACM-class|Report\ number):.*",
        ],
        H=rf"""\w{{3}},\s\d{{1,2}}\s\w{{3}}\s{YEAR}.* | Showing\ .*
            | (?:New|Cross|Replacement)\s(?:submissions|submission\ list|lists?).*
            | Total\ of\ .* | Authors\ and\ titles\ .* | See\ (?:today's|recent).*
            | Submissions\ (?:for|since|received).* | \[\s?total\ of\ .*""",
    ),
    entry=_entry(r"""
        n? I [Lb]* (?: T | Q (?P<title>X) )
        (?: A | (?P<authors>[pqs]) (?= [CSb] | [as] | n?I | H | $) )?
        [CSLb]* S? [CLb]* (?P<abstract>[as]+)?
    """),
    anchors="I",
    has_page_dates=True,
)

ARXIV_SEARCH = Layout(
    name="arXiv search",
    kinds=_kinds(
        I=_ARXIV_LINE
        + r"(?:\s+(?P<subjects>[a-z-]+(?:\.[A-Za-z-]+)?(?:\s+[\w.-]+)*))?",
        L=r"\[?(?:pdf|ps|html|other)(?:,\s*(?:pdf|ps|html|other))*\]?",
        G=r"(?P<subjects>[a-z-]+(?:\.[A-Za-z-]{2,})(?:\s+[a-z-]+(?:\.[A-Za-z-]{2,})?)*)",
        D=r"doi\s*:?\s*(?P<doi>10\.\S+)",
        A=_AUTHORS,
        B=_ABSTRACT,
        Z=r"Submitted\s(?P<date>\d{1,2}\s\w+,?\s\d{4}).*",
        C=[
            _COMMENTS,
            r"Journal\ ref:\s*(?P<venue>.+)",
            r"(?:Report|MSC|ACM).{1,12}:.*",
        ],
    ),
    entry=_entry(r"""
        n? I [GLDbo]* (?P<title>X) b* A
        (?: B (?P<abstract_rest>[as]+)? | b* (?P<abstract>[as]+) )? [bn]* [ZCb]*
    """),
    anchors="Z",
)

# "J Things. 2020 Jan 3;12(3):123-9. doi: 10.1234/jt.1. Epub 2019 Dec 1."
_JOURNAL = rf"""(?P<venue>[A-Z][^.]*(?:\.[^.\d]+)*)\.\s
    (?P<date>{YEAR_FIRST})(?:[-/]\w+)?
    (?:;\s?{ISSUE})?(?:;?:{PAGES})?
    (?:[.;:\s].*?(?:doi:\s?(?P<doi>10\.\S+?))?\.?(?:\s(?!doi).*?)?)?"""
_PMID = r"(?:PMCID:\s\S+\s)?PMID:\s?(?P<pmid>\d{1,9})\b.*"

PUBMED_PAGE = Layout(
    name="PubMed page",
    kinds=_kinds(
        L=_JOURNAL + r"\s" + _PMID,
        J=_JOURNAL,
        M=[_PMID, r"PMCID:\s.*"],
        A=r"(?:Abstract|Zusammenfassung|Résumé|摘要):?",
        K=r"Keywords:\s*(?P<keywords>.+)",
    ),
    entry=_entry(r"""
        n? b* (?P<title>X) b* (?P<authors>[pq])? (?: J o? M | L ) [Mo]*
        (?: b* A (?P<abstract>(?:[aqst] (?! b*[pq]?[JL]))+) K?
          | (?P<snippet>[tqsa] (?! b*[pq]?[JL]) ) )?
        (?:[bA] (?! n?[bA]*X[pq]?[JL]))*
    """),
    anchors="ML",
)

PUBMED_ABSTRACTS = Layout(
    name="PubMed abstracts",
    kinds=_kinds(
        C=r"\d+[.:]\s" + _JOURNAL,
        I=r"(?:Author\ information|Collaborators?)\s?:.*",
        L=r"\[Article\ in\ (?P<language>\w+).*",
        E=r"""(?:DOI:\s(?P<doi>10\.\S+)\s?)?(?:PMCID:\s(?P<pmcid>\S+)\s?)?
            PMID:\s(?P<pmid>\d+).*""",
        W=r"""(?:Comment\ (?:in|on)|Erratum\ in|Update\ (?:in|of)|Conflict\ of\ interest
            |Copyright|©|Republished\ (?:in|from)|Plain\ language\ summary
            |Trial\ registration|Publisher:|DOI:|PMCID:|Summary\ for\ patients).*""",
    ),
    entry=_entry(r"""
        C (?P<title>X) L? (?P<authors>[pq])? [IL]*
        (?P<abstract>[aqst]+)? [WIst]*? E [W]*
    """),
    anchors="E",
    paragraphs=True,
)

GOOGLE_SCHOLAR = Layout(
    name="Google Scholar",
    kinds=_kinds(
        L=r"\[(?:PDF|HTML|DOC)\]\s\S+",
        F=[
            r".*?Cité\ (?P<cited_by>\d[\d,.]*)\ fois.*",
            r""".*?(?:Cited\ by|Zitiert\ (?:von|durch)\s?:?|Cité\ par|
            Citado\ por|被引用次数\s?[:：])\s?(?P<cited_by>\d[\d,.]*)?.*""",
            r"""(?:☆|Save|Speichern|Enregistrer|保存)?\s?.{0,30}(?:Related\ articles|
            Ähnliche\ Artikel|Autres\ articles|All\ \d+\ versions|Alle\ \d+\ Versionen
            |相关文章|所有\s?\d+\s?个版本|Import\ into\ \w+).*""",
            r"(?:☆|⭐)?\s?Save\s.{0,40}",
        ],
        B=[
            rf"""(?P<authors>[^\d\[\]:]{{3,250}}?)\s[-–]\s(?P<venue>.{{2,200}}?),\s
            (?P<date>{YEAR})(?:\s[-–]\s.{{2,80}})?""",
            rf"(?P<authors>[^\d\[\]:]{{3,250}}?)\s[-–]\s(?P<date>{YEAR})"
            r"(?:\s[-–]\s.{2,80})?",
            r"(?P<authors>[^\d\[\]:]{3,250}?)\s[-–]\s(?:[\w-]+\.)+[a-z]{2,6}",
        ],
    ),
    entry=_entry(r"""
        n? L? (?P<title>X) L? B L? (?: (?P<snippet>[tpqsad]{1,4}?) (?=[bF]) )? [bF]*
    """),
    anchors="B",
)

_OF_S2 = (
    r"(?:Computer\ Science|Medicine|Biology|Physics|Mathematics|Psychology|Economics"
    r"|Engineering|Chemistry|Linguistics|Education|Political\ Science|Sociology|Law"
    r"|Environmental\ Science|Business|Materials\ Science|Geography|Geology|History"
    r"|Art|Philosophy|Agricultural\ and\ Food\ Sciences)"
)

_S2_DATE = rf"(?P<date>(?:\d{{1,2}}\s)?(?:{MONTH}\s)?{YEAR})"

SEMANTIC_SCHOLAR = Layout(
    name="Semantic Scholar",
    kinds=_kinds(
        G=rf"(?P<subjects>{_OF_S2}(?:,\s*{_OF_S2})*)",
        V=[
            rf"Published\ in\s(?P<venue>.+?)\s{_S2_DATE}",
            rf"{_S2_DATE}\s*[·•]\s*(?P<subjects>[^·]+?)\s*[·•]\s*(?P<venue>.+)",
            rf"(?P<venue>[^·•|]{{2,150}}?)\s*[·•|]\s*{_S2_DATE}(?:\s*[·•|].*)?",
        ],
        Y=[
            r"(?P<cited_by>[\d,]+)\sCitations?.*?(?:Save|Alert|Cite).*",
            r"""(?:\d[\d,]*\s)?(?:Expand|Alert|Create\ Alert|Add\ to\ Library|Library
            |Save\ to\ Library|Semantic\ Reader.*|\[PDF\]\s*Semantic.*
            |(?:PDF|Save|Cite|Alert|Library)(?:\s+(?:PDF|Save|Cite|Alert|Library))+)""",
        ],
        K=[
            r"(?P<cited_by>[\d,]+)\s(?:Citations?|Highly\ Influential).*",
            r"""Highly\ Influential.*|[\d,]+\s(?:Excerpts?|References?).*|Research\ Feed
            |View\ (?:via|on)\ \w+.*""",
        ],
        Q=r"TL;?DR:?",
        R=r"TL;?DR:?\s+(?P<snippet>.+)",
    ),
    entry=_entry(r"""
        n? (?P<title>X) (?P<authors>[pq])
        (?: G | V | d | (?P<venue>[tpq]) (?=[GdYQRa]) ){1,4}
        (?: R | Q (?P<snippet>X) | (?P<abstract>[as]) )?
        (?: (?P<cited_by>n) (?=[bKY]) )? [bnuK]* Y [bnKY]*
    """),
    anchors="Y",
    between_authors=r",\s*|\s*\+\s?\d+\s+(?:more\s+)?authors?,?\s*"
    r"|(?<=[a-zé])(?=[A-Z][a-z]*\.?\s)",
)

IEEE_XPLORE = Layout(
    name="IEEE Xplore",
    kinds=_kinds(
        Y=rf"""Year:\s*(?P<date>{YEAR})(?:\s*\|\s*Volume:\s*(?P<volume>[\w\ ]+?))?
            (?:[,|\s]*Issue:\s*(?P<issue>[\w\ ]+?))?(?:\s*\|\s*(?P<type>[^|]+?))?
            (?:\s*\|\s*Publisher:.*)?""",
        K=r"Cited\ by:\s*(?:Papers|Patents)\s*\((?P<cited_by>\d+)\).*",
    ),
    entry=_entry(r"""
        n? (?P<title>X) (?P<authors>[pq])? (?P<venue>X) Y [Kb]*
        (?P<abstract>[as] (?! [pq]? X Y) )? [Kb]*
    """),
    anchors="Y",
    between_authors=r"\s*;\s*",
)

ACM_LIBRARY = Layout(
    name="ACM Digital Library",
    kinds=_kinds(
        K=r"""(?P<type>research-article|short-paper|review-article|survey|poster|keynote
            |demonstration|tutorial|editorial|extended-abstract|panel|introduction|article
            |Article|Research-article|abstract|proceeding|column|note|invited-talk|opinion
            |technical-note|doctoral-thesis|chapter|book|letter|work-in-progress)
            (?:[\s•·]*(?:Open\ Access|Free(?:\ Access)?|Public\ Access|Best\ Paper
            |Results\ Replicated.*|Artifacts?\ .*))*""",
        V=rf"""(?P<venue>.+?),?\s*(?:Volume\s(?P<volume>\d+),?\s*)?
            (?:Issue\s(?P<issue>[\w-]+),?\s*)?(?:Article\s(?:No\.:?\s*)?\w+,?\s*)?
            (?:\bpp?\.|Pages?)\s*{PAGES}
            (?:\s*•?\s*(?:https?://)?(?:dx\.)?doi\.org/(?P<doi>10\.\S+))?.*""",
        U=r"(?:https?://)?(?:dx\.)?doi\.org/(?P<doi>10\.\S+)",
        F=r"""Free|Open\ Access|Public\ Access|Available|Best\ Paper|Honorable\ Mention
            |\+\ ?\d+""",
        M=r"""(?:Total\ (?:Citations|Downloads)|Last\ \d+\ \w+|Digital\ Edition|Metrics
            |Highlights|Supplementary\ Material|References|View\ Table\ of).{0,20}""",
    ),
    entry=_entry(r"""
        K [bF]* d? (?P<title>X) [bF]* (?P<authors>[pq]+)? [bdF]*
        (?: V [bd]* U? | U ) (?P<abstract>[as])? (?P<cited_by>n)? [nbuMF]*
    """),
    anchors="K",
    may_cut_abstracts=True,
)
ACM_OLDER = Layout(
    name="ACM Digital Library, older look",
    kinds=_kinds(
        P=[
            r"Bibliometrics:\s*Citation\ Count:\s*(?P<cited_by>\d+).*",
            r"""(?:Publisher|Downloads|Bibliometrics|Full\ text\ available|Keywords)
            \b.*:.*""",
            r"\[result\ highlights\]",
        ],
    ),
    entry=_entry(r"""
        n? (?P<title>X) (?P<authors>[pq])? d (?P<venue>[tpq]) P+
        (?P<abstract>[as])? [Pb]*
    """),
    anchors="P",
    may_cut_abstracts=True,
)

SCOPUS = Layout(
    name="Scopus",
    kinds=_kinds(
        T=r"""(?P<type>Article|Review|Conference\ (?:Paper|Review)|Book(?:\ Chapter)?
            |Editorial|Letter|Note|Short\ Survey|Erratum|Retracted|Data\ Paper)
            (?:\s*[•·|,].*)?""",
        V=[
            rf"""(?P<venue>.+?),\s(?P<date>{YEAR})(?:,\s{ISSUE})?(?:,\spp?\.\s{PAGES})?
            (?:,\s(?:art\.?\s?no\.?\s?)?\w+)?""",
            rf"(?=.*(?:\(|pp?\.))(?P<venue>.+?),\s{ISSUE},\s(?:pp?\.\s{PAGES}|\w+)",
        ],
        k=r"(?:Citations?|Cited\ by|Times\ cited)",
        K=[
            r"(?:Citations?|Cited\ by):?\s(?P<cited_by>[\d,]+)",
            r"(?P<cited_by>[\d,]+)\sCitations?",
        ],
    ),
    entry=_entry(r"""
        T? n? T? b* (?P<title>X) b* (?P<authors>[pq]) b* V b* d? b*
        (?: (?P<cited_by>n) k | k (?P<cited_by_2>n) | K | n(?=b) )? b*
        (?P<abstract>[as])? b*
    """),
    anchors="V",
)

SCOPUS_COLUMNS = Layout(
    name="Scopus, older look",
    kinds=_kinds(
        W=rf"(?=\d.*[(,]){ISSUE}(?:,\spp?\.\s{PAGES})?(?:,\s.*)?",
        Z=r"(?:View\ abstract|Hide\ abstract|View\ at\ Publisher|Show\ abstract).*",
        n=r"(?!(?:19|20)\d\d$)[\d,]+",
    ),
    entry=_entry(r"""
        n? (?P<title>X) b* (?P<authors>[pq]) d (?P<venue>[tpq]) n?? W? (?P<cited_by>n)?
        (?P<abstract>[as])? [Zb]* Z [Zb]* (?P<abstract_2>[as])? [Zb]*
    """),
    anchors="Z",
)

WEB_OF_SCIENCE = Layout(
    name="Web of Science",
    kinds=_kinds(
        V=[
            rf"""(?P<date>{MONTH}(?:[-–]{MONTH})?(?:\s\d{{1,2}})?,?\s{YEAR}|{YEAR})\s*
            (?:\(Early\ Access\)\s*)?\|\s*(?P<venue>[^|]+?)\s*
            (?:\s(?P<volume>\d+)\s?(?:\((?P<issue>[^)]*)\))?)?\s*
            (?:,\s?(?:pp?\.?\s?)?{PAGES})?(?:\s*\|.*)?""",
            rf"""(?P<venue>.+?)\s+(?:Volume:\s*(?P<volume>\S+)\s*)?
            (?:Issue:\s*(?P<issue>\S+)\s*)?(?:(?:Pages|Article\ Number):\s*{PAGES}\s*)?
            Published:\s*(?P<date>.*{YEAR}).*""",
        ],
        D=rf"(?P<date>(?:{MONTH}(?:[-–]{MONTH})?\s(?:\d{{1,2}},?\s)?)?{YEAR})\s*\|.{{0,20}}",
        W=rf"(?=\d.*[(,]){ISSUE}\s*(?:,\s?(?:pp?\.?\s?)?{PAGES})?",
        A=r"By:\s*(?P<authors>.+)",
        k=r"(?:Times\ Cited|Citations?|Citing\ Articles?|Times\ cited|被引频次|引文)",
        K=[
            r"(?P<cited_by>[\d,]+)\s(?:Citations?|Times\ Cited).*",
            r"Times\ Cited:\s*(?P<cited_by>\d+).*",
        ],
        r=r"(?:Cited\ )?References?|(?:引用的)?参考文献",
        R=r"""\d+\s(?:Cited\ )?References?|Full\ Text.*|Free\ .{0,40}
            |Related\ records.*|Context\ Sensitive.*|View\ (?:full|Abstract).*
            |Enriched\ .*|Check\ Full.*|\(from\ .*\)|Usage\ Count.*
            |(?:出版商处的|免费).*|.*全文|相关记录|丰富的.*|\w+\ Early\ Access.*""",
    ),
    entry=_entry(r"""
        n? [bR]* (?P<title>X) b* (?:A|(?P<authors>[pq])) [bR]*
        (?: V | D (?P<venue>[tpq]) W? ) [bR]*
        (?P<abstract>[as])? [bR]* (?: (?P<cited_by>n) k | k (?P<cited_by_2>n) | K )?
        [bR]* (?: nr | R )? [bRK]*
    """),
    anchors="VDR",
    between_authors=r"\s*;\s*|\s+and\s+",
    may_cut_abstracts=True,
)

OPENREVIEW = Layout(
    name="OpenReview",
    kinds=_kinds(
        K=r"Keywords?:\s*(?P<keywords>.+)",
        L=r"TL;?DR:\s*(?P<snippet>.+)",
        B=_ABSTRACT,
        M=[
            r"""(?:Published|Submitted|Uploaded|Created|Submission\ date)\s?:\s*
            (?P<date>\d{1,2}\s\w{3,9}\s\d{4}).*""",
            r"(?P<date>\d{1,2}\s\w{3,4}\s\d{4})\s\((?:last\ )?modified.*",
            r"""(?:Modified|Last\ Modified|Readers|Submission\ Number|Primary\ Area
            |License|Submission\ Type|Supplementary\ Material|Venue\ ?ID
            |Code\ Of\ Ethics
            |Student\ Paper|Reviewed\ Version|Previous\ .*|Track|Student\ First\ Author
            |No\ Acknowledgement\ Section|Submission\ Guidelines.*)\s?:.*""",
            r"Everyone.*|Readers.*|(?:Show|Hide)\ details|.*Submitted\ to\ .*",
        ],
        N=[
            r"""(?P<venue>(?:Venue:\s*)?[A-Z][\w\ @&'’/-]{2,80}\s(?:19|20)\d\d
            (?:\s(?:Conference|Workshop|Track|Submission|poster|oral|spotlight|notable
            |Poster|Oral|Spotlight|Findings|Main|Blogposts?)\b.{0,60})?)""",
            r"CC\ BY.*|.{0,40}\b(?:[Pp]oster|[Oo]ral|[Ss]potlight)\b.{0,20}",
        ],
    ),
    entry=_entry(r"""
        n? (?P<title>[tpqsaN]) b* (?P<authors>[pqt]) [MNbd]* M
        (?: [KLMNbd] | B (?P<abstract_rest>[as]+)? | (?P<abstract>[as]) )*
    """),
    anchors="M",
)

ACL_ANTHOLOGY = Layout(
    name="ACL Anthology",
    kinds=_kinds(
        B=r"""(?=.*\b(?i:bib))(?i:(?:\[?(?:pdf|bib|abs|abstract|bibtex)\]?\s*)+
            (?:\[?(?:pdf|bib|abs|doi|code|data|video|poster|slides|software|dataset|ps
            |attachment|optional|supplementary|material|presentation|note|award|revisions?
            |errat(?:um|a)|anthology|\d+|[\w-]+/[\w.-]+)\]?\s*)*)""",
        P=r"(?P<authors>[^|]{3,60}(?:\s\|\s[^|]{3,60})+)",
    ),
    entry=_entry(r"""
        B+ (?P<title>X) (?: P | (?P<authors>[pq]) | (?=B|$) ) (?P<abstract>[as]+)?
    """),
    anchors="B",
    between_authors=r"\s*\|\s*",
)

DAILY_PAPERS = Layout(
    name="Daily Papers",
    kinds=_kinds(
        Q=r"(?:Submitted|Posted)\sby:?",
        S=r"(?:Submitted|Posted)\sby:?\s.+",
        A=r"(?:(?:.{1,60}\s)?[·•]\s*)?\d+\sauthors?(?:\s*[·•]\s*\d+)?(?:\s*[·•].*)?",
        U=r"(?:Upvote|▲|👍)\s*\d*|\d+\s(?:upvotes?|comments?|likes?|replies)"
        r"|GitHub(?:\s.{1,10})?|arXiv\ Page",
        D=r"(?:.{1,60}\s[·•]\s)?Published\son\s(?P<date>.+)",
    ),
    entry=_entry(r"""
        (?: Q [tpqbun]? | S ) [nbU]* (?P<title>X) [nbUd]*
        (?P<abstract>[as]+)? [nbUDd]* (?: [tpq] n? D | A )? [nbUDd]*
      | n? (?P<title_2>X) [nbU]* (?P<abstract_2>[as]+)? [nbUDd]* (?: A | S ) [nbUDd]*
    """),
    anchors="ASQ",
    has_page_dates=True,
)

# A venue in DBLP: words with a capital, numbers, and small words between them.
_VENUE_WORD = (
    r"(?:[A-Z0-9(&@][^\s.:!?]*(?:\.[^\s.:!?]+)*|[A-Z]\w{0,6}\."
    r"|on|of|and|for|in|the|de|abs/\S+|&)"
)
_DBLP_TITLE = rf"""(?P<title>.+?[.?!])\s+(?P<venue>{_VENUE_WORD}(?:\s{_VENUE_WORD})*?)
    (?:\s(?P<volume>\w+)(?:\((?P<issue>[^()]+)\))?(?::\s?(?P<pages>[\w-]+(?::[\w-]+)*))?
        \s\((?P<date>{YEAR})\)
      |\s(?P<date_2>{YEAR})(?:\s?\(\d+\))?(?::\s?(?P<pages_2>[\w:-]+))?
      |\s\((?P<date_3>{YEAR})\))\W*"""

_DBLP_KEY = r"(?:\[[a-z]{1,2}\d+\]\s*)?"

# A name in front of a colon: words with a capital, and small words between them.
_DBLP_NAME = r"""[^\W\d_a-z][\w.’'-]*
    (?:\s(?:[^\W\d_a-z][\w.’'-]*|\d{4}|van|von|de|der|den|da|di|la|el|al)){1,4}"""
DBLP = Layout(
    name="DBLP",
    kinds=_kinds(
        E=r"\[[a-z]{1,2}\d+\]|\[[–-]\].{0,30}",
        P=rf"{_DBLP_KEY}(?P<authors>{_DBLP_NAME}(?:,\s{_DBLP_NAME})*):",
        T=[
            _DBLP_TITLE,
            r"(?P<title>.+?[.?!])\s(?P<pages>[\w.]+(?::\d+)?(?:[-–]\w+(?::\d+)?)?)",
            r"(?P<title>.+[.?!])",
        ],
    ),
    entry=_entry(r"E? b* P T b*"),
    anchors="P",
)
DBLP_LINES = Layout(
    name="DBLP, one line",
    kinds=_kinds(
        E=r"\[[a-z]{1,2}\d+\]|\[[–-]\].{0,30}",
        Z=rf"{_DBLP_KEY}(?P<authors>{_DBLP_NAME}(?:,\s{_DBLP_NAME})*):\s{_DBLP_TITLE}",
    ),
    entry=_entry(r"E? Z b*"),
    anchors="Z",
)

SCIENCE_DIRECT = Layout(
    name="ScienceDirect",
    kinds=_kinds(
        T=r"""(?P<type>(?:Research|Review|Original|Short)
            \ (?:article|communication|paper)|Book\ chapter|Editorial|Correspondence
            |Discussion|Mini\ review|Conference\ abstract|Data\ article)(?:\s*[•·]?\s*
            (?:Open\ access|Full\ text\ access|Abstract\ only|Open\ archive))*""",
        V=rf"""(?P<venue>.+?)(?:,?\sVolumes?\s(?P<volume>[\w–-]+))?
            (?:,\s(?:Issues?|Part)\s(?P<issue>[\w–-]+))?(?:,?\s|(?<=[a-zA-Z.)]))
            (?:(?:Available|First)\ (?:available\ )?online\s)?
            (?P<date>(?:\d{{1,2}}\s)?(?:{MONTH}(?:[–-]{MONTH})?\s)?{YEAR})
            (?:,\s(?:Pages?\s{PAGES}|\d{{5,6}}))?""",
        B=r"""Extracts|Figures|Highlights|Graphical\ abstract|Abstract|Export
            |Show\ preview.*""",
    ),
    entry=_entry(r"""
        n? T b* (?P<title>X) b* V b* (?P<authors>[pq](?=[bB]))? [bB]*
        (?P<abstract>[as])? [bB]*
    """),
    anchors="T",
)

_SPRINGER_TYPE = r"""(?P<type>Article|Chapter|Conference\ paper|Book|Review|Protocol
    |Reference\ (?:work|entry).*|Research(?:\ article)?|Original\ .{3,20})"""

SPRINGER = Layout(
    name="SpringerLink",
    kinds=_kinds(
        K=_SPRINGER_TYPE + r"(?:\s*(?:Open\ access|OpenAccess|Full\ access))?",
        I=r"[Ii]n:?\s(?P<venue>[A-Z].+)",
        A=rf"(?P<authors>.+?)\sin\s(?P<venue>.+?)\s\((?P<date>{YEAR})\)",
    ),
    entry=_entry(r"""
        (?P<title>X) (?P<snippet>[aqst])? (?P<authors>[pq]) I [bd]* K [bd]*
      | K b* (?P<title_2>X) (?P<snippet_2>[aqst])? A b*
    """),
    anchors="IA",
)

SCHOLAR_PROFILE = Layout(
    name="Google Scholar profile",
    kinds=_kinds(
        K=r"(?i:cited\ by|title|zitiert\ von|titel)|Verified\ email.*|Bestätigte.*",
        d=rf"(?P<date>{YEAR})",
        n=r"[\d,]+\*?",
    ),
    entry=_entry(r"(?P<title>X) (?P<authors>[pq]) (?P<venue>X)? (?P<cited_by>n)? d"),
    anchors="K",
)

PREPRINT_SERVER = Layout(
    name="bioRxiv",
    kinds=_kinds(
        V=r"""(?P<venue>bioRxiv|medRxiv|arXiv|SSRN|ChemRxiv|PsyArXiv|Research\ Square)\s
            .*?doi:?\s*(?:https?://doi\.org/)?(?P<doi>10\.\S+).*""",
        D=rf"(?:Posted|Published)\s(?:on\s)?(?P<date>.*{YEAR})",
    ),
    entry=_entry(
        r"n? (?P<title>X) (?P<authors>[pq]+) [bD]* V [bD]* (?P<abstract>[as])? b*"
    ),
    anchors="V",
)

PMLR = Layout(
    name="PMLR",
    kinds=_kinds(
        V=[
            rf"""(?P<authors>.+?)[;,]\s*(?P<venue>(?:Proceedings\ of\ )?.+?PMLR\s\d+):
            {PAGES}.*"""
        ],
        B=r"(?i:\[?(?:abs|abstract|download\ pdf|pdf|openreview|supp.*?)\]?)(?:.*)",
    ),
    entry=_entry(r"n? (?P<title>X) V [Bb]* (?P<abstract>[as])? [Bb]*"),
    anchors="V",
)

# A list of a conference or a journal: a title, who wrote it, and at most buttons,
# pages and dates until the next one.
TITLES_AND_AUTHORS = Layout(
    name="titles and authors",
    kinds=_kinds(
        B=r"""\[(?:pdf|abs|supp|bibtex|arxiv|paper|code|video|poster|html)\].*
            |(?i:(?:pdf|abstract|details|paper|doi)\s*[|/]\s*.{1,40})""",
        W=[
            rf"(?:Pages?|pp\.?|S\.):?\s*{PAGES}",
            rf"(?:First\ )?[Pp]ublished(?:\ online)?:?\s*(?P<date>.*{YEAR})",
            r"(?:https?://)?(?:dx\.)?doi\.org/(?P<doi>10\.\S+)",
        ],
        A=_AUTHORS,
    ),
    entry=_entry(r"""
        [nBb]* (?P<title>[tsa]|[pq](?=[pqA])) b* (?:A|(?P<authors>[pq])) [bBWndou]*
    """),
    anchors="",
    is_of_site=False,
)

LAYOUTS = [
    ARXIV_LIST,
    ARXIV_SEARCH,
    PUBMED_PAGE,
    PUBMED_ABSTRACTS,
    GOOGLE_SCHOLAR,
    SEMANTIC_SCHOLAR,
    IEEE_XPLORE,
    ACM_LIBRARY,
    ACM_OLDER,
    SCOPUS,
    SCOPUS_COLUMNS,
    WEB_OF_SCIENCE,
    OPENREVIEW,
    ACL_ANTHOLOGY,
    DAILY_PAPERS,
    DBLP,
    DBLP_LINES,
    SCIENCE_DIRECT,
    SPRINGER,
    SCHOLAR_PROFILE,
    PREPRINT_SERVER,
    PMLR,
    TITLES_AND_AUTHORS,
]
