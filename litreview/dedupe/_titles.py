"""How two titles differ: in spelling, in words, or as the titles of two papers do."""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import OSA, Levenshtein

_NEGATIONS = frozenset(
    "not no non never without neither nor cannot against anti".split()
)
_MARKS = (
    "one two three four five six seven eight nine ten first second third fourth fifth sixth seventh eighth ninth tenth "
    "eleventh twelfth part ii iii iv vi vii viii ix xi xii reply comment comments response discussion rejoinder "
    "erratum errata corrigendum correction retraction retracted addendum supplement supplementary revisited sequel "
    "continued extended"
)
# Words by which a title differs from that of another paper, whatever else they share.
MARKS = _NEGATIONS | set(_MARKS.split())
_PREFIXES = (
    "a an ab ad ante anti auto be bi bio co con contra counter cross cyber de di dia dis down eco en endo epi eu ex "
    "exo extra for hetero hexa homo hyper hypo il im in infra inter intra ir iso kilo macro mal mega meso meta micro "
    "mid mini mis mono multi nano neo neuro non off omni on out over para pan per peri poly post pre pro proto pseudo "
    "quad quasi re retro self semi sub super sur sym syn tele tetra trans tri ultra un under uni up vice"
)
PREFIXES = frozenset(
    _PREFIXES.split()
)  # that make another word, and not a misspelt one
_NUMERALS = (
    "i ii iii iv v vi vii viii ix x|one two three four five six seven eight nine ten|"
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
NUMERALS = {
    word: str(n)
    for words in _NUMERALS.split("|")
    for n, word in enumerate(words.split(), start=1)
}

# Headings that every volume has, by which no paper can be told from another.
_HEADINGS = (
    r"(?:guest |special issue |from the )?editor(?:ial|s)?(?: s)?(?: introduction| note| notes| message| column| page| "
    r"comments?| remarks)?s?|(?:brief |short |general )?introduction(?: and overview)?|overview|"
    r"(?:author|subject|keyword|title|cumulative|annual)s?(?: and (?:author|subject|keyword|title)s?)? index|index|"
    r"(?:table of )?contents?|front ?(?:matter|cover)|back ?(?:matter|cover)|cover(?: page)?|title page|masthead|"
    r"copyright(?: notice| page)?|fore ?word|preface|prologue|epilogue|conclusions?|summary|abstracts?|highlights|"
    r"acknowledge?ments?|references|bibliography|appendix|glossary|errat(?:a|um)|corrigend(?:a|um)|corrections?|"
    r"addend(?:a|um)|retraction(?: notice)?|withdrawn|letters?(?: to the editors?)?|correspondence|commentary|"
    r"comments?|discussion|(?:authors?(?: s)? )?(?:reply|response)|rejoinder|news(?: and (?:views|notes))?|obituary|"
    r"announcements?|in memoriam|book reviews?|reviews?|call for papers|calendar|program(?:me)?(?: committee)?|"
    r"(?:list of |acknowledge?ment of |thanks to )?(?:reviewers|referees|contributors|participants|authors)|"
    r"(?:organi[sz]ing|steering) committee|committees?|keynotes?(?: (?:address|speech|talk))?|panel(?: discussion)?|"
    r"posters?|tutorials?|workshops?|welcome(?: message| address)?|message from the \w+(?: \w+)?|untitled|no title|"
    r"instructions (?:for|to) authors|about the (?:authors?|cover)|in this issue|this issue|issue information|"
    r"year in review|subscriptions?|advertisements?|notes?(?: on contributors)?|case reports?|technical notes?"
)
_OPENING = (
    r"(?:guest )?(?:editorial|introduction|preface|foreword|message|welcome|note|proceedings|report|call|index|minutes|"
    r"summary|overview)s? (?:(?:to|of|for|from|on)(?: the| this| our)? )?(?:\w+ ){0,2}(?:special (?:issue|section)|"
    r"issue|mini ?track|track|session|panel|workshop|conference|symposium|volume|proceedings|annual meeting|editors?|"
    r"chairs?)\b"
)
_GENERIC = re.compile(rf"(?:(?:{_HEADINGS})(?: \d+| [ivx]+)*|{_OPENING}.*)")
_ANSWER = re.compile(
    r"\W*(?:comments?|commentary|repl(?:y|ies)|response|discussion|rejoinder|erratum|errata|corrigendum|corrigenda|"
    r"correction|retraction|retracted|expression of concern|letter to|author'?s reply|reviews? of)\b|"
    # Web of Science: "(vol 360, pg 542, 2009)"; Embase: "(Journal of Sand (2009) 360 (542-544))".
    r".*\(vol\.? \d+[^()]*\d{4}\)\s*$|.*\([^()]* \((?:19|20)\d\d\) \d+[^()]*\([\w-]+\)|"
    r".*[:.–—-]\s+(?:author'?s?'? )?(?:reply|rejoinder|comment|response|erratum|corrigendum|correction)[\s.]*$",
    re.IGNORECASE,
)

# Commands that are no words; where a page lost its backslashes they stand bare, or glued to letters.
_TEX = re.compile(
    r"\\?(?:math(?:bb|cal|frak|rm|bf|sf|it|scr)|widetilde|widehat|overline|operatorname|boldsymbol|text(?:bf|it|rm|sc|sl|tt|sf))|"
    r"\\(?:emph|rm|bf|it|em|sc|tt|sf|cal|hbox|mbox|text)\b|\\[\"'`^~=.]|[{}'’$]",
    re.IGNORECASE,
)

_FORMULA = re.compile(r"\$[^$]*\$")
_LANGUAGE = (
    "chinese|japanese|german|french|spanish|italian|russian|portuguese|polish|dutch|korean|turkish|czech|hungarian|"
    "danish|swedish|norwegian|english|hebrew|persian|arabic|croatian|serbian|ukrainian|slovak|romanian|finnish"
)
# What a database or a page puts around a title: before it a number or a kind of file, behind it notes in brackets.
_BEFORE = [
    re.compile(
        r"\s*\[(?:pdf|html|book|citation|doc|ps)\]\s*(?:\[[a-z]\]\s*)?", re.IGNORECASE
    ),
    re.compile(
        r"\s*(?:erratum|corrigendum|correction)\s*(?:to|for)?\s*:\s*(?=\S)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:(?:[Aa]bstract\s+)?(?:[A-Z]{1,4}[-–—]?|(?:No\.?|#)\s?)|[Aa]bstract\s+)\d{1,5}(?:\s*[.:)\]|]|\s[-–—])\s+(?=\S)"
    ),
    re.compile(r"\s*\(?\d{1,4}[.)]\s+(?=[^\W\d])"),
]
_TAGS = re.compile(
    r"</?(?:i|b|em|strong|su[bp]|sc|italic|bold|span|u|tt)\b[^<>]*>", re.IGNORECASE
)
_NOTES = (
    rf"(?:in |article in )?(?:{_LANGUAGE})(?:[ ,;/]+(?:{_LANGUAGE}))*(?: language)?|see comments?|"
    r"letters?(?: to the editor)?|(?:\w+ )?review(?: article)?|\d+ refs?|internet|(?:journal )?article|"
    r"(?:conference |meeting )?abstracts?|multiple letters|corrected|added|republished[^\]]*|electronic[^\]]*|"
    r"online[^\]]*"
)
_BEHIND = [
    re.compile(
        rf"[\s.]*(?:\[(?:{_NOTES}|\d)\]+|\((?:{_NOTES})\))[\s.]*$", re.IGNORECASE
    ),
    # EBSCO: "... N Engl J Med. 2009 Jan 29;360(5):544-6", of the paper that a letter is about.
    re.compile(
        r"\s*\.{3}\s*[A-Z][\w .&]+\. (?:19|20)\d\d\b[^\[\]]*;[^\[\]]*:[\w-]+\s*$"
    ),
    re.compile(
        r"[\s.]*\[(?:published )?(?:erratum|errata|corrigend\w+|correction|retraction|comment)s? "
        r"(?:appear|publish|in\b|on\b).*$",
        re.IGNORECASE,
    ),
    # What an erratum is about, in Web of Science "(vol 360, pg 542, 2009)", in Embase "(Sand (2009) 360 (542-544))".
    re.compile(
        r"\s*\(vol\.? \d+[^()]*\d{4}\)\s*$|\s*\([^()]*\([^()]*(?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*)*\)\s*$",
        re.IGNORECASE,
    ),
]
_BRACKETED = re.compile(r"\[([^\[\]]{12,})\][\s.]*")  # a title that was translated
_VERSION = re.compile(
    r"[\s,;:.–—-]*(?:[\[(]\s*v(?:er(?:sion|\.)?|\.)?\s*(\d{1,2})\s*[\])]|[\s,–—-]v(?:ersion|er\.)\s*(\d{1,2})|"
    r"(?<=\s)v\.?(\d{1,2})|[\[(:.–—-]\s*(?:the )?((?:extended|short|long|full|journal|conference|workshop|revised|"
    rf"draft|complete|abridged|preliminary|technical|expanded|updated|final|arxiv|{_LANGUAGE})\s(?:version|report|abstract|"
    r"paper))\s*[\])]?)[\s.]*$",
    re.IGNORECASE,
)


def bare(title: str) -> tuple[str, str]:
    """Take from a title what a database or a page put around it; return it with the version that it names, if any.

    "T262. Sand moves. [German]" and "Sand moves... [see comment]" are "Sand moves"; "Sand moves (version 2)" is too,
    and names the version "2".
    """
    title, before = _TAGS.sub("", title), None
    for start in _BEFORE:
        title = start.sub("", title, count=1) if start.match(title) else title
    while title != before:
        before = title
        for end in _BEHIND:
            title = end.sub("", title) or title
        whole = _BRACKETED.fullmatch(title)
        title = whole[1] if whole else title
    version = _VERSION.search(title)
    return (
        (title[: version.start()], next(filter(None, version.groups())).lower())
        if version
        else (title, "")
    )


def generic(title: str) -> bool:
    """Tell whether a title is a heading that every volume has, such as "Introduction" or "Author index"."""
    return bool(_GENERIC.fullmatch(" ".join(words(title))))


def answers(title: str) -> bool:
    """Tell whether a title is that of a reply, an erratum or a review of another publication."""
    return bool(_ANSWER.match(title))


def words(text: str) -> list[str]:
    """List the words of a text in small letters, without accents and without TeX."""
    if not re.fullmatch(r"[\w\s.,:;?!()-]*", text, re.ASCII):
        text = _TEX.sub("", text)
    if not text.isascii():
        text = "".join(
            c
            for c in unicodedata.normalize("NFKD", text)
            if not unicodedata.combining(c)
        )
        text = re.sub(
            "[α-ωΑ-Ω]", lambda c: f" {unicodedata.name(c[0]).split()[-1]} ", text
        )
    return re.findall(r"[^\W_]+", text.casefold())


def difference(a: str, b: str, known: Counter) -> str:
    """Name the way in which two titles differ.

    `spelling`: the division of words, an article, an ending, or one letter in a word of six or more, the first
    excepted, that makes a word which is known (in two titles or more of `known`) into one which is not; `other`, as the
    titles of two papers do: in numbers, letters that stand alone, negations, prefixes, and words such as "part";
    `typo`: other letters in words that no other title has, `letters`: in words that others have too, or in names;
    `added`: one has more words than the other; `subtitle`: the same, and only after a colon, a dash or a full stop, or
    where it was cut off; `changed`: other words.
    """
    a, b = sorted(
        (a, b)
    )  # an alignment of words can depend on which of the two is the first
    names, ways = _names(a) | _names(b), set()
    left, right = words(a), words(b)
    without = [words(_FORMULA.sub(" ", title)) for title in (a, b)]
    if (
        ("$" in a) != ("$" in b)
        and len("".join(without[0])) > 20
        and "".join(without[0]) == "".join(without[1])
    ):
        return "typo"  # a page that leaves out the formulas
    short, long = sorted((a, b), key=len)
    if _subtitled(short, long, known):
        return "subtitle"
    for old, new in _differences(left, right):
        if _marks(old) != _marks(new) or _prefixed(old, new, known):
            return "other"
        ways.add(_way("".join(old), "".join(new), known, bool(names & {*old, *new})))
    return next(
        (way for way in ("changed", "added", "letters", "typo") if way in ways),
        "spelling",
    )


def _way(a: str, b: str, known: Counter, named: bool) -> str:
    if not a or not b:
        return "spelling" if a + b in ("a", "an", "the") else "added"
    if not named and _misspelt(a, b, known):
        return "spelling"
    short = max(len(a), len(b)) < 5  # one letter of "the" is a third of it
    if OSA.distance(a, b) > 1 if short else OSA.normalized_similarity(a, b) < 0.7:
        return "changed"
    return "letters" if named or (known[a] > 1 and known[b] > 1) else "typo"


def _subtitled(short: str, long: str, known: Counter) -> bool:
    """Tell whether the shorter title is the longer one without its subtitle, or cut off."""
    head = words(short)
    if (
        re.search(r"(?:…|\.\.\.)\s*$", short) and len("".join(head)) > 24
    ):  # a list of hits that cuts its titles
        return "".join(words(long)).startswith("".join(head))
    for cut in re.finditer(r"\s*[:;.?!–—(\[]\s*|\s-+\s", long):
        before = words(long[: cut.start()])
        if (
            OSA.normalized_similarity("".join(before), "".join(head), score_cutoff=0.9)
            < 0.9
        ):
            continue
        ways = {
            _way("".join(a), "".join(b), known, False)
            for a, b in _differences(before, head)
        }
        return ways <= {"spelling", "typo"} and not _SERIES.match(
            " ".join(words(long[cut.end() :]))
        )
    return False


# "Part 2", "a reply" and "results of 2019" are no subtitles; "one letter at a time" and "2D sand" are.
_SERIES = re.compile(
    r"$|(?:an? )?(?:\w+ )?(?:part|volume|chapter|paper|lecture|episode|phase|supplement\w*|addendum|revisited|"
    r"continued|comments?|repl(?:y|ies)|response|discussion|rejoinder|erratum|corrigendum|correction|retraction|protocol)\b|"
    r"(?:\d+|[ivx]+)\b|\w+$|.*\b(?:19|20)\d\d\b|.*\bpart (?:\d+|[ivx]+|one|two|three|four|five)\b"
)


def _names(title: str) -> set[str]:
    """List the words that are names: with capitals inside, or the one before a colon."""
    inside = [
        word
        for word in re.findall(r"[^\W_]+", title)
        if word[1:] != word[1:].lower() and not title.isupper()
    ]
    return set(words(" ".join([*inside, *re.findall(r"^\s*([\w-]+)\s*:", title)])))


def _differences(a: list[str], b: list[str]) -> list[tuple[list[str], list[str]]]:
    """List the stretches of words in which two titles differ, but for the division and the endings of words."""
    stretches, after = [], False
    for op in Levenshtein.opcodes(a, b):
        left, right = a[op.src_start : op.src_end], b[op.dest_start : op.dest_end]
        if op.tag != "equal" and after:
            stretches[-1] = (stretches[-1][0] + left, stretches[-1][1] + right)
        elif op.tag != "equal":
            stretches.append((left, right))
        after = op.tag != "equal"
    alike = [
        _root("".join(left)) == _root("".join(right))
        or [*map(_root, left)] == [*map(_root, right)]
        for left, right in stretches
    ]
    return [stretch for stretch, one in zip(stretches, alike, strict=True) if not one]


def _root(word: str) -> str:
    """Drop a plural, double letters and what British and American English write differently."""
    if len(word) < 5:
        return word
    word = (
        word.replace("z", "s")
        .replace("our", "or")
        .replace("ae", "e")
        .replace("oe", "e")
    )
    return re.sub(r"([a-z])\1", r"\1", re.sub("re$", "er", re.sub("s$", "", word)))


def _marks(words: list[str]) -> list[str]:
    found = []
    for word in words:
        alone = word in MARKS or len(word) == 1 and word not in "as"
        found += re.findall(r"\d+", word) or (
            [NUMERALS.get(word, word)] if alone else []
        )
    return sorted(found)


def _prefixed(left: list[str], right: list[str], known: Counter) -> bool:
    short, long = sorted(("".join(left), "".join(right)), key=len)
    prefix = (
        long[: len(long) - len(short)]
        if long.endswith(short) and len(short) > 2
        else ""
    )
    # "pportionment" lost a letter.
    return prefix in PREFIXES and not (
        prefix == "a" and known[long] > 1 >= known[short]
    )


def _misspelt(a: str, b: str, known: Counter) -> bool:
    one = (known[a] > 1) != (known[b] > 1)
    return one and min(len(a), len(b)) > 5 and a[0] == b[0] and OSA.distance(a, b) == 1
