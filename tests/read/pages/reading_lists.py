"""Reading lists that people write: numbered, with bullets, in Markdown, in tables, as a syllabus, and of titles only."""

import random

from tests.read.pages.page import join_names, scholar, shown, snippet, split_name, wrap

Lines = tuple[list[str], list[dict]]
HEADINGS = [
    "Surveys",
    "Foundations",
    "Methods",
    "Applications",
    "Data sets",
    "Evaluation",
    "Further reading",
]


def _link(paper: dict) -> str:
    return f"https://arxiv.org/abs/{paper['arxiv_id']}"


def _people(paper: dict, dice: random.Random) -> tuple[list[str], str]:
    """Name the authors as people do in notes: all of them, or the first "et al."."""
    if len(paper["authors"]) > 3:
        family = split_name(paper["authors"][0])[1]
        return [], f"{family} et al."
    return paper["authors"], join_names(paper["authors"])


def _groups(papers: list[dict], dice: random.Random) -> list[tuple[str, list[dict]]]:
    size = max(2, len(papers) // 3 + 1)
    groups = []
    for at in range(0, len(papers), size):
        groups.append((HEADINGS[at // size], papers[at : at + size]))
    return groups


def numbered(papers: list[dict], dice: random.Random, look: str = "dash") -> Lines:
    """Make a list with numbers: title and authors in a line, or in two, or with a link below."""
    lines = [
        "Reading list: tides, memory and models",
        "Last updated in March. Please add what is missing!",
        "",
    ]
    found = []
    number = 0
    for heading, members in _groups(papers, dice):
        lines += [heading, ""]
        for paper in members:
            number += 1
            names, text = _people(paper, dice)
            if look == "dash":
                lines.append(f"{number}. {paper['title']} – {text} ({paper['year']})")
                fact = shown(paper, "year")
            elif look == "two":
                lines += [
                    f"{number}. {paper['title']}",
                    f"   {text}, {paper['venue']} {paper['year']}",
                ]
                fact = shown(paper, "year")
            elif look == "quoted":
                lines.append(
                    f'{number}) {text}: "{paper["title"]}", {paper["abbreviated"]}, {paper["year"]}'
                )
                fact = shown(paper, "year")
            else:
                lines += [
                    f"{number}. {paper['title']}",
                    f"{text}. {paper['year']}.",
                    _link(paper),
                    "",
                ]
                fact = shown(paper, "year", "arxiv_id")
            if names:
                fact["authors"] = names
            found.append(fact)
        lines.append("")
    return lines, found


def markdown(papers: list[dict], dice: random.Random, look: str = "links") -> Lines:
    """Make the README of a list: links in bullets, bold titles with badges, a table, or check boxes with notes."""
    lines = ["# Awesome Tidal Memory [![Awesome](https://awesome.re/badge.svg)](https://awesome.re)", "", "> A curated list of papers on tides and memory. Contributions welcome!", "", "## Contents", ""]  # fmt: skip
    groups = _groups(papers, dice)
    for heading, _ in groups:
        lines.append(f"- [{heading}](#{heading.lower().replace(' ', '-')})")
    lines.append("")
    found = []
    for heading, members in groups:
        lines += [f"## {heading}", ""]
        if look == "table":
            lines += [
                "| Title | Venue | Year | Code |",
                "|:------|:-----:|:----:|:----:|",
            ]
        for paper in members:
            names, text = _people(paper, dice)
            title = (
                paper["title"].replace("|", "\\|")
                if look == "table"
                else paper["title"]
            )
            fact = shown(paper, "year")
            code = "[[code]](https://github.com/example/project)"
            if look == "links":
                lines.append(f"- [{title}]({_link(paper)}) - {text}, *{paper['venue']}*, {paper['year']}. {code}" if dice.random() < 0.4 else f"- [{title}]({_link(paper)}) - {text}, *{paper['venue']}*, {paper['year']}.")  # fmt: skip
                fact["arxiv_id"] = paper["arxiv_id"]
                if names:
                    fact["authors"] = names
            elif look == "bold":
                lines += [f"* **{title}** \\", f"  {text} \\", f"  {paper['abbreviated']} {paper['year']}. [[paper]({_link(paper)})] {code}", ""]  # fmt: skip
                fact["arxiv_id"] = paper["arxiv_id"]
                if names:
                    fact["authors"] = names
            elif look == "table":
                lines.append(f"| [{title}]({_link(paper)}) | {paper['abbreviated']} | {paper['year']} | [Link](https://github.com/example/project) |")  # fmt: skip
                fact["arxiv_id"] = paper["arxiv_id"]
            else:
                lines.append(
                    f"- [{dice.choice('x ')}] {title} ({paper['year']}) <{_link(paper)}>"
                )
                fact["arxiv_id"] = paper["arxiv_id"]
                if dice.random() < 0.3:
                    lines.append("    - compare with our own data")
            found.append(fact)
        lines.append("")
    lines += ["## Contributing", "", "Please read the [guidelines](CONTRIBUTING.md) before you open a pull request.", "", "## License", "", "[CC0](LICENSE)"]  # fmt: skip
    return lines, found


def bulleted(papers: list[dict], dice: random.Random, look: str = "chat") -> Lines:
    """Make bullets as word processors paste them, or as people paste them into a chat."""
    found = []
    if look == "chat":
        lines = ["hi all, here is what I would read first :)", ""]
        for paper in papers:
            lines.append(f"• {paper['title']} {_link(paper)}")
            found.append(shown(paper, "arxiv_id"))
        return lines, found
    lines = [
        "Literatur zum Seminar „Gezeiten und Gedächtnis“",
        "Stand: 12. März 2024",
        "",
    ]
    for heading, members in _groups(papers, dice):
        german = {"Surveys": "Überblick", "Foundations": "Grundlagen", "Methods": "Methoden", "Applications": "Anwendungen", "Data sets": "Daten", "Evaluation": "Bewertung"}.get(heading, "Weiteres")  # fmt: skip
        lines += [german, ""]
        for paper in members:
            names = [split_name(name)[1] for name in paper["authors"]]
            lines.append(f"•\t{' / '.join(names[:3])}{' u. a.' if len(names) > 3 else ''}: {paper['title']}, in: {paper['venue']}, {paper['year']}.")  # fmt: skip
            found.append(shown(paper, "year", "venue"))
        lines.append("")
    return lines, found


def syllabus(papers: list[dict], dice: random.Random) -> Lines:
    """Make the readings of a course, week by week."""
    lines = ["GEO 512: Tides and Memory", "Instructor: Ruth Blum, Room 4.17, office hours Tuesday 2–4 pm", "", "Course schedule and readings", ""]  # fmt: skip
    found = []
    for week, at in enumerate(range(0, len(papers), 3), 1):
        lines += [f"Week {week}: {dice.choice(['Introduction', 'Currents', 'Memory', 'Models', 'Measurement', 'Policy'])}", "Required:"]  # fmt: skip
        for place, paper in enumerate(papers[at : at + 3]):
            if place == 2:
                lines.append("Optional:")
            names, text = _people(paper, dice)
            lines.append(
                f'- {text} ({paper["year"]}). "{paper["title"]}." {paper["venue"]}.'
            )
            fact = shown(paper, "year", "venue")
            if names:
                fact["authors"] = names
            found.append(fact)
        lines.append("")
    lines += [
        "Grading: two short essays (40%), project (60%).",
        "Late work is accepted within three days.",
    ]
    return lines, found


def titles_only(
    papers: list[dict], dice: random.Random, blank_lines: bool = False
) -> Lines:
    """Make a list of titles and nothing else, one a line."""
    lines = []
    for paper in papers:
        lines.append(paper["title"])
        if blank_lines:
            lines.append("")
    return lines, [shown(paper) for paper in papers]


def notes(papers: list[dict], dice: random.Random, abstracts: bool = True) -> Lines:
    """Make notes with labels: Title, Authors, Year, Abstract, each on a line of its own."""
    lines = []
    found = []
    for number, paper in enumerate(papers, 1):
        lines += [f"Paper {number}", f"Title: {paper['title']}", f"Authors: {'; '.join(paper['authors'])}", f"Year: {paper['year']}", f"Journal: {paper['venue']}"]  # fmt: skip
        lines.append(f"DOI: {paper['doi']}")
        abstract = None
        if abstracts and paper["abstract"]:
            abstract = paper["abstract"]
            lines.append(f"Abstract: {abstract}")
        lines += [
            f"My notes: {dice.choice(['read again', 'good figures', 'not convinced', 'cite in section 2'])}",
            "",
        ]
        found.append(shown(paper, "authors", "year", "venue", "doi", abstract=abstract))
    return lines, found


def annotated(papers: list[dict], dice: random.Random) -> Lines:
    """Make an annotated bibliography: a reference, and a paragraph of one's own below it."""
    lines = ["Annotated bibliography", ""]
    found = []
    for paper in papers:
        names = [scholar(name) for name in paper["authors"]]
        lines += wrap(f"{', '.join(names)}: {paper['title']}. {paper['venue']} {paper['volume']} ({paper['year']}), {paper['first_page']}-{paper['last_page']}.", 84, "", "    ")  # fmt: skip
        remark = f"The authors look at a narrow question and answer it well. {dice.choice(['The sample is small.', 'The proofs are hard to follow.', 'The data are open.'])} {dice.choice(['Useful for chapter two.', 'Compare with the older work of the same group.', 'To be read with the reply in the next issue.'])}"  # fmt: skip
        lines += ["", *wrap(remark, 80, "      ", "      "), ""]
        found.append(shown(paper, "year", "venue", authors=names))
    return lines, found


def newsletter(papers: list[dict], dice: random.Random, look: str = "alert") -> Lines:
    """Make a message with papers: an alert of Google Scholar, or somebody's weekly letter."""
    found = []
    if look == "alert":
        lines = ["From: Google Scholar Alerts <scholaralerts-noreply@example.com>", "To: ada@example.org", "Subject: tidal memory - new results", "Date: Fri, 14 Nov 2025 08:11:02 +0100", ""]  # fmt: skip
        for paper in papers:
            names = [scholar(name) for name in paper["authors"]]
            part = (
                snippet(paper["abstract"], dice, 120, 190)
                if paper["abstract"]
                else None
            )
            lines += [dice.choice(["[PDF] ", "[HTML] ", ""]) + paper["title"]]
            lines += [
                f"{', '.join(names[:3])}{'…' if len(names) > 3 else ''} - {paper['abbreviated']}, {paper['year']}"
            ]
            lines += wrap(part + " …", 72) if part else []
            lines += ["Save  Twitter  LinkedIn  Facebook", ""]
            found.append(shown(paper, "year", snippet=part, authors=names[:3]))
        lines += ["This message was sent by Google Scholar because you're following new results for [tidal memory].", "List alerts", "Cancel alert"]  # fmt: skip
        return lines, found
    lines = ["The Tidal Letter, No. 47", "", "Dear readers, this week was rich. Here is what we have read, with a few words on each.", ""]  # fmt: skip
    for number, paper in enumerate(papers, 1):
        names, text = _people(paper, dice)
        part = snippet(paper["abstract"], dice, 150, 260) if paper["abstract"] else None
        lines += [f"{number}. {paper['title']}", f"by {text}", ""]
        lines += [part + "...", ""] if part else []
        lines += [f"Read more: {_link(paper)}", ""]
        found.append(shown(paper, "arxiv_id", snippet=part))
    lines += ["You receive this letter because you have subscribed to it. Unsubscribe | Update your preferences | View in browser"]  # fmt: skip
    return lines, found
