"""Reference lists in the styles of the fields, as PDFs and word processors break their lines."""

import random
import re
from collections.abc import Callable

from tests.read.pages.page import (
    MONTHS,
    SHORT_MONTHS,
    family_first,
    initials,
    initials_first,
    is_proceedings,
    join_names,
    shown,
    split_name,
    vancouver,
    whole_reversed,
    wrap,
)

Lines = tuple[list[str], list[dict]]
Written = tuple[str, dict]


def _kind(paper: dict, dice: random.Random) -> str:
    """Say how a paper is cited: as a preprint, in proceedings or in a journal."""
    if paper["proceedings"]:
        return "proceedings"
    return dice.choice(["journal", "journal", "journal", "preprint"])


def _ended(title: str, stop: str = ".") -> str:
    return title if title[-1] in ".?!" else title + stop


def _range(paper: dict, dash: str = "–") -> str:
    return f"{paper['first_page']}{dash}{paper['last_page']}"


def apa(paper: dict, dice: random.Random) -> Written:
    """Write: Family, G., & Family, G. (2020). Title. Journal, 3(2), 1–9. https://doi.org/…"""
    names = [family_first(name) for name in paper["authors"]]
    if len(names) > 20:
        people = ", ".join(names[:19]) + ", … " + names[-1]
    else:
        people = join_names(names, ", & ")
    kind = _kind(paper, dice)
    date = f"({paper['year']})"
    if kind == "proceedings" and dice.random() < 0.3:
        date = f"({paper['year']}, {MONTHS[paper['month'] - 1]})"
    start = f"{people} {date}. {_ended(paper['title'])}"
    fact = shown(paper, "year", authors=names)
    with_doi = dice.random() < 0.7
    if kind == "preprint":
        fact["arxiv_id"] = paper["arxiv_id"]
        return f"{start} arXiv preprint arXiv:{paper['arxiv_id']}.", fact
    fact["venue"] = paper["venue"]
    if kind == "proceedings":
        text = f"{start} In {paper['venue']} (pp. {_range(paper)})."
    else:
        text = f"{start} {paper['venue']}, {paper['volume']}({paper['issue']}), {_range(paper)}."
    if with_doi:
        text += f" https://doi.org/{paper['doi']}"
        fact["doi"] = paper["doi"]
    return text, fact


def vancouver_style(paper: dict, dice: random.Random) -> Written:
    """Write: Family GI, Family GI. Title. J Abbrev. 2020;3(2):1-9. doi: …"""
    names = [vancouver(name) for name in paper["authors"]]
    people = ", ".join(names)
    if len(names) > 6:
        names = names[:6]
        people = ", ".join(names) + ", et al"
    kind = _kind(paper, dice)
    text = f"{people}. {_ended(paper['title'])} "
    fact = shown(paper, "year", authors=names)
    if kind == "preprint":
        text += f"arXiv:{paper['arxiv_id']} [Preprint]. {paper['year']} [cited 2024 {dice.choice(SHORT_MONTHS)} {dice.randint(1, 28)}]. Available from: https://arxiv.org/abs/{paper['arxiv_id']}"  # fmt: skip
        fact["arxiv_id"] = paper["arxiv_id"]
    elif kind == "proceedings":
        text += f"In: {paper['venue']}; {paper['year']} {SHORT_MONTHS[paper['month'] - 1]} {paper['day']}; {dice.choice(['Lund', 'Porto', 'Trieste'])}. p. {_range(paper, '-')}."  # fmt: skip
        fact["venue"] = paper["venue"]
    else:
        text += f"{paper['abbreviated']}. {paper['year']};{paper['volume']}({paper['issue']}):{_range(paper, '-')}."
        fact["venue"] = paper["abbreviated"]
        if dice.random() < 0.5:
            text += f" doi: {paper['doi']}."
            fact["doi"] = paper["doi"]
        if dice.random() < 0.2:
            text += f" PMID: {paper['pmid']}."
            fact["pmid"] = paper["pmid"]
    return text, fact


def ieee(paper: dict, dice: random.Random) -> Written:
    """Write: G. I. Family and G. Family, “Title,” Journal, vol. 3, no. 2, pp. 1–9, Mar. 2020."""
    names = [initials_first(name) for name in paper["authors"]]
    if len(names) > 6:
        names = names[:1]
        people = names[0] + " et al."
    elif len(names) == 2:
        people = " and ".join(names)
    else:
        people = join_names(names, ", and ")
    kind = _kind(paper, dice)
    title = _ended(paper["title"], ",")
    text = f"{people}, “{title}” "
    fact = shown(paper, "year", authors=names)
    month = SHORT_MONTHS[paper["month"] - 1]
    if kind == "preprint":
        text += f"arXiv preprint arXiv:{paper['arxiv_id']}, {paper['year']}."
        fact["arxiv_id"] = paper["arxiv_id"]
    elif kind == "proceedings":
        text += f"in {paper['venue']}, {paper['year']}, pp. {_range(paper)}."
        fact["venue"] = paper["venue"]
    else:
        text += f"{paper['venue']}, vol. {paper['volume']}, no. {paper['issue']}, pp. {_range(paper)}, {month}. {paper['year']}"  # fmt: skip
        fact["venue"] = paper["venue"]
        if dice.random() < 0.4:
            text += f", doi: {paper['doi']}"
            fact["doi"] = paper["doi"]
        text += "."
    return text, fact


def chicago(paper: dict, dice: random.Random) -> Written:
    """Write: Family, Given, and Given Family. 2020. “Title.” Journal 3 (2): 1–9."""
    people = join_names(
        [whole_reversed(paper["authors"][0]), *paper["authors"][1:]], ", and "
    )
    kind = _kind(paper, dice)
    text = f"{_ended(people)} {paper['year']}. “{_ended(paper['title'])}” "
    fact = shown(paper, "authors", "year")
    if kind == "preprint":
        text += f"arXiv. https://doi.org/10.48550/arXiv.{paper['arxiv_id']}."
    elif kind == "proceedings":
        text += f"In {paper['venue']}, {_range(paper)}."
        fact["venue"] = paper["venue"]
    else:
        text += (
            f"{paper['venue']} {paper['volume']} ({paper['issue']}): {_range(paper)}."
        )
        fact["venue"] = paper["venue"]
        if dice.random() < 0.5:
            text += f" https://doi.org/{paper['doi']}."
            fact["doi"] = paper["doi"]
    return text, fact


def acl(paper: dict, dice: random.Random) -> Written:
    """Write: Given Family and Given Family. 2020. Title. In Proceedings of …, pages 1–9, City."""
    people = join_names(
        paper["authors"], ", and " if len(paper["authors"]) > 2 else " and "
    )
    kind = _kind(paper, dice)
    text = f"{_ended(people)} {paper['year']}. {_ended(paper['title'])} "
    fact = shown(paper, "authors", "year")
    if kind == "preprint":
        text += dice.choice(
            [
                f"arXiv preprint arXiv:{paper['arxiv_id']}.",
                f"Preprint, arXiv:{paper['arxiv_id']}.",
            ]
        )
        fact["arxiv_id"] = paper["arxiv_id"]
    elif kind == "proceedings":
        text += f"In {paper['venue']}, pages {_range(paper)}, {dice.choice(['Online', 'Lund, Sweden', 'Porto, Portugal'])}. Association for Computational Linguistics."  # fmt: skip
        fact["venue"] = paper["venue"]
    else:
        text += (
            f"{paper['venue']}, {paper['volume']}({paper['issue']}):{_range(paper)}."
        )
        fact["venue"] = paper["venue"]
    return text, fact


def plain(paper: dict, dice: random.Random) -> Written:
    """Write: G. Family and G. Family. Title. Journal, 3(2):1–9, 2020."""
    whole = dice.random() < 0.5
    names = (
        paper["authors"]
        if whole
        else [initials_first(name) for name in paper["authors"]]
    )
    people = join_names(names, ", and " if len(names) > 2 else " and ")
    kind = _kind(paper, dice)
    text = f"{_ended(people)} {_ended(paper['title'])} "
    fact = shown(paper, "year", authors=names)
    if kind == "preprint":
        text += f"arXiv preprint arXiv:{paper['arxiv_id']}, {paper['year']}."
        fact["arxiv_id"] = paper["arxiv_id"]
    elif kind == "proceedings":
        text += f"In {paper['venue']}, pages {_range(paper)}, {paper['year']}."
        fact["venue"] = paper["venue"]
    else:
        text += f"{paper['venue']}, {paper['volume']}({paper['issue']}):{_range(paper)}, {paper['year']}."
        fact["venue"] = paper["venue"]
    return text, fact


def harvard(paper: dict, dice: random.Random) -> Written:
    """Write: Family, G.I. and Family, G. (2020) ‘Title’, Journal, 3(2), pp. 1–9."""
    names = [family_first(name, between="") for name in paper["authors"]]
    if len(names) > 3 and dice.random() < 0.5:
        names = names[:1]
        people = names[0] + " et al."
    else:
        people = join_names(names, " and ")
    kind = _kind(paper, dice)
    title = paper["title"]
    text = f"{people} ({paper['year']}) ‘{title}’, "
    fact = shown(paper, "year", authors=names)
    if kind == "preprint":
        text += f"arXiv [Preprint]. Available at: https://arxiv.org/abs/{paper['arxiv_id']} (Accessed: {dice.randint(1, 28)} {dice.choice(MONTHS)} 2024)."  # fmt: skip
        fact["arxiv_id"] = paper["arxiv_id"]
    elif kind == "proceedings":
        text += f"in {paper['venue']}, pp. {_range(paper)}."
        fact["venue"] = paper["venue"]
    else:
        text += f"{paper['venue']}, {paper['volume']}({paper['issue']}), pp. {_range(paper)}."
        fact["venue"] = paper["venue"]
        if dice.random() < 0.6:
            text += f" Available at: https://doi.org/{paper['doi']}."
            fact["doi"] = paper["doi"]
    return text, fact


def mla(paper: dict, dice: random.Random) -> Written:
    """Write: Family, Given, and Given Family. “Title.” Journal, vol. 3, no. 2, 2020, pp. 1–9."""
    names = paper["authors"]
    if len(names) > 2:
        people, names = f"{whole_reversed(names[0])}, et al", names[:1]
    elif len(names) == 2:
        people = f"{whole_reversed(names[0])}, and {names[1]}"
    else:
        people = whole_reversed(names[0])
    text = f"{_ended(people)} “{_ended(paper['title'])}” {paper['venue']}, "
    if paper["proceedings"]:
        text += f"{paper['year']}, pp. {_range(paper)}."
    else:
        text += f"vol. {paper['volume']}, no. {paper['issue']}, {paper['year']}, pp. {_range(paper)}."
    return text, shown(paper, "year", "venue", authors=names)


def gb7714(paper: dict, dice: random.Random) -> Written:
    """Write: FAMILY G, FAMILY G, 等. Title[J]. Journal, 2020, 3(2): 1-9."""
    names = []
    for name in paper["authors"][:3]:
        given, family = split_name(name)
        names.append(f"{family.upper()} {initials(given, '', ' ')}".strip())
    people = ", ".join(names) + (", et al" if len(paper["authors"]) > 3 else "")
    text = f"{people}. {paper['title']}"
    if is_proceedings(paper["venue"]):
        text += f"[C]//{paper['venue']}. {paper['year']}: {_range(paper, '-')}."
    else:
        text += f"[J]. {paper['venue']}, {paper['year']}, {paper['volume']}({paper['issue']}): {_range(paper, '-')}."
    return text, shown(paper, "year", "venue", authors=names)


def nature(paper: dict, dice: random.Random) -> Written:
    """Write: Family, G. I., Family, G. & Family, G. Title. J. Abbrev. 3, 1–9 (2020)."""
    names = [family_first(name) for name in paper["authors"]]
    if len(names) > 5:
        names = names[:1]
        people = names[0] + " et al."
    else:
        people = join_names(names, " & ")
    text = f"{people} {_ended(paper['title'])} {paper['abbreviated']} {paper['volume']}, {_range(paper)} ({paper['year']})."  # fmt: skip
    return text, shown(paper, "year", authors=names, venue=paper["abbreviated"])


STYLES: dict[str, Callable[[dict, random.Random], Written]] = {
    "APA": apa,
    "Vancouver": vancouver_style,
    "IEEE": ieee,
    "Chicago": chicago,
    "ACL": acl,
    "plain": plain,
    "Harvard": harvard,
    "MLA": mla,
    "GB/T 7714": gb7714,
    "Nature": nature,
}


def reference_list(
    papers: list[dict],
    dice: random.Random,
    style: str = "APA",
    numbers: str = "",
    width: int | None = None,
    hanging: int = 0,
    blank_lines: bool = False,
    hyphens: float = 0.0,
    heading: str = "References",
    pages: str = "",
    before: bool = False,
) -> Lines:
    """Make a reference list.

    `numbers` is a pattern such as "[{}] " or empty; `hanging` how far the lines of an entry after the first are
    indented; `pages` the furniture of a PDF's pages: "heads", "ieee", "numbers" or empty; `before` puts the end of the
    running text above the list.
    """
    entries = []
    for paper in papers:
        entries.append(STYLES[style](paper, dice))
    if not numbers:
        entries.sort(key=lambda entry: entry[0].casefold())

    lines: list[str] = []
    if before:
        lines += _end_of_paper(papers, width, dice)
    if heading:
        lines.append(heading)
        if blank_lines or dice.random() < 0.3:
            lines.append("")
    for number, (text, _) in enumerate(entries, 1):
        mark = numbers.format(number)
        indent = " " * hanging
        lines += wrap(text, width, mark, indent, dice, hyphens)
        if blank_lines:
            lines.append("")
    if pages:
        lines = _paginated(lines, pages, dice)
    return lines, [fact for _, fact in entries]


def _end_of_paper(papers, width, dice) -> list[str]:
    text = "We have shown that the method works on three collections and that it fails on a fourth, for reasons that we understand only in part. Future work will look at longer documents, at other languages, and at the cost of keeping the collections up to date over several years."  # fmt: skip
    thanks = "We thank the members of the harbour group for their comments, and three reviewers who read an earlier version with great care. This work was supported by the Foundation for Tidal Research under grant 17-204."  # fmt: skip
    return [
        "6 Conclusion",
        *wrap(text, width, dice=dice),
        "Acknowledgements",
        *wrap(thanks, width, dice=dice),
    ]


PAGE_FURNITURE = re.compile(
    r"^(\d+|Slow tides and fast memories|A\. Blum et al\.|Authorized licensed use limited to: .*"
    r"|\d+ IEEE TRANSACTIONS ON FIELD METHODS, .*)\n",
    re.M,
)


def without_page_furniture(text: str) -> str:
    """Take running heads and page numbers out again."""
    return PAGE_FURNITURE.sub("", text)


def _paginated(lines: list[str], pages: str, dice: random.Random) -> list[str]:
    """Put running heads and page numbers between the lines, as the text of a PDF has them."""
    result: list[str] = []
    page = dice.randint(8, 30)
    title = "Slow tides and fast memories"
    step = dice.randint(26, 40)
    for at, line in enumerate(lines):
        if at and at % step == 0:
            if pages == "heads":
                result += (
                    [f"{title}", f"{page}"]
                    if page % 2
                    else [f"{page}", "A. Blum et al."]
                )
            elif pages == "ieee":
                result += [
                    "Authorized licensed use limited to: University of Lund. Downloaded on June 11,2021 at 09:14:33 UTC from IEEE Xplore.  Restrictions apply. ",
                    f"{page} IEEE TRANSACTIONS ON FIELD METHODS, VOL. 12, NO. 3, MARCH 2021",
                ]
            else:
                result.append(str(page))
            page += 1
        result.append(line)
    if pages == "ieee":
        result.append("Authorized licensed use limited to: University of Lund. Downloaded on June 11,2021 at 09:14:33 UTC from IEEE Xplore.  Restrictions apply. ")  # fmt: skip
    else:
        result.append(str(page))
    return result
