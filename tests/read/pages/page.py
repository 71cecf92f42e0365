"""What the makers of copied pages share: a page, names as sites write them, lines as printers wrap them.

A maker turns papers into the text that a person gets who selects all of a page, copies it and pastes it into a file. It
takes papers and dice, and gives a list of lines and what these show of each paper.
"""

import random
import re
from collections.abc import Iterable
from typing import NamedTuple

MONTHS = "January February March April May June July August September October November December".split()
SHORT_MONTHS = [month[:3] for month in MONTHS]
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
VOWELS = "aeiouy"
PARTICLES = {"van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "la", "le", "ten", "zu"}  # fmt: skip

# Invented journals: whole, and as PubMed shortens them.
JOURNALS = [
    ("Journal of Applied Tidal Research", "J Appl Tidal Res"),
    ("Annals of Structural Inference", "Ann Struct Inference"),
    ("Northern Review of Clinical Medicine", "North Rev Clin Med"),
    ("Computation & Measurement Letters", "Comput Meas Lett"),
    ("European Archives of Molecular Systems", "Eur Arch Mol Syst"),
    ("Transactions on Learning Machines", "Trans Learn Mach"),
    ("Quarterly of Theoretical Mechanics", "Q Theor Mech"),
    ("Acta Lacustris", "Acta Lacustris"),
    ("Physics of Soft Boundaries", "Phys Soft Bound"),
    ("Language and Data Science", "Lang Data Sci"),
    ("BMC Harbour Health", "BMC Harbour Health"),
    ("Bulletin of Discrete Geometry", "Bull Discret Geom"),
]
PUBLISHERS = ["Elsevier", "Springer", "Wiley", "IEEE", "Taylor & Francis", "ACM"]
WORDS_OF_NAMES = "Ada Bruno Carla Dmitri Elin Farid Greta Hugo Ines Jonas Katrin Luca Maya Nils Olga Pavel Rosa Sven Tara Uwe".split()
FAMILIES = "Blum Fenn Okafor Lindqvist Marchetti Novak Sato Thorne Vega Wessel Ito Kowalski Brandt Duarte Haas Petrov".split()

CATEGORIES = {
    "cs.CL": "Computation and Language",
    "cs.LG": "Machine Learning",
    "cs.AI": "Artificial Intelligence",
    "cs.CV": "Computer Vision and Pattern Recognition",
    "cs.IR": "Information Retrieval",
    "stat.ML": "Machine Learning",
    "math.AG": "Algebraic Geometry",
    "math.CO": "Combinatorics",
    "hep-th": "High Energy Physics - Theory",
    "quant-ph": "Quantum Physics",
    "astro-ph.CO": "Cosmology and Nongalactic Astrophysics",
    "cond-mat.mtrl-sci": "Materials Science",
    "q-bio.NC": "Neurons and Cognition",
    "physics.ao-ph": "Atmospheric and Oceanic Physics",
    "econ.EM": "Econometrics",
    "math.PR": "Probability",
    "math.AP": "Analysis of PDEs",
    "math.NT": "Number Theory",
    "math.DG": "Differential Geometry",
    "math.OC": "Optimization and Control",
    "math-ph": "Mathematical Physics",
    "cond-mat.quant-gas": "Quantum Gases",
    "cond-mat.stat-mech": "Statistical Mechanics",
    "cond-mat.str-el": "Strongly Correlated Electrons",
    "cond-mat.mes-hall": "Mesoscale and Nanoscale Physics",
    "astro-ph.GA": "Astrophysics of Galaxies",
    "astro-ph.HE": "High Energy Astrophysical Phenomena",
    "gr-qc": "General Relativity and Quantum Cosmology",
    "hep-ph": "High Energy Physics - Phenomenology",
    "nucl-th": "Nuclear Theory",
    "physics.optics": "Optics",
    "cs.IT": "Information Theory",
    "cs.CR": "Cryptography and Security",
    "cs.DS": "Data Structures and Algorithms",
    "cs.RO": "Robotics",
    "cs.SE": "Software Engineering",
    "eess.SY": "Systems and Control",
    "stat.ME": "Methodology",
}


class Page(NamedTuple):
    """A page as text, and what it shows of each paper."""

    name: str
    layout: str
    text: str
    ending: str
    papers: list[dict]


def flat(text: str | None) -> str:
    """Write a text with single blanks."""
    return " ".join((text or "").split())


def split_name(name: str) -> tuple[str, str]:
    """Split "Given Family" into its two parts; particles belong to the family."""
    words = name.split()
    if len(words) < 2:
        return "", name
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


def initials(given: str, dot: str = ".", between: str = " ") -> str:
    """Shorten given names: "Ada Lou-Ann" becomes "A. L.-A."."""
    parts = []
    for word in given.split():
        letters = [piece[0].upper() for piece in re.split("-", word) if piece]
        if letters:
            parts.append("-".join(letter + dot for letter in letters))
    return between.join(parts)


def family_first(
    name: str, dot: str = ".", between: str = " ", comma: str = ", "
) -> str:
    """Write "Family, G. I."."""
    given, family = split_name(name)
    short = initials(given, dot, between)
    return f"{family}{comma}{short}" if short else family


def vancouver(name: str) -> str:
    """Write "Family GI", as medicine does."""
    given, family = split_name(name)
    short = initials(given, "", "").replace("-", "")
    return f"{family} {short}".strip()


def initials_first(name: str) -> str:
    """Write "G. I. Family", as engineers do."""
    given, family = split_name(name)
    return f"{initials(given)} {family}".strip()


def scholar(name: str) -> str:
    """Write "GI Family", as Google Scholar does."""
    given, family = split_name(name)
    return f"{initials(given, '', '').replace('-', '')} {family}".strip()


def whole_reversed(name: str) -> str:
    """Write "Family, Given"."""
    given, family = split_name(name)
    return f"{family}, {given}" if given else family


def join_names(names: list[str], last: str = " and ", between: str = ", ") -> str:
    """Join names as a sentence does."""
    if len(names) < 2:
        return "".join(names)
    return between.join(names[:-1]) + last + names[-1]


def snippet(
    abstract: str, dice: random.Random, least: int = 120, most: int = 240
) -> str:
    """Cut a stretch out of an abstract, at words."""
    words = abstract.split()
    wanted = dice.randint(least, most)
    taken: list[str] = []
    while words and len(" ".join(taken)) < wanted:
        taken.append(words.pop(0))
    return " ".join(taken)


def complete(paper: dict, dice: random.Random) -> dict:
    """Give a paper all that a site may show of it; what it lacks is invented."""
    journal, short = dice.choice(JOURNALS)
    year = int(paper.get("year") or dice.randint(2005, 2024))
    month, day = dice.randint(1, 12), dice.randint(1, 28)
    first = dice.randint(1, 1800)
    authors = [flat(name) for name in paper.get("authors") or []]
    if not authors:
        authors = [f"{dice.choice(WORDS_OF_NAMES)} {dice.choice(FAMILIES)}" for _ in range(dice.randint(1, 4))]  # fmt: skip
    venue = flat(paper.get("venue")) or journal
    if not paper.get("venue"):
        abbreviated = short
    else:
        abbreviated = venue if len(venue) < 40 else short
    invented = {
        "doi": f"10.{dice.randint(1001, 9999)}/{dice.choice('abcdefgh')}{dice.randint(10000, 99999)}.{year}.{dice.randint(1, 99):02}",
        "arxiv_id": f"{dice.randint(7, 25):02}{dice.randint(1, 12):02}.{dice.randint(1, 19999):05}",
        "categories": dice.sample(sorted(CATEGORIES), dice.randint(1, 3)),
    }
    if invented["arxiv_id"] < "15":
        invented["arxiv_id"] = invented["arxiv_id"][:9]
    known = {key: value for key, value in paper.items() if value}
    return {
        **invented,
        **known,
        "title": flat(paper["title"]),
        "abstract": flat(paper.get("abstract")),
        "authors": authors,
        "year": year,
        "month": month,
        "day": day,
        "venue": venue,
        "abbreviated": abbreviated,
        "volume": str(dice.randint(2, 420)),
        "issue": str(dice.randint(1, 12)),
        "first_page": str(first),
        "last_page": str(first + dice.randint(3, 28)),
        "cited_by": dice.choice([0, 0, 1, 2, 5, 8, 13, 21, 34, 67, 120, 345, 1204]),
        "pmid": str(dice.randint(10_000_000, 39_999_999)),
        "pmcid": f"PMC{dice.randint(1_000_000, 9_999_999)}",
        "proceedings": is_proceedings(venue),
    }


def is_proceedings(venue: str) -> bool:
    """Tell proceedings from journals by their name."""
    return bool(re.search(r"proceedings|conference|workshop|findings|meeting|symposium", venue, re.I))  # fmt: skip


def shown(paper: dict, *fields: str, **others) -> dict:
    """Say what a page shows of a paper: its title, these fields, and others."""
    found = {"title": paper["title"], "abstract": None, "snippet": None}
    for field in fields:
        found[field] = paper[field]
    found.update(others)
    if found["abstract"] == "":
        found["abstract"] = None
    return found


def english_date(paper: dict) -> str:
    """Write "16 January 2024"."""
    return f"{paper['day']} {MONTHS[paper['month'] - 1]} {paper['year']}"


def short_date(paper: dict) -> str:
    """Write "16 Jan 2024"."""
    return f"{paper['day']} {SHORT_MONTHS[paper['month'] - 1]} {paper['year']}"


def thousands(number: int) -> str:
    """Write 12345 as "12,345"."""
    return f"{number:,}"


def spaced(lines: Iterable[str], blank_lines: bool) -> list[str]:
    """Put a blank line after each line, as browsers do between paragraphs; or none."""
    result: list[str] = []
    for line in lines:
        result.append(line)
        if blank_lines and line:
            result.append("")
    return result


def wrap(
    text: str,
    width: int | None,
    first: str = "",
    rest: str = "",
    dice: random.Random | None = None,
    hyphens: float = 0.0,
) -> list[str]:
    """Break a text into lines of a width, the first and the others indented.

    With `hyphens`, that share of the words at the ends of lines is broken as printers do: long words at a hyphen that
    is put in, compounds at their own, links after a stroke.
    """
    if not width:
        return [first + text]
    lines: list[str] = []
    line, empty = first, True
    for word in text.split():
        room = width - len(line) - (0 if empty else 1)
        if len(word) <= room:
            line += word if empty else " " + word
            empty = False
            continue
        head, mark = "", ""
        if dice and dice.random() < hyphens:
            head, mark = _broken(word, room)
        if head:
            lines.append(line + ("" if empty else " ") + head + mark)
        elif not empty:
            lines.append(line)
        line, empty = rest + word[len(head) :], False
    lines.append(line)
    return lines


def _broken(word: str, room: int) -> tuple[str, str]:
    """Say how much of a word still goes on a line, and the hyphen that is put in, if any."""
    if "/" in word and len(word) > 12:
        at = word.rfind("/", 8, max(room, 0))
        return (word[: at + 1], "") if at > 7 else ("", "")
    if "-" in word[2:-2]:
        at = word.rfind("-", 0, max(room, 0))
        return (word[: at + 1], "") if at > 1 else ("", "")
    if not (word.isalpha() and word.islower() and word.isascii() and len(word) >= 7):
        return "", ""
    for at in range(min(room - 1, len(word) - 3), 2, -1):
        if word[at] not in VOWELS and word[at - 1] in VOWELS and word[at + 1] in VOWELS:
            return word[:at], "-"
    return "", ""


def unwrapped(text: str) -> str:
    """Write a page as one line without hyphens at the ends of lines, for finding titles in it."""
    return flat(re.sub(r"(?<=\w)-\n\s*(?=\w)", "", text))
