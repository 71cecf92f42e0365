"""A set of titles and abstracts whose duplicates are known: copies with damage, and other papers that look alike.

`corrupted(CORPORA, seed, n)` makes it of arXiv papers; `duplicates_against_peers.py` measures on it. One paper of five
has a copy: its title is damaged in one or two ways, its abstract missing (`bare`), as it was (20 %) or damaged in one.
As many are decoys: other papers, with a title made of that of one in the set and the abstract of another arXiv paper;
10 % have none (but where the title is the same, as nothing would tell it from a copy). A third of those with another
number, part or negation are of a series: they have the abstract that they resemble, 30 to 60 % of its sentences
replaced by those of the likest of 200 others.
"""

import functools
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONG = r"(?<![\\A-Za-z])[A-Za-z]{4,}"  # a word, no command of TeX
NEXT = {
    "I": "II",
    "II": "III",
    "III": "IV",
    "IV": "V",
    "VI": "VII",
    "VII": "VIII",
    "VIII": "IX",
    "IX": "X",
}
# A version is the same work, whatever its number.
NUMBER = (
    r"(?<![\dv.])\d+|(?<=[Pp]art )I\b|\bI(?=[.:]|$)|\b(?:II|III|IV|VI|VII|VIII|IX)\b"
)
MARKS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "v": "\u030c",
    "c": "\u0327",
}
ACCENTS = {
    "Schrodinger": 'Schr\\"odinger',
    "Poincare": "Poincar\\'e",
    "Kahler": 'K\\"ahler',
    "naive": 'na\\"ive',
}
BRITISH = {
    r"(?<=[a-z]{4})iz(e|ed|es|ing|ation|ations|er|ers)\b": r"is\1",
    r"(behavi|col|neighb|flav|fav|harb|vap|hum)or(?!ad)": r"\1our",
    r"(cent|fib|calib|theat)er\b": r"\1re",
    r"(mod|lab|trav|chann|sign|canc|tunn)(el|al)(ed|ing)\b": r"\1\2l\3",
    r"\b([Aa]nal|[Cc]atal)yz(e|ed|es|ing)\b": r"\1ys\2",
}
GENERIC = """Introduction;Editorial;Author index;Preface to the special issue;Preface;Foreword;Book review;Conclusion;\
Letter to the editor;Conclusions;Corrigendum;Erratum;In memoriam;List of reviewers;Subject index;Special issue;Errata;\
Table of contents;Editor's note;Acknowledgements;Discussion;News and views;Concluding remarks;Summary;Outline;Obituary;\
Introduction to the special issue;Introduction to the special section;Message from the chairs;Front matter;Reply;\
Welcome message;Preface to the second edition;Abstracts of the annual meeting;Response;Annual report""".split(
    ";"
)
Change = Callable[
    [str, random.Random], str
]  # gives the text back as it was where it cannot change it


def key(title: str) -> str:
    return re.sub(r"[\W_]+", "", title.casefold())


def in_one(
    text: str, pattern: str, dice: random.Random, change: Callable[[str], str]
) -> str:
    """Change one of the places that a pattern is found at."""
    found = dice.choice([*re.finditer(pattern, text)] or [None])
    return (
        text[: found.start()] + change(found[0]) + text[found.end() :]
        if found
        else text
    )


def edited(text: str, dice: random.Random) -> str:
    """Drop, add, replace or swap a letter of a word of four letters or more."""

    def change(word: str) -> str:
        at, letter = dice.randrange(len(word)), dice.choice(LETTERS)
        own, rest = word[at], word[at + 1 :]
        return word[:at] + dice.choice(
            [rest, letter + own + rest, letter + rest, rest[:1] + own + rest[1:]]
        )

    return in_one(text, LONG, dice, change)


def typos(text: str, dice: random.Random, most: int = 3) -> str:
    for _ in range(dice.randint(1, most)):
        text = edited(text, dice)
    return text


def put_tex(title: str, dice: random.Random) -> str:
    accented = re.sub("|".join(ACCENTS), lambda found: ACCENTS[found[0]], title)
    wrapped = dice.choice(
        ["\\emph{%s}", "\\textit{%s}", "{%s}", "\\textbf{%s}", "$%s$"]
    )
    return (
        accented
        if accented != title
        else in_one(title, r"(?<![\\$])\b\w+\b", dice, lambda word: wrapped % word)
    )


def take_tex(title: str, dice: random.Random) -> str:
    """Write accents as letters, and leave out formulas, or the signs of TeX in them."""
    accent = r"\{?\\(['`^\"~vc])\s?\{?([A-Za-z])\}?\}?"
    title = re.sub(
        accent,
        lambda found: unicodedata.normalize("NFC", found[2] + MARKS[found[1]]),
        title,
    )
    return dice.choice(
        [re.sub(r"\$[^$]*\$", "", title), re.sub(r"[\\${}^_]", "", title)]
    )


def punctuation(title: str, dice: random.Random) -> str:
    hyphen, colon = dice.choice([" ", "", "–", "‐"]), dice.choice([" –", ".", " -", ""])
    return re.sub(r"\b-\b", hyphen, title).replace(":", colon).replace(
        ",", ""
    ) + dice.choice(["", "."])


def tags(title: str, dice: random.Random) -> str:
    """Write as HTML what is read as it: the reader takes tags out and turns entities into letters."""
    entities = title.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;")
    tag = dice.choice(["i", "b", "em", "sup", "sub"])
    return (
        entities
        if entities != title
        else in_one(title, LONG, dice, lambda word: f"<{tag}>{word}</{tag}>")
    )


def glued(title: str, dice: random.Random) -> str:
    if dice.random() < 0.5:
        return in_one(title, " ", dice, lambda space: "")
    return in_one(title, r"[A-Za-z]{6,}", dice, lambda word: word[:3] + " " + word[3:])


def mojibake(title: str, dice: random.Random) -> str:
    """Read the UTF-8 of accents, dashes and typographic marks as if it were Windows-1252."""
    said = take_tex(title, dice) if "\\" in title else title
    said = re.sub("--?", "–", said).replace("'", "’")
    return said.encode().decode("cp1252", "ignore") if not said.isascii() else title


TITLE: dict[str, Change] = {
    "typos": typos,
    "case": lambda text, dice: dice.choice([text.upper(), text.title(), text.lower()]),
    "TeX put in": put_tex,
    "TeX taken out": take_tex,
    "lost subtitle": lambda text, dice: re.sub(
        r"(?<=.{15})(:| -{1,3}) .*", "", text, count=1
    ),
    "version": lambda text, dice: (
        text + dice.choice([" v2", " (version 2)", " [v3]", ", version 2", " (v1)"])
    ),
    "punctuation": punctuation,
    "British": lambda text, dice: functools.reduce(
        lambda said, rule: re.sub(*rule, said), BRITISH.items(), text
    ),
    "HTML": tags,
    "prefix": lambda text, dice: (
        dice.choice(["T262. ", "[PDF] ", "P-113: ", "12. ", "Abstract 4021: "]) + text
    ),
    "words glued or split": glued,
    "mojibake": mojibake,
}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text.strip())


def rewritten(text: str, dice: random.Random) -> str:
    """Shuffle the words of a sentence, all of them or two thirds."""
    said = sentences(text)
    at = dice.randrange(len(said))
    words = said[at].split()
    said[at] = " ".join(
        dice.sample(words, dice.choice([len(words), len(words) * 2 // 3]))
    )
    return " ".join(said)


ABSTRACT: dict[str, Change] = {
    "abstract cut": lambda text, dice: (
        text[: int(len(text) * dice.uniform(0.15, 0.95))].rstrip() + "…"
    ),
    "abstract with typos": lambda text, dice: typos(text, dice, 8),
    "Abstract: before it": lambda text, dice: (
        dice.choice(["Abstract: ", "ABSTRACT ", "Abstract—"]) + text
    ),
    "other spaces in it": lambda text, dice: re.sub(
        r"\s+", lambda _: dice.choice([" ", "  ", "\n", "\xa0"]), text
    ),
    "a sentence rewritten": rewritten,
    "copyright after it": lambda text, dice: (
        text + dice.choice([" © 2015 Elsevier B.V.", " All rights reserved."])
    ),
}


def negation(title: str, dice: random.Random) -> str:
    without = re.sub(r"\bwith\b", "without", title, count=1)
    negated = in_one(
        title,
        r"(?<![\\-])\b[A-Za-z]{5,}",
        dice,
        lambda word: dice.choice(["not ", "non-", "no "]) + word,
    )
    return negated if without == title else without


def other_word(title: str, dice: random.Random, words: dict[str, list[str]]) -> str:
    """Put a word of other titles with the same ending in the place of one."""

    def change(word: str) -> str:
        alike = [
            w
            for w in words.get(word[-3:].lower(), [])
            if w.rstrip("s") != word.lower().rstrip("s")
        ]
        other = dice.choice(alike) if alike else word
        return other.capitalize() if alike and word[0].isupper() else other

    return in_one(title, r"(?<![\\-])\b[A-Za-z]{6,}\b(?!-)", dice, change)


def series(text: str, later: list[str], dice: random.Random) -> str:
    """Replace 30 to 60 % of the sentences by those of the likest of 200 abstracts, which is taken from the list."""
    said, words = sentences(text), set(text.lower().split())
    other = max(
        later[:200],
        key=lambda each: (
            len(words & (own := set(each.lower().split()))) / len(words | own)
        ),
    )
    later.remove(other)
    for at in dice.sample(
        range(len(said)), max(1, round(dice.uniform(0.3, 0.6) * len(said)))
    ):
        said[at] = dice.choice(sentences(other))
    return " ".join(said)


def taken(
    order: list[int],
    papers: list,
    number: int,
    change: Change,
    dice: random.Random,
    known: set,
) -> list[tuple]:
    """Take from the order the first papers whose titles can be changed, into none of another paper that is known."""
    found = {}
    for i in order if number else []:
        title, own = change(papers[i][0], dice), papers[i][0]
        if title != own and (key(title) not in known or key(title) == key(own)):
            found[i] = title
            if len(found) == number:
                break
    order[:] = [i for i in order if i not in found]
    return [*found.items()]


def copies(
    papers: list, number: int, known: set, bare: float, dice: random.Random
) -> Iterator[tuple]:
    order = dice.sample(range(len(papers)), len(papers))
    for at, (way, change) in enumerate(TITLE.items()):
        for i, title in taken(
            order, papers, (number + at) // len(TITLE), change, dice, known
        ):
            second = dice.choice([each for each in TITLE if each != way])
            changed = TITLE[second](title, dice) if dice.random() < 0.5 else title
            ways = [way, second] if changed != title else [way]
            chance, how = dice.random(), dice.choice([*ABSTRACT])
            how = (
                "abstract missing"
                if chance < bare
                else "abstract the same"
                if chance < bare + 0.2
                else how
            )
            text = ABSTRACT.get(how, lambda text, dice: text)(papers[i][1], dice)
            yield (
                changed,
                None if chance < bare else text,
                i,
                "copy: " + " + ".join([*ways, how]),
            )


def decoys(
    papers: list,
    later: list,
    number: int,
    known: set,
    lone: set,
    bare: float,
    dice: random.Random,
) -> Iterator[tuple]:
    """Make other papers of the titles of some, not the same title where a copy of it stands alone, without abstract."""
    words = defaultdict(list)
    for word, times in Counter(
        re.findall("[a-z]{6,}", " ".join(title.lower() for title, _ in papers))
    ).items():
        words[word[-3:]] += [word] * (times > 4)
    replies, parts = (
        ["Reply to: %s", "Erratum: %s", 'Comment on "%s"'],
        [", part 2", " II", ": Part Two", " (Part II)"],
    )
    shares = {
        "number": (
            lambda title, dice: in_one(
                title, NUMBER, dice, lambda n: NEXT.get(n) or str(int(n) + 1)
            ),
            18,
        ),
        "part": (lambda title, dice: title + dice.choice(parts), 16),
        "negation": (negation, 18),
        "reply or erratum": (lambda title, dice: dice.choice(replies) % title, 14),
        "another word": (lambda title, dice: other_word(title, dice, words), 18),
    }
    order = dice.sample(range(len(papers)), len(papers))
    for way, (change, share) in shares.items():
        for i, title in taken(
            order, papers, number * share // 100, change, dice, known
        ):
            chance, sister = dice.random(), way in ("number", "part", "negation")
            how = (
                "no abstract"
                if chance < bare
                else "a series"
                if sister and chance < bare + 0.3
                else "another abstract"
            )
            text = (
                series(papers[i][1], later, dice) if how == "a series" else later.pop()
            )
            yield title, None if chance < bare else text, None, f"decoy: {way} + {how}"
    for i in [i for i in order if i not in lone][: number // 10]:
        yield papers[i][0], later.pop(), None, "decoy: same title + another abstract"
    for title in dice.sample([*GENERIC] * 20, len(GENERIC) * 20)[: number * 6 // 100]:
        how, text = (
            ("no abstract", None)
            if dice.random() < bare
            else ("another abstract", later.pop())
        )
        yield title, text, None, f"decoy: generic title + {how}"


def arxiv(corpora: Path) -> pd.DataFrame:
    """Read the arXiv papers, one of each title."""
    papers = pd.read_parquet(corpora / "arxiv_100k.parquet")
    return papers[~papers["title"].map(key).duplicated()].reset_index(drop=True)


def corrupted(
    corpora: Path, seed: int = 0, n: int = 20_000, share: float = 0.2, bare: float = 0.0
) -> tuple:
    """Draw n papers, and make copies and decoys, `share` as many of each: records, the paper of each, and its kind.

    `bare` is the share of copies and decoys without an abstract.
    Kinds are "original", "copy: WAY + WAY + ABSTRACT" and "decoy: WAY + ABSTRACT". The records stand in random order.
    """
    dice, table = random.Random(seed), arxiv(corpora)
    drawn = (
        table.loc[dice.sample(range(len(table)), len(table)), ["title", "abstract"]]
        .to_numpy()
        .tolist()
    )
    papers, known = drawn[:n], {key(title) for title, _ in drawn}
    rows = [
        (title, abstract, i, "original") for i, (title, abstract) in enumerate(papers)
    ]
    rows += copies(papers, round(n * share), known, bare, dice)
    lone = {i for _, abstract, i, _ in rows if abstract is None}
    rows += decoys(
        papers,
        [text for _, text in drawn[n:]],
        round(n * share),
        known,
        lone,
        bare,
        dice,
    )
    made = pd.DataFrame(
        dice.sample(rows, len(rows)), columns=["title", "abstract", "gold", "kind"]
    )
    gold = made["gold"].fillna(pd.Series(range(n, n + len(made)))).astype("int64")
    where = {
        "dump": "corrupted.csv",
        "record": made.index + 1,
        "line": pd.NA,
        "seen_on": pd.NaT,
    }
    types = {
        "title": "str",
        "abstract": "str",
        "line": "Int64",
        "seen_on": "datetime64[us]",
    }
    return made[["title", "abstract"]].assign(**where).astype(types), gold, made["kind"]
