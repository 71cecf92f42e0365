"""The words and phrases of a text: which count as one, and how they are written."""

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import snowballstemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

# Words of papers in general, which say nothing of what one is about; they end a phrase as stop words do.
_ACADEMIC = """
ability able abstract account accurate accurately achieve achieved achieves achieving actually additional additionally
address addressed addresses addressing advance advances advantage aim aimed aims al allow allowed allowing allows
among analyse analysed analyze analyzed appear application applications applied apply applying approach approaches
appropriate argue article aspect aspects associated assume available average based basic basis behave benefit benefits
best better broad broadly case cases certain challenge challenges challenging characterize characterized close closely
combination combine combined combining common commonly compare compared comparing comparison comprehensive compute
conclude conclusion conclusions conduct conducted consider considered considering consist consistent consistently
consists contrast contribute contribution contributions corresponding crucial current currently demonstrate
demonstrated demonstrates demonstrating depend depending depends derive derived describe described describes despite
detail detailed determine develop developed developing development difference differences different difficult directly
discuss discussed discussion doi due e.g easily easy effect effective effectively effectiveness effects efficacy
efficient efficiently eg enable enabled enables enabling end ensure entire especially essential establish established
etc evaluate evaluated evaluating evaluation evaluations evidence examine examined example examples existing expect
expected experiment experimental experimentally experiments explain explicitly exploit explore explored extend
extended extends extensive extensively extra fact factor factors fewer final finally find finding findings finds focus
focused focuses following follows form formulate fully fundamental furthermore future gain gains generally good great
greater greatly hand having help helps hence hereby higher highly hold holds hypothesis i.e idea ie illustrate impact
important importantly improve improved improvement improvements improves improving include included includes including
increase increased increases increasing increasingly independent indicate indicates individual insight insights
inspired instance instead interesting introduce introduced introduces introducing investigate investigated
investigates issue issues key kind know known lack lacks largely larger largest later lead leading leads leave less
let level levels like likely limitation limitations limited literature little long longer look lower lowest main
mainly make makes making manner mean means measured method methodologies methodology methods metric metrics minimal
minor modern moreover motivated multiple namely nearly necessary need needed needs new newly non notably note novel
number numerous observe observed obtain obtained obtaining obtains occur offer offers order outperform outperformed
outperforming outperforms overall page paper papers part particular particularly perform performance performed
performing performs place play plays point points popular possible potential potentially powerful practical practice
present presented presenting presents prevent previous previously prior problem problems procedure produce produced
produces promising properties property propose proposed proposes proposing proven provide provided provides providing
publicly purpose question questions quite raise raises range rate rates reached real real-world recent recently reduce
reduced reduces reducing regarding related relation relative relatively relevant rely remain remained remains report
reported represent require required requires requiring research researchers respect respective respectively result
resulting results reveal revealed reveals review rule said scenario scenarios seek set sets setting settings several
short show showed showing shown shows significant significantly similar similarly simple simply simultaneously smaller
solution solutions solve solved solving sota special specific specifically start starting state state-of-the-art
stated states strategies strategy strength strengths strong stronger strongly studied studies study studying
substantial substantially success successful successfully sufficient suggest suggested suggests suitable superior
surprising surprisingly survey take taken takes task tasks technique techniques tend term terms tested theoretical
theory third thirds thus times today tool tools total traditional turn type types typical typically understand
understanding understood unique unknown unlike use used useful uses using usually utilize utilized utilizing valid
validate validated value values variant variants variety various vary varying vast verify version via view vs want way
ways wide widely widespread work works world worse worst year years yield yields
""".split()
STOP = frozenset(ENGLISH_STOP_WORDS) | frozenset(_ACADEMIC)
_WORD = re.compile(r"[^\W\d_](?:[\w’']|-(?=\w))*")
_NOUN = re.compile(r"(?:[ts]ion|ment|ity|ness|ism)s?$")
_BREAK = re.compile(r"[^\w\s’'-]+|\s-+\s|\d[\w.,]*(?=\s)")


@functools.cache
def stem(word: str) -> str:
    """Reduce an English word to its stem (Snowball), so that `network` and `networks` are one."""
    return _stemmer().stemWord(word.casefold().replace("’", "'").removesuffix("'s"))


@functools.cache
def _stemmer():
    return snowballstemmer.stemmer("english")


def phrases(text: str, longest: int = 3) -> list[str]:
    """List the words and phrases of a text as they are written: up to `longest` words with no stop word between."""
    found = []
    for part in _BREAK.split(text):
        run: list[str] = []
        for word in [*_WORD.findall(part or ""), ""]:
            if len(word) > 1 and word.casefold() not in STOP:
                run.append(word)
                continue
            found += [" ".join(run[i : i + n]) for n in range(1, longest + 1) for i in range(len(run) - n + 1)]
            run = []
    return found


def term(phrase: str) -> str:
    """Reduce a phrase to its stems, so that its spellings are one term."""
    return " ".join(stem(word) for word in phrase.split())


def terms(text: str, longest: int = 3) -> list[str]:
    """List the terms of a text, as often as they occur."""
    return [term(phrase) for phrase in phrases(text, longest)]


def spellings(texts: Iterable[str], longest: int = 3) -> dict[str, str]:
    """Give each term the spelling most used for it, in lower case where a quarter of its uses are."""
    counts: dict[str, Counter] = defaultdict(Counter)
    for text in texts:
        for phrase in phrases(text, longest):
            counts[term(phrase)][phrase] += 1
    return {own: _spelling(seen) for own, seen in counts.items()}


def _spelling(seen: Counter) -> str:
    plain = Counter({phrase: n for phrase, n in seen.items() if phrase == phrase.lower()})
    usual = plain if plain.total() >= seen.total() / 4 else seen  # titles and first words are in capitals
    nouns = {phrase: n for phrase, n in usual.items() if _NOUN.search(phrase) and n >= usual.total() / 5}
    return min(nouns or usual, key=lambda phrase: (-usual[phrase], phrase))
