"""Titles: their key, their words, and how two of them differ.

They differ in spelling, in words, or as the titles of two papers do.
"""

import re
import unicodedata
from collections import Counter

from rapidfuzz.distance import OSA, Levenshtein

# Words by which a title differs from that of another paper, whatever else they share.
NEGATIONS = "not no non never without neither nor cannot against anti"
MARKS = frozenset(
    f"""
    {NEGATIONS}
    one two three four five six seven eight nine ten
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    part ii iii iv vi vii viii ix xi xii
    reply comment comments response discussion rejoinder
    erratum errata corrigendum correction retraction retracted
    addendum supplement supplementary revisited sequel continued extended
    """.split()
)
# Prefixes that make another word, and not a misspelt one.
PREFIXES = frozenset(
    """
    a an ab ad ante anti auto be bi bio co con contra counter cross cyber de di dia dis
    down eco en endo epi eu ex exo extra for hetero hexa homo hyper hypo il im in infra
    inter intra ir iso kilo macro mal mega meso meta micro mid mini mis mono multi nano
    neo neuro non off omni on out over para pan per peri poly post pre pro proto pseudo
    quad quasi re retro self semi sub super sur sym syn tele tetra trans tri ultra un
    under uni up vice
    """.split()
)
COUNTING = (
    "i ii iii iv v vi vii viii ix x",
    "one two three four five six seven eight nine ten",
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
)
NUMERALS = {
    word: str(number)
    for series in COUNTING
    for number, word in enumerate(series.split(), start=1)
}

# Headings that every volume has, by which no paper can be told from another.
_HEADINGS = "|".join(
    (
        r"(?:guest |special issue |from the )?editor(?:ial|s)?(?: s)?"
        r"(?: introduction| note| notes| message| column| page| comments?| remarks)?s?",
        r"(?:brief |short |general )?introduction(?: and overview)?|overview",
        r"(?:author|subject|keyword|title|cumulative|annual)s?"
        r"(?: and (?:author|subject|keyword|title)s?)? index|index",
        r"(?:table of )?contents?|front ?(?:matter|cover)|back ?(?:matter|cover)",
        r"cover(?: page)?|title page|masthead|copyright(?: notice| page)?",
        r"fore ?word|preface|prologue|epilogue|conclusions?|summary|abstracts?",
        r"highlights|acknowledge?ments?|references|bibliography|appendix|glossary",
        r"errat(?:a|um)|corrigend(?:a|um)|corrections?|addend(?:a|um)",
        r"retraction(?: notice)?|withdrawn|letters?(?: to the editors?)?",
        r"correspondence|commentary|comments?|discussion",
        r"(?:authors?(?: s)? )?(?:reply|response)|rejoinder",
        r"news(?: and (?:views|notes))?|obituary|announcements?|in memoriam",
        r"book reviews?|reviews?|call for papers|calendar",
        r"program(?:me)?(?: committee)?",
        r"(?:list of |acknowledge?ment of |thanks to )?"
        r"(?:reviewers|referees|contributors|participants|authors)",
        r"(?:organi[sz]ing|steering) committee|committees?",
        r"keynotes?(?: (?:address|speech|talk))?|panel(?: discussion)?",
        r"posters?|tutorials?|workshops?|welcome(?: message| address)?",
        r"message from the \w+(?: \w+)?|untitled|no title",
        r"instructions (?:for|to) authors|about the (?:authors?|cover)",
        r"in this issue|this issue|issue information|year in review|subscriptions?",
        r"advertisements?|notes?(?: on contributors)?|case reports?|technical notes?",
    )
)
# "Preface to the special issue on sand"
_OPENING = (
    r"(?:guest )?"
    r"(?:editorial|introduction|preface|foreword|message|welcome|note|proceedings|"
    r"report|call|index|minutes|summary|overview)s? "
    r"(?:(?:to|of|for|from|on)(?: the| this| our)? )?(?:\w+ ){0,2}"
    r"(?:special (?:issue|section)|issue|mini ?track|track|session|panel|workshop|"
    r"conference|symposium|volume|proceedings|annual meeting|editors?|chairs?)\b"
)
_HEADING = re.compile(rf"(?:(?:{_HEADINGS})(?: \d+| [ivx]+)*|{_OPENING}.*)")
_ANSWER = re.compile(
    r"\W*(?:comments?|commentary|repl(?:y|ies)|response|discussion|rejoinder|erratum|"
    r"errata|corrigendum|corrigenda|correction|retraction|retracted|"
    r"expression of concern|letter to|author'?s reply|reviews? of)\b|"
    # Web of Science: "(vol 360, pg 542, 2009)"
    r".*\(vol\.? \d+[^()]*\d{4}\)\s*$|"
    # Embase: "(Journal of Sand (2009) 360 (542-544))"
    r".*\([^()]* \((?:19|20)\d\d\) \d+[^()]*\([\w-]+\)|"
    r".*[:.–—-]\s+(?:author'?s?'? )?"
    r"(?:reply|rejoinder|comment|response|erratum|corrigendum|correction)[\s.]*$",
    re.IGNORECASE,
)

# Commands that are no words; where a page lost its backslashes they stand bare, or
# glued to letters.
_TEX = re.compile(
    r"\\?(?:math(?:bb|cal|frak|rm|bf|sf|it|scr)|widetilde|widehat|overline|"
    r"operatorname|boldsymbol|text(?:bf|it|rm|sc|sl|tt|sf))|"
    r"\\(?:emph|rm|bf|it|em|sc|tt|sf|cal|hbox|mbox|text)\b|"
    r"\\[\"'`^~=.]|[{}'’$]",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$[^$]*\$")
_LANGUAGE = (
    "chinese|japanese|german|french|spanish|italian|russian|portuguese|polish|dutch|"
    "korean|turkish|czech|hungarian|danish|swedish|norwegian|english|hebrew|persian|"
    "arabic|croatian|serbian|ukrainian|slovak|romanian|finnish"
)

# What a database or a page puts before a title: a kind of file, or a number.
_BEFORE = [
    re.compile(
        r"\s*\[(?:pdf|html|book|citation|doc|ps)\]\s*(?:\[[a-z]\]\s*)?", re.IGNORECASE
    ),
    re.compile(
        r"\s*(?:erratum|corrigendum|correction)\s*(?:to|for)?\s*:\s*(?=\S)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\s*(?:(?:[Aa]bstract\s+)?(?:[A-Z]{1,4}[-–—]?|(?:No\.?|#)\s?)|[Aa]bstract\s+)"
        r"\d{1,5}(?:\s*[.:)\]|]|\s[-–—])\s+(?=\S)"
    ),
    re.compile(r"\s*\(?\d{1,4}[.)]\s+(?=[^\W\d])"),
]
_TAGS = re.compile(
    r"</?(?:i|b|em|strong|su[bp]|sc|italic|bold|span|u|tt)\b[^<>]*>", re.IGNORECASE
)
# What it puts behind a title: notes in brackets.
_NOTES = (
    rf"(?:in |article in )?(?:{_LANGUAGE})(?:[ ,;/]+(?:{_LANGUAGE}))*(?: language)?|"
    r"see comments?|letters?(?: to the editor)?|(?:\w+ )?review(?: article)?|"
    r"\d+ refs?|internet|(?:journal )?article|(?:conference |meeting )?abstracts?|"
    r"multiple letters|corrected|added|republished[^\]]*|electronic[^\]]*|"
    r"online[^\]]*"
)
_BEHIND = [
    re.compile(
        rf"[\s.]*(?:\[(?:{_NOTES}|\d)\]+|\((?:{_NOTES})\))[\s.]*$", re.IGNORECASE
    ),
    # EBSCO: "... N Engl J Med. 2009 Jan 29;360(5):544-6", of the paper that a letter
    # is about.
    re.compile(
        r"\s*\.{3}\s*[A-Z][\w .&]+\. (?:19|20)\d\d\b[^\[\]]*;[^\[\]]*:[\w-]+\s*$"
    ),
    re.compile(
        r"[\s.]*\[(?:published )?"
        r"(?:erratum|errata|corrigend\w+|correction|retraction|comment)s? "
        r"(?:appear|publish|in\b|on\b).*$",
        re.IGNORECASE,
    ),
    # What an erratum is about, in Web of Science "(vol 360, pg 542, 2009)", in Embase
    # "(Sand (2009) 360 (542-544))".
    re.compile(
        r"\s*\(vol\.? \d+[^()]*\d{4}\)\s*$|"
        r"\s*\([^()]*\([^()]*(?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*)*\)\s*$",
        re.IGNORECASE,
    ),
]
_BRACKETED = re.compile(r"\[([^\[\]]{12,})\][\s.]*")  # a title that was translated
_VERSION = re.compile(
    r"[\s,;:.–—-]*(?:[\[(]\s*v(?:er(?:sion|\.)?|\.)?\s*(\d{1,2})\s*[\])]|"
    r"[\s,–—-]v(?:ersion|er\.)\s*(\d{1,2})|(?<=\s)v\.?(\d{1,2})|"
    r"[\[(:.–—-]\s*(?:the )?"
    r"((?:extended|short|long|full|journal|conference|workshop|revised|draft|complete|"
    r"abridged|preliminary|technical|expanded|updated|final|arxiv|"
    rf"{_LANGUAGE})\s(?:version|report|abstract|paper))\s*[\])]?)[\s.]*$",
    re.IGNORECASE,
)
# "Part 2", "a reply" and "results of 2019" are no subtitles; "one letter at a time" and
# "2D sand" are.
_SERIES = re.compile(
    r"$|(?:an? )?(?:\w+ )?"
    r"(?:part|volume|chapter|paper|lecture|episode|phase|supplement\w*|addendum|"
    r"revisited|continued|comments?|repl(?:y|ies)|response|discussion|rejoinder|"
    r"erratum|corrigendum|correction|retraction|protocol)\b|"
    r"(?:\d+|[ivx]+)\b|\w+$|.*\b(?:19|20)\d\d\b|"
    r".*\bpart (?:\d+|[ivx]+|one|two|three|four|five)\b"
)
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\s*$")
_SUBTITLE = re.compile(r"\s*[:;.?!–—(\[]\s*|\s-+\s")

_PLAIN = re.compile(r"[\w\s.,:;?!()-]*", re.ASCII)
_GREEK = re.compile("[α-ωΑ-Ω]")
_WORD = re.compile(r"[^\W_]+")

LONG_FORMULA_TITLE = 20  # letters besides its formulas by which a title is known
LONG_CUT_TITLE = 24  # letters by which a title that was cut off is known
ONE_WORD = 0.7  # share of letters from which two words are spellings of one
ONE_TITLE = 0.9  # share of letters from which two titles may be spellings of one


def title_key(title: object) -> str:
    """Reduce a title to its letters and digits, so that copies of it are equal.

    Case, punctuation, white space and the width of characters do not count.

    Parameters
    ----------
    title
        The title; what is no text, such as a missing value, has the key "".

    Returns
    -------
    str
        The key; of a title without letters and digits the title itself.

    Examples
    --------
    >>> title_key = litreview.dedupe.title_key
    >>> title_key("The Wild Bees") == title_key("the wild bees.")
    True
    """
    if not isinstance(title, str):
        return ""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return re.sub(r"[\W_]+", "", folded) or title


def title_words(text: str) -> list[str]:
    """List the words of a text in small letters, without accents and without TeX."""
    if not _PLAIN.fullmatch(text):
        text = _TEX.sub("", text)
    if not text.isascii():
        text = _GREEK.sub(_spell_letter, _without_accents(text))
    return _WORD.findall(text.casefold())


def strip_notes(title: str) -> tuple[str, str]:
    """Take from a title what a database or a page put around it, and its version.

    "T262. Sand moves. [German]" and "Sand moves... [see comment]" are "Sand moves";
    "Sand moves (version 2)" is too. Returns the title and the version that it names
    ("2"), or "".
    """
    title = _TAGS.sub("", title)
    for start in _BEFORE:
        if start.match(title):
            title = start.sub("", title, count=1)

    before = None
    while title != before:
        before = title
        for end in _BEHIND:
            title = end.sub("", title) or title
        translated = _BRACKETED.fullmatch(title)
        if translated:
            title = translated[1]

    version = _VERSION.search(title)
    if not version:
        return title, ""
    name = next(filter(None, version.groups()))
    return title[: version.start()], name.lower()


def is_heading(title: str) -> bool:
    """Tell whether a title is a heading that every volume has, such as "Index"."""
    return bool(_HEADING.fullmatch(" ".join(title_words(title))))


def is_answer(title: str) -> bool:
    """Tell whether a title is of a reply, an erratum or a review of another paper."""
    return bool(_ANSWER.match(title))


def name_difference(a: str, b: str, known: Counter) -> str:
    """Name the way in which two titles differ.

    `known` counts in how many titles each word stands. The names are:

    - `spelling`: the division of words, an article, an ending, or one letter in a word
      of six or more, the first excepted, that makes a word which is known (in two
      titles or more) into one which is not;
    - `other`, as the titles of two papers do: in numbers, letters that stand alone,
      negations, prefixes, and words such as "part";
    - `typo`: other letters in words that no other title has;
    - `letters`: other letters in words that others have too, or in names;
    - `added`: one has more words than the other;
    - `subtitle`: the same, and one only has more after a colon, a dash or a full stop,
      or was cut off;
    - `changed`: other words.
    """
    # An alignment of words can depend on which of the two is the first.
    a, b = sorted((a, b))
    if _differ_by_formulas(a, b):
        return "typo"  # a page that leaves out the formulas
    short, long = sorted((a, b), key=len)
    if _is_subtitled(short, long, known):
        return "subtitle"

    names = _proper_names(a) | _proper_names(b)
    ways = set()
    for words_a, words_b in _differences(title_words(a), title_words(b)):
        if _marks(words_a) != _marks(words_b) or _prefixed(words_a, words_b, known):
            return "other"
        named = bool(names & {*words_a, *words_b})
        ways.add(_name_way("".join(words_a), "".join(words_b), known, named))

    for way in ("changed", "added", "letters", "typo"):
        if way in ways:
            return way
    return "spelling"


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _spell_letter(letter: re.Match) -> str:
    """Write a Greek letter by its name: α is alpha."""
    return f" {unicodedata.name(letter[0]).split()[-1]} "


def _differ_by_formulas(a: str, b: str) -> bool:
    """Tell whether one title has formulas, and the other is the same without them."""
    if ("$" in a) == ("$" in b):
        return False
    letters_a = "".join(title_words(_FORMULA.sub(" ", a)))
    letters_b = "".join(title_words(_FORMULA.sub(" ", b)))
    return letters_a == letters_b and len(letters_a) > LONG_FORMULA_TITLE


def _is_subtitled(short: str, long: str, known: Counter) -> bool:
    """Tell whether the shorter title is the longer without its subtitle, or cut off."""
    words = title_words(short)
    letters = "".join(words)
    if _CUT_OFF.search(short) and len(letters) > LONG_CUT_TITLE:
        return "".join(title_words(long)).startswith(letters)

    for cut in _SUBTITLE.finditer(long):
        before = title_words(long[: cut.start()])
        alike = OSA.normalized_similarity(
            "".join(before), letters, score_cutoff=ONE_TITLE
        )
        if alike < ONE_TITLE:
            continue

        subtitle = " ".join(title_words(long[cut.end() :]))
        misspelt = _are_misspelt(before, words, known)
        return misspelt and not _SERIES.match(subtitle)
    return False


def _are_misspelt(a: list[str], b: list[str], known: Counter) -> bool:
    """Tell whether two titles, as words, differ in nothing but spelling."""
    for words_a, words_b in _differences(a, b):
        way = _name_way("".join(words_a), "".join(words_b), known, False)
        if way not in ("spelling", "typo"):
            return False
    return True


def _name_way(a: str, b: str, known: Counter, named: bool) -> str:
    """Name the way in which two words differ; `named` says that one is a name."""
    if not a or not b:
        if a + b in ("a", "an", "the"):
            return "spelling"
        return "added"
    if not named and _is_misspelt(a, b, known):
        return "spelling"
    if not _are_one_word(a, b):
        return "changed"
    if named or (known[a] > 1 and known[b] > 1):
        return "letters"
    return "typo"


def _are_one_word(a: str, b: str) -> bool:
    if max(len(a), len(b)) < 5:  # one letter of "the" is a third of it
        return OSA.distance(a, b) <= 1
    return OSA.normalized_similarity(a, b) >= ONE_WORD


def _is_misspelt(a: str, b: str, known: Counter) -> bool:
    one_is_known = (known[a] > 1) != (known[b] > 1)
    long = min(len(a), len(b)) > 5
    return one_is_known and long and a[0] == b[0] and OSA.distance(a, b) == 1


def _proper_names(title: str) -> set[str]:
    """List the words that are names: with capitals inside, or before a colon."""
    names = []
    if not title.isupper():
        for word in _WORD.findall(title):
            if word[1:] != word[1:].lower():
                names.append(word)
    names += re.findall(r"^\s*([\w-]+)\s*:", title)
    return set(title_words(" ".join(names)))


def _differences(a: list[str], b: list[str]) -> list[tuple[list[str], list[str]]]:
    """List the stretches of words in which two titles differ.

    The division and the endings of words do not count.
    """
    stretches = []
    after_change = False
    for step in Levenshtein.opcodes(a, b):
        if step.tag == "equal":
            after_change = False
            continue

        words_a = a[step.src_start : step.src_end]
        words_b = b[step.dest_start : step.dest_end]
        if after_change:
            before_a, before_b = stretches.pop()
            words_a, words_b = before_a + words_a, before_b + words_b
        stretches.append((words_a, words_b))
        after_change = True
    return [pair for pair in stretches if not _have_one_root(*pair)]


def _have_one_root(a: list[str], b: list[str]) -> bool:
    if _root("".join(a)) == _root("".join(b)):
        return True
    return [_root(word) for word in a] == [_root(word) for word in b]


def _root(word: str) -> str:
    """Drop a plural, double letters, and what British and American English part in."""
    if len(word) < 5:
        return word
    for british, american in (("z", "s"), ("our", "or"), ("ae", "e"), ("oe", "e")):
        word = word.replace(british, american)
    word = re.sub("s$", "", word)
    word = re.sub("re$", "er", word)
    return re.sub(r"([a-z])\1", r"\1", word)


def _marks(words: list[str]) -> list[str]:
    """List the numbers, letters and words by which titles of two papers differ."""
    marks = []
    for word in words:
        numbers = re.findall(r"\d+", word)
        single_letter = len(word) == 1 and word not in "as"
        if numbers:
            marks += numbers
        elif word in MARKS or single_letter:
            marks.append(NUMERALS.get(word, word))
    return sorted(marks)


def _prefixed(words_a: list[str], words_b: list[str], known: Counter) -> bool:
    """Tell whether two words differ in a prefix that makes another word."""
    short, long = sorted(("".join(words_a), "".join(words_b)), key=len)
    if len(short) < 3 or not long.endswith(short):
        return False
    prefix = long.removesuffix(short)
    if prefix not in PREFIXES:
        return False
    # "pportionment" lost a letter.
    lost_a_letter = prefix == "a" and known[long] > 1 >= known[short]
    return not lost_a_letter
