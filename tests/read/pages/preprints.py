"""Pages of archives and proceedings: arXiv, Daily Papers, OpenReview, ACL Anthology, DBLP and others of their kind."""

import random

from tests.read.pages.page import (
    CATEGORIES,
    MONTHS,
    SHORT_MONTHS,
    WEEKDAYS,
    english_date,
    join_names,
    short_date,
    shown,
    snippet,
    thousands,
    wrap,
)

Lines = tuple[list[str], list[dict]]


def subjects(paper: dict) -> str:
    """Write the subjects of a paper as arXiv does."""
    names = []
    for category in _categories(paper):
        names.append(f"{CATEGORIES.get(category, 'General Topics')} ({category})")
    return "; ".join(names)


def _categories(paper: dict) -> list[str]:
    categories = paper["categories"]
    if isinstance(categories, str):
        return categories.replace(",", " ").split()
    return list(categories)


def _comment(dice: random.Random) -> str | None:
    pages = dice.randint(4, 48)
    return dice.choice(
        [
            None,
            f"{pages} pages, {dice.randint(1, 14)} figures",
            f"{pages} pages",
            "Accepted at the 2024 Workshop on Field Methods",
            "Code available at https://github.com/example/project",
            f"{pages} pages; v2: typos corrected, references added",
        ]
    )


# arXiv lists -----------------------------------------------------------------


ARXIV_HEAD_NEW = """Skip to main content
Cornell University
We gratefully acknowledge support from the Simons Foundation, member institutions, and all contributors. Donate
arxiv logo > cs > {category}
Help | Advanced Search

All fields
Search
{name}""".split("\n")
ARXIV_HEAD_OLD = """Cornell University
We gratefully acknowledge support from
the Simons Foundation and member institutions.
arXiv.org > cs > {category}
Search...
All fields
Search
Help | Advanced Search
{name}""".split("\n")
ARXIV_FOOT_NEW = """About
Help
contact arXivClick here to contact arXiv Contact
subscribe to arXiv mailingsClick here to subscribe Subscribe
Copyright
Privacy Policy
Web Accessibility Assistance

arXiv Operational Status
Get status notifications via email or slack""".split("\n")
ARXIV_FOOT_OLD = "Links to: arXiv, form interface, find, cs, recent, 2311, contact, help  (Access key information)".split("\n")  # fmt: skip


def arxiv_list(
    papers: list[dict],
    dice: random.Random,
    kind: str = "recent",
    new_look: bool = True,
    blank_lines: bool = False,
    furniture: bool = True,
    indented: bool = False,
) -> Lines:
    """Make a list of arXiv: "new" with abstracts, "recent" without; the look of today or of before 2024."""
    category = dice.choice(["cs.CL", "cs.LG", "cs.CV", "stat.ML"])
    day = f"{dice.choice(WEEKDAYS[:5])[:3]}, {dice.randint(1, 28)} {dice.choice(SHORT_MONTHS)} {dice.randint(2019, 2025)}"
    lines: list[str] = []
    total = len(papers) + dice.randint(0, 300) * (kind == "recent")
    if furniture:
        lines += _arxiv_top(category, day, kind, total, new_look, dice)

    sections = _sections(papers, kind, total, day, new_look)
    found = []
    number = 0
    for heading, members, with_abstract, note in sections:
        lines.append(heading)
        for paper in members:
            number += 1
            entry, fact = _arxiv_entry(
                paper, number, with_abstract, note, new_look, dice
            )
            for at, line in enumerate(entry):
                lines.append("    " + line if indented and at else line)
                if blank_lines:
                    lines.append("")
            found.append(fact)
    if furniture:
        lines += [f"Total of {total} entries : 1-50 51-100 101-{total}"] if new_look else [f"[ total of {total} entries: 1-25 | 26-50 | 51-75 | ... ]"]  # fmt: skip
        lines += ["Showing up to 50 entries per page: fewer | more | all"] if new_look else ["[ showing up to 25 entries per page: fewer | more ]"]  # fmt: skip
        lines += ARXIV_FOOT_NEW if new_look else ARXIV_FOOT_OLD
    return lines, found


def _arxiv_top(category, day, kind, total, new_look, dice) -> list[str]:
    head = ARXIV_HEAD_NEW if new_look else ARXIV_HEAD_OLD
    lines = [line.format(category=category, name=CATEGORIES[category]) for line in head]
    if kind == "recent":
        lines.append("Authors and titles for recent submissions")
        days = [f"{name}, {9 + at} {day.split()[2]} {day.split()[3]}" for at, name in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri"])]  # fmt: skip
        lines += (
            days[::-1] if new_look else ["", *("    " + one for one in days[::-1]), ""]
        )
        if new_look:
            lines.append("See today's new changes")
            lines.append("")
    else:
        lines.append("New submissions" if not new_look else "")
    if new_look:
        lines.append(f"Total of {total} entries : 1-50 51-100 101-{total}")
        lines.append("Showing up to 50 entries per page: fewer | more | all")
    elif kind == "recent":
        lines.append(f"[ total of {total} entries: 1-25 | 26-50 | 51-75 | ... ]")
        lines.append("[ showing 25 entries per page: fewer | more | all ]")
    else:
        lines.append(
            "Submissions received from  Tue 3 Oct 23  to  Wed 4 Oct 23, announced Thu, 5 Oct 23"
        )
        lines += ["", "    New submissions", "    Cross-lists", "    Replacements", ""]
        lines.append(f"[ total of {total} entries: 1-{total} ]")
        lines.append("[ showing up to 2000 entries per page: fewer | more ]")
    return lines


def _sections(papers, kind, total, day, new_look) -> list[tuple]:
    if kind == "recent":
        size = max(2, len(papers) * 2 // 3)
        first = (
            f"{day} (showing first {size} of {size + 7} entries )" if new_look else day
        )
        second = f"Wed, 11 Nov 2020 (showing {len(papers) - size} of {len(papers) - size} entries )" if new_look else "Wed, 11 Nov 2020"  # fmt: skip
        return [(first, papers[:size], False, ""), (second, papers[size:], False, "")]
    new, cross = len(papers) * 6 // 10, len(papers) * 8 // 10
    groups = [
        ("New submissions", papers[:new], True, ""),
        ("Cross submissions", papers[new:cross], True, " (cross-list from math.OC)"),
        ("Replacement submissions", papers[cross:], False, " (replaced)"),
    ]
    sections = []
    for name, members, with_abstract, note in groups:
        count = len(members)
        if new_look:
            heading = f"{name} (showing {count} of {count} entries )"
        else:
            heading = {"N": "New submissions for Thu, 5 Oct 23", "C": "Cross-lists for Thu, 5 Oct 23", "R": "Replacements for Thu, 5 Oct 23"}[name[0]]  # fmt: skip
        sections.append((heading, members, with_abstract, note))
    return sections


def _arxiv_entry(
    paper, number, with_abstract, note, new_look, dice
) -> tuple[list[str], dict]:
    if new_look:
        formats = dice.choice(
            [
                "[pdf, html, other]",
                "[pdf, html, other]",
                "[pdf, other]",
                "[pdf, ps, other]",
            ]
        )
        lines = [
            f"[{number}] arXiv:{paper['arxiv_id']}{note} {formats}",
            f"Title: {paper['title']}",
        ]
        lines.append(", ".join(paper["authors"]))
    else:
        formats = dice.choice(["[pdf, other]", "[pdf, ps, other]", "[pdf]"])
        lines = [
            f"[{number}]  arXiv:{paper['arxiv_id']}{note} {formats}",
            f"Title: {paper['title']}",
        ]
        lines.append("Authors: " + ", ".join(paper["authors"]))
    comment = _comment(dice)
    if comment:
        lines.append(f"Comments: {comment}")
    if dice.random() < 0.12:
        lines.append(f"Journal-ref: {paper['abbreviated']} {paper['volume']} ({paper['year']}) {paper['first_page']}-{paper['last_page']}")  # fmt: skip
    lines.append("Subjects: " + subjects(paper))
    abstract = None
    if with_abstract and paper["abstract"]:
        abstract = paper["abstract"]
        lines.append(abstract)
    return lines, shown(paper, "authors", "arxiv_id", abstract=abstract)


# arXiv search ----------------------------------------------------------------


def arxiv_search(
    papers: list[dict],
    dice: random.Random,
    abstracts: str = "whole",
    numbered: bool = True,
    furniture: bool = True,
    blank_lines: bool = False,
) -> Lines:
    """Make a results page of arXiv's search, with whole abstracts, cut ones ("▽ More") or none."""
    query = dice.choice(
        ["all: attention", "ti: networks", 'all: "random walk"', "au: Blum"]
    )
    lines: list[str] = []
    if furniture:
        lines += [
            "Cornell University",
            "We gratefully acknowledge support from",
            "the Simons Foundation and member institutions.",
            "Login",
            "Help | Advanced Search",
            "All fields",
            "Search",
            f"Showing 1–50 of {thousands(dice.randint(60, 45000))} results for {query}",
            "Search v0.5.6 released 2020-02-24  ",
            "Search term or terms",
            query.split(": ")[1],
            "Field",
            "All fields",
            "Search",
            "Show abstracts",
            "Hide abstracts",
            "Advanced Search",
            "50",
            "results per page. Sort results by",
            "Announcement date (newest first)",
            "Go",
            "1 2 3 4 5 …",
            "",
        ]
    found = []
    for number, paper in enumerate(papers, 1):
        entry = []
        formats = dice.choice(["[pdf, other]", "[pdf, ps, other]", "[pdf]"])
        marks = "  ".join(_categories(paper))
        head = f"arXiv:{paper['arxiv_id']}  {formats}  {marks}"
        if numbered:
            entry.append(f"{number}. {head}")
        else:
            entry.append(head)
        if dice.random() < 0.25:
            entry.append(
                f"doi 10.{dice.randint(1000, 9999)}/x{dice.randint(100, 99999)}"
            )
            doi = entry[-1].split(" ")[1]
        else:
            doi = None
        entry.append(paper["title"])
        entry.append("Authors: " + ", ".join(paper["authors"]))
        abstract, part = None, None
        if abstracts == "whole" and paper["abstract"]:
            abstract = paper["abstract"]
            entry.append(f"Abstract: {abstract} △ Less")
        elif abstracts == "cut" and paper["abstract"]:
            part = snippet(paper["abstract"], dice, 200, 330)
            entry.append(f"Abstract: {part}… ▽ More")
        submitted = (
            f"Submitted {paper['day']} {MONTHS[paper['month'] - 1]}, {paper['year']}"
        )
        if dice.random() < 0.3:
            submitted = f"Submitted 2 December, {paper['year']}; v1 submitted {paper['day']} {MONTHS[paper['month'] - 1]}, {paper['year']}"  # fmt: skip
        entry.append(
            f"{submitted}; originally announced {MONTHS[paper['month'] - 1]} {paper['year']}."
        )
        comment = _comment(dice)
        if comment:
            entry.append(f"Comments: {comment}")
        if dice.random() < 0.15:
            entry.append(f"Journal ref: {paper['abbreviated']} {paper['volume']}, {paper['first_page']} ({paper['year']})")  # fmt: skip
        for line in entry:
            lines.append(line)
            if blank_lines:
                lines.append("")
        found.append(
            shown(
                paper,
                "authors",
                "arxiv_id",
                "year",
                abstract=abstract,
                snippet=part,
                doi=doi,
            )
        )
    if furniture:
        lines += ["1 2 3 4 5 …", "Search v0.5.6 released 2020-02-24", *ARXIV_FOOT_NEW]
    return lines, found


def arxiv_mail(papers: list[dict], dice: random.Random) -> Lines:
    """Make a daily message of arXiv's mailing list."""
    lines = [
        "------------------------------------------------------------------------------",
        "------------------------------------------------------------------------------",
        "Send any comments regarding submissions directly to submitter.",
        "------------------------------------------------------------------------------",
        "Archives at http://arxiv.org/",
        "To unsubscribe, e-mail To: cs@arXiv.org, Subject: cancel",
        "------------------------------------------------------------------------------",
        " Submissions to:",
        "Computation and Language",
        " received from  Mon 13 Nov 23 19:00:00 GMT  to  Tue 14 Nov 23 19:00:00 GMT",
        "------------------------------------------------------------------------------",
        "------------------------------------------------------------------------------",
    ]
    found = []
    for paper in papers:
        lines += [
            "\\\\",
            f"arXiv:{paper['arxiv_id']}",
            f"Date: {dice.choice(WEEKDAYS[:5])[:3]}, {short_date(paper)} {dice.randint(0, 23):02}:17:12 GMT   ({dice.randint(12, 9000)}kb)",
            "",
        ]
        lines += wrap("Title: " + paper["title"], 80, "", "  ")
        lines += wrap("Authors: " + join_names(paper["authors"]), 80, "", "  ")
        lines.append("Categories: " + " ".join(_categories(paper)))
        comment = _comment(dice)
        if comment:
            lines += wrap("Comments: " + comment, 80, "", "  ")
        lines.append("\\\\")
        if paper["abstract"]:
            lines += wrap(paper["abstract"], 79, "  ")
        lines.append(
            f"\\\\ ( https://arxiv.org/abs/{paper['arxiv_id']} ,  {dice.randint(12, 9000)}kb)"
        )
        lines.append("-" * 78)
        found.append(shown(paper, "authors", "arxiv_id", abstract=paper["abstract"]))
    lines.append(
        "%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---%%%---"
    )
    return lines, found


# Daily Papers ------------------------------------------------------------------


DAILY_HEAD = """Hugging Face's logo Hugging Face
Models
Datasets
Spaces
Community
Docs
Enterprise
Pricing

Log In
Sign Up
new

Get trending papers in your email inbox once a day!

Get trending papers in your email inbox!

Subscribe
Daily Papers
by AK and the research community

{day}

Daily
Weekly
Monthly""".split("\n")


def daily_papers(papers: list[dict], dice: random.Random, look: str = "cards") -> Lines:
    """Make a page of Daily Papers: the cards of a day, those of trending papers, or results of its search."""
    day = f"{dice.choice(SHORT_MONTHS)} {dice.randint(1, 28)}"
    found = []
    if look == "search":
        lines = ["new", "", "Get trending papers in your email inbox!", "", "Subscribe", "", "Daily Papers", "", "byAK and the research community", "", day, ""]  # fmt: skip
        for paper in papers:
            lines += [paper["title"], "", paper["abstract"], ""]
            found.append(shown(paper, abstract=paper["abstract"]))
        return lines, found

    lines = [line.format(day=day) for line in DAILY_HEAD]
    if look == "trending":
        lines = [*lines[:18], "Trending Papers", "by AK and the research community", ""]
    for paper in papers:
        handle = (paper["authors"][0].split()[-1] + str(dice.randint(1, 99))).lower()
        count = len(paper["authors"])
        if look == "trending":
            lines += [
                "Submitted by",
                f" {handle}",
                "",
                paper["title"],
                "",
                paper["abstract"],
                "",
            ]
            organisation = dice.choice(["", " Example Lab", " Institute of Tides"])
            if organisation:
                lines += [f"{organisation} · Published on {SHORT_MONTHS[paper['month'] - 1]} {paper['day']}, {paper['year']}"]  # fmt: skip
            else:
                lines += [
                    f"Published on {SHORT_MONTHS[paper['month'] - 1]} {paper['day']}, {paper['year']}"
                ]
            lines += ["", " Upvote", f"{dice.randint(2, 300)}"]
            lines += [f"GitHub {dice.randint(1, 99)}.{dice.randint(0, 9)}k" if dice.random() < 0.6 else "GitHub", "arXiv Page", ""]  # fmt: skip
            found.append(shown(paper, abstract=paper["abstract"]))
        elif look == "cards":
            lines += [
                "Submitted by",
                "",
                f"{handle}",
                "",
                str(dice.randint(1, 240)),
                "",
                paper["title"],
                "",
            ]
            lines += [f"{dice.choice(['', 'Example Lab', 'Institute of Tides'])} · {count} authors" if count > 1 else "· 1 author", ""]  # fmt: skip
            if dice.random() < 0.7:
                lines += [str(dice.randint(1, 9)), ""]
            found.append(shown(paper))
        else:
            lines += [
                str(dice.randint(1, 240)),
                paper["title"],
                f"Submitted by {handle}",
                str(dice.randint(1, 9)),
            ]
            found.append(shown(paper))
    lines += ["Previous", "", day, "", "Next", "", "Company", "", "TOS", "Privacy", "About", "Careers", "", "Website", "", "Models", "Datasets", "Spaces", "Pricing", "Docs"]  # fmt: skip
    return lines, found


# OpenReview --------------------------------------------------------------------


def openreview(papers: list[dict], dice: random.Random, look: str = "new", details: bool = False, everyone: bool = False) -> Lines:  # fmt: skip
    """Make a list of submissions to a conference, before and after 2023, with details open or not."""
    venue = dice.choice(["ICLM", "NeurSys", "CoLM"])
    year = dice.randint(2020, 2025)
    name = f"{venue} {year}"
    if look == "new":
        lines = [
            "OpenReview.net",
            "Search OpenReview...",
            "Login",
            f"{name} Conference",
            f"The {dice.randint(8, 40)}th International Conference on Learning Machines",
            "Singapore",
            f"Apr 24 {year}",
            f"https://{venue.lower()}.cc/",
            f"conference@{venue.lower()}.cc",
            "Please see the venue website for more information.",
            f"Submission Start: Sep 12 {year - 1}, Abstract Registration: Sep 20 {year - 1}, Submission Deadline: Sep 28 {year - 1}",
            "Accept (oral)",
            "Accept (spotlight)",
            "Accept (poster)",
            "Reject",
            "Recent Activity",
        ]
    else:
        lines = [
            "OpenReview.net",
            "Login",
            f"{name} Conference Poster Submissions",
            "Go to " + name + " Conference homepage",
            "Oral Presentations",
            "Poster Presentations",
            "All Submissions",
            "",
        ]
    found = []
    for paper in papers:
        kind = dice.choice(["oral", "poster", "poster", "poster", "spotlight"])
        day = f"{paper['day']:02} {SHORT_MONTHS[paper['month'] - 1]} {year}"
        names = ", ".join(paper["authors"])
        abstract = None
        if look == "new":
            lines += (
                [paper["title"], "PDF", names]
                if dice.random() < 0.9
                else [paper["title"], names]
            )
            last = f"{dice.randint(1, 28):02} {dice.choice(['Mar', 'Apr', 'May'])} {year + 1}"
            lines += [f"Published: {day}, Last Modified: {last}", f"{name} {kind}"]
            if everyone:
                lines += ["Everyone", "Revisions", "BibTeX", "CC BY 4.0"]
            else:
                lines += [
                    "Readers: Everyone",
                    "Hide details" if details else "Show details",
                ]
        else:
            lines += [paper["title"], names, f"{day} (modified: 10 Feb {year + 1})", f"{name} {kind.title()}", "Readers:  Everyone"]  # fmt: skip
            lines += [
                f"{dice.randint(3, 24)} Replies",
                "Hide details" if details else "Show details",
            ]
        if details:
            lines.append("Keywords: " + ", ".join(dice.sample(["representation", "sparsity", "graphs", "vision", "memory", "speech", "evaluation"], 3)))  # fmt: skip
            if dice.random() < 0.5:
                lines.append(
                    "TL;DR: " + snippet(paper["abstract"], dice, 60, 120) + "."
                )
            if look != "new":
                lines.append(
                    "One-sentence Summary: "
                    + snippet(paper["abstract"], dice, 60, 120)
                    + "."
                )
            if paper["abstract"]:
                abstract = paper["abstract"]
                lines.append("Abstract: " + abstract)
            if look == "new":
                lines.append(f"Submission Number: {dice.randint(1, 12000)}")
            else:
                lines.append("Code Of Ethics: I acknowledge that I and all co-authors of this work have read and commit to adhering to the Code of Ethics")  # fmt: skip
                lines.append("Supplementary Material:  zip")
        lines.append("")
        found.append(shown(paper, "authors", abstract=abstract))
    lines += ["«‹12345678910…›»", "", "About OpenReview", "Hosting a Venue", "All Venues", "Contact", "Feedback", "Sponsors", "Join the Team", "Frequently Asked Questions", "Terms of Use", "Privacy Policy"]  # fmt: skip
    lines += ["OpenReview is a long-term project to advance science through improved peer review, with legal nonprofit status. We gratefully acknowledge the support of the OpenReview Sponsors. © 2025 OpenReview"]  # fmt: skip
    return lines, found


# ACL Anthology -------------------------------------------------------------------


def acl_anthology(
    papers: list[dict], dice: random.Random, abstracts: bool = True, event: bool = False
) -> Lines:
    """Make the page of a volume, or of an event with several volumes; abstracts open or not."""
    volume = papers[0]["venue"]
    editors = f"{dice.choice(['Ruth Blum', 'Carla Novak'])} , {dice.choice(['Sven Haas', 'Luca Marchetti'])} (Editors)"
    year = papers[0]["year"]
    lines = [
        "ACL Anthology",
        "News(current)",
        "FAQ(current)",
        "Corrections(current)",
        "Submissions(current)",
        "",
    ]
    found = []
    if event:
        lines += [
            "Annual Meeting of the Association for Computational Linguistics ("
            + str(year)
            + ")",
            "Volumes",
        ]
        lines += [f"{volume} {len(papers)} papers", f"Findings of the Meeting: {year} 297 papers", "up", "pdf (full)", "bib (full)"]  # fmt: skip
    else:
        lines += [volume, editors.replace(" ,", ","), "", "Anthology ID:", f"{year}.acl-main", "Month:", "July", "Year:", str(year), "Address:", "Online", "Venue:", "ACL", "SIG:", "", "Publisher:", "Association for Computational Linguistics", "URL:", f"https://aclanthology.org/{year}.acl-main", "DOI:", f"10.18653/v1/{year}.acl-main", "Bib Export formats:", "BibTeX MODS XML EndNote", "PDF:", f"https://aclanthology.org/{year}.acl-main.pdf", ""]  # fmt: skip
    lines += [
        "pdf bib",
        volume,
        editors.replace(" ,", " |").replace(" (Editors)", ""),
        "",
    ]
    found.append({"title": volume, "optional": True})
    for paper in papers:
        has_abstract = bool(paper["abstract"])
        lines.append("pdf bib abs" if has_abstract else "pdf bib")
        lines.append(paper["title"])
        lines.append(" | ".join(paper["authors"]))
        abstract = None
        if abstracts and has_abstract:
            abstract = paper["abstract"]
            lines.append(abstract)
        lines.append("")
        found.append(shown(paper, "authors", abstract=abstract))
    lines += ["up", "", "Co-authors", "Fix data", "Search", "ACL materials are Copyright © 1963–2025 ACL; other materials are copyrighted by their respective copyright holders. Materials prior to 2016 here are licensed under the Creative Commons Attribution-NonCommercial-ShareAlike 3.0 International License. Permission is granted to make copies for the purposes of teaching and research.", "The ACL Anthology is managed and built by the ACL Anthology team of volunteers.", "Site last built on 14 November 2025 at 09:14 UTC with commit abcdef0."]  # fmt: skip
    return lines, found


# DBLP ----------------------------------------------------------------------------


def dblp(papers: list[dict], dice: random.Random, look: str = "person") -> Lines:
    """Make a page of DBLP: a person's, the contents of a volume, or results of its search."""
    name = papers[0]["authors"][0]
    lines = ["dblp", "Blog", "Statistics", "Update feed", "XML dump", "RDF dump", "browse", "persons", "conferences", "journals", "series", "repositories", "search", "search dblp", "lookup by ID", "about", "f.a.q.", "team", "license", "privacy", "imprint", ""]  # fmt: skip
    found = []
    by_year = sorted(papers, key=lambda paper: -paper["year"])
    if look == "person":
        lines += [
            name,
            "Person information",
            "visualize",
            "refine",
            "[–] 2020 – today ",
        ]
    elif look == "volume":
        lines += [f"{papers[0]['venue']}", "visualize", "view", "table of contents in dblp", "electronic edition @ example.org (open access)", "export bibliography", "ask others", "share", "Refine list", "Session 1A: Language and Dialogue"]  # fmt: skip
    else:
        lines += ["default search action", "combined dblp search", "author search", "venue search", "publication search", "", "Publication search results", f"found {len(papers)} matches", ""]  # fmt: skip
    year = None
    counts = {
        "j": dice.randint(20, 40),
        "c": dice.randint(60, 140),
        "i": dice.randint(30, 70),
    }
    for at, paper in enumerate(by_year):
        if look != "volume" and paper["year"] != year:
            year = paper["year"]
            lines.append(str(year))
        if look == "volume" and at and at % 6 == 0:
            lines.append(
                f"Session {at // 6 + 1}{dice.choice('ABC')}: {dice.choice(['Applications', 'Theory and Formalism', 'Machine Translation'])}"
            )
        kind = "c" if paper["proceedings"] else dice.choice(["j", "i"])
        place, venue = _dblp_place(paper, kind, look)
        if look == "person":
            lines.append(f"[{kind}{counts[kind]}]")
            counts[kind] -= 1
        elif look == "search":
            lines += ["view", "electronic edition via DOI" if kind != "i" else "electronic edition @ arxiv.org (open access)", "export record", "dblp key:", f"conf/x/{paper['authors'][0].split()[-1]}{paper['year'] % 100:02}", "ask others", "share record", "persistent URL:"]  # fmt: skip
        stop = "" if paper["title"][-1] in "?!." else "."
        if look == "search":
            lines.append(f"{', '.join(paper['authors'])}:")
            lines.append(f"{paper['title']}{stop} {place}")
        else:
            lines.append(f"{', '.join(paper['authors'])}:")
            lines.append(f"{paper['title']}{stop} {place}".rstrip())
        fact = shown(paper, "authors")
        if look != "volume":
            fact |= {"year": paper["year"], "venue": venue}
        if kind == "i" and look != "volume":
            fact["arxiv_id"] = paper["arxiv_id"]
        found.append(fact)
    lines += ["", "manage site settings", "To protect your privacy, all features that rely on external API calls from your browser are turned off by default. You need to opt-in for them to become active. All settings here will be stored as cookies with your web browser.", "retrieved on 2025-11-14 09:11 CET from data curated by the dblp team", "all metadata released as open data under CC0 1.0 license"]  # fmt: skip
    return lines, found


def _dblp_place(paper, kind, look) -> tuple[str, str | None]:
    pages = f"{paper['first_page']}-{paper['last_page']}"
    if look == "volume":
        return pages, None
    if kind == "c":
        short = (
            "".join(word[0] for word in paper["venue"].split() if word[0].isupper())[:6]
            or "CONF"
        )
        return f"{short} {paper['year']}: {pages}", None
    if kind == "j":
        return f"{paper['abbreviated']} {paper['volume']}({paper['issue']}): {pages} ({paper['year']})", paper["abbreviated"]  # fmt: skip
    return f"CoRR abs/{paper['arxiv_id']} ({paper['year']})", None


# Others of their kind ---------------------------------------------------------------


def biorxiv(papers: list[dict], dice: random.Random, look: str = "search") -> Lines:
    """Make results of a preprint server of biology, or the list of its collection."""
    lines = ["Skip to main content", "bioRxiv", "Home", "About", "Submit", "ALERTS / RSS", "Search for this keyword", "", "Advanced Search", f"{dice.randint(60, 9000)} Results", "for term \"regeneration\"", "", "1", "2", "3", "Next", "", "Relevance", "Newest First", "Oldest First", ""]  # fmt: skip
    found = []
    for paper in papers:
        names = paper["authors"]
        lines.append(paper["title"])
        lines.append(join_names(names, ", "))
        doi = f"10.1101/{paper['year']}.{paper['month']:02}.{paper['day']:02}.{dice.randint(400000, 599999)}"
        lines.append(f"bioRxiv {doi}; doi: https://doi.org/{doi}")
        if look == "revision":
            lines += ["Revision", f"Posted {english_date(paper)}"]
        lines.append("")
        found.append(shown(paper, "authors", doi=doi))
    lines += ["1", "2", "3", "Next", "", "Follow this preprint", "Animal Behavior and Cognition", "Biochemistry", "Bioengineering", "Bioinformatics", "Biophysics", "Cancer Biology"]  # fmt: skip
    return lines, found


def proceedings_site(
    papers: list[dict], dice: random.Random, look: str = "neurips"
) -> Lines:
    """Make the contents of a volume on a conference's own site."""
    found = []
    year = dice.randint(2016, 2024)
    if look == "neurips":
        lines = ["NeurSys Proceedings", "Authors", "Search", f"Advances in Neural Systems {dice.randint(20, 37)} (NeurSys {year})", "Edited by: R. Blum and C. Novak and S. Haas", "Main Conference Track", ""]  # fmt: skip
        for paper in papers:
            lines.append(paper["title"])
            lines.append(", ".join(paper["authors"]))
            lines.append("")
            found.append(shown(paper, "authors"))
    elif look == "pmlr":
        lines = ["[edit]", f"Volume {dice.randint(80, 260)}: International Conference on Learning Machines, 9-15 June {year}, Sydney, Australia", "[bib][citeproc]", "Editors: Ruth Blum, Carla Novak", "[Contents: Preface | Accepted papers]", "Filter Authors:  Filter Titles: ", ""]  # fmt: skip
        for paper in papers:
            pages = f"{paper['first_page']}-{paper['last_page']}"
            lines += [paper["title"], ", ".join(paper["authors"]) + f"; Proceedings of the {dice.randint(20, 41)}th International Conference on Learning Machines, PMLR {paper['volume']}:{pages}", "[abs][Download PDF][Supplementary PDF]" if dice.random() < 0.5 else "[abs][Download PDF]", ""]  # fmt: skip
            found.append(shown(paper, "authors"))
        lines += ["This site last compiled Fri, 14 Nov 2025 10:11:59 +0000", "Github Account Copyright © The authors and PMLR 2025. All rights reserved."]  # fmt: skip
    else:
        lines = ["CVF Open Access", f"CVPX {year} open access", "These CVPX papers are the Open Access versions, provided by the Computer Vision Foundation.", "Except for the watermark, they are identical to the accepted versions; the final published version of the proceedings is available on IEEE Xplore.", "Search", "Back", "Papers", ""]  # fmt: skip
        for paper in papers:
            lines += [paper["title"], ", ".join(paper["authors"]), dice.choice(["[pdf] [supp] [arXiv] [bibtex]", "[pdf] [supp] [bibtex]", "[pdf] [bibtex]"])]  # fmt: skip
            found.append(shown(paper, "authors"))
    return lines, found
