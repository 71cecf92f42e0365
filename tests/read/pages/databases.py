"""Pages of databases and publishers: PubMed, Google Scholar, Semantic Scholar, IEEE, ACM, Scopus, Web of Science and others."""

import random

from tests.read.pages.page import (
    JOURNALS,
    MONTHS,
    SHORT_MONTHS,
    english_date,
    family_first,
    initials,
    join_names,
    scholar,
    short_date,
    shown,
    snippet,
    split_name,
    thousands,
    vancouver,
    whole_reversed,
    wrap,
)

Lines = tuple[list[str], list[dict]]


def _ended(title: str) -> str:
    """End a title as PubMed does."""
    return title if title[-1] in ".?!" else title + "."


def _pages(paper: dict) -> str:
    return f"{paper['first_page']}-{paper['last_page']}"


# PubMed ----------------------------------------------------------------------------


PUBMED_HEAD = """Skip to main page content
U.S. flag
An official website of the United States government

Here's how you know
NIH NLM Logo
Log in
Search: {query}
Search
Advanced
Create alert
Create RSS
User Guide
Save
Email
Send to
Sort by:

Best match
Display options
Display options
MY CUSTOM FILTERS
RESULTS BY YEAR
1987
2025
PUBLICATION DATE
1 year
5 years
10 years
Custom Range
TEXT AVAILABILITY
Abstract
Free full text
Full text
ARTICLE ATTRIBUTE
Associated data
ARTICLE TYPE
Books and Documents
Clinical Trial
Meta-Analysis
Randomized Controlled Trial
Review
Systematic Review
See all article type filters
ADDITIONAL FILTERS
Article Language
Species
Sex
Age
Other
Reset all filters
{count} results

Page
1
of {pages}""".split("\n")
PUBMED_FOOT = """Show more

Page
1
of {pages}
FOLLOW NCBI
Twitter
Facebook
LinkedIn
GitHub
Connect with NLM
National Library of Medicine
8600 Rockville Pike
Bethesda, MD 20894
Web Policies
FOIA
HHS Vulnerability Disclosure
Help
Accessibility
Careers
NLM
NIH
HHS
USA.gov""".split("\n")


def pubmed_citation(paper: dict, dice: random.Random) -> tuple[str, bool]:
    """Write the line of journal, date, place and DOI; say whether it shows the DOI."""
    date = f"{paper['year']} {SHORT_MONTHS[paper['month'] - 1]}"
    if dice.random() < 0.5:
        date += f" {paper['day']}"
    line = f"{paper['abbreviated']}. {date};{paper['volume']}({paper['issue']}):{_pages(paper)}."
    with_doi = dice.random() < 0.85
    if with_doi:
        line += f" doi: {paper['doi']}."
    if dice.random() < 0.4:
        line += f" Epub {paper['year']} {SHORT_MONTHS[max(0, paper['month'] - 2)]} {dice.randint(1, 28)}."
    return line, with_doi


def pubmed_page(
    papers: list[dict],
    dice: random.Random,
    snippets: bool = True,
    buttons: str = "lines",
    furniture: bool = True,
    blank_lines: bool = False,
    whole: bool = False,
    narrow: bool = False,
) -> Lines:
    """Make a results page: with snippets or, in the display "Abstract", with whole abstracts."""
    count = dice.randint(60, 9000)
    lines = []
    if furniture:
        lines += [line.format(query="fermentation trial", count=thousands(count), pages=thousands(count // 10 + 1)) for line in PUBMED_HEAD]  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        entry = []
        if buttons == "lines":
            entry += [str(number), "Cite", "Share"]
        elif buttons == "one":
            entry += [str(number), "Cite Share"]
        elif buttons == "box":
            entry += [
                f"Select article {paper['pmid']}",
                "",
                str(number),
                "Cite",
                "Share",
                "Item in Clipboard",
            ]
        else:
            entry.append(f"{number}.")
        entry.append(_ended(paper["title"]))
        names = [vancouver(name) for name in paper["authors"]]
        citation, with_doi = pubmed_citation(paper, dice)
        if narrow:
            citation, with_doi = f"{paper['abbreviated']}. {paper['year']}.", False
            entry.append(
                names[0]
                + ("," if len(names) > 1 else "")
                + (" et al." if len(names) > 1 else ".")
            )
            names = names[:1]
        else:
            entry.append(", ".join(names) + ".")
        notes = f"PMID: {paper['pmid']}"
        if narrow:
            notes = f"{citation} {notes}"
        else:
            entry.append(citation)
        if dice.random() < 0.5:
            notes += dice.choice([" Free PMC article.", " Free article."])
        notes += dice.choice(["", "", " Review.", " Clinical Trial."])
        entry.append(notes)
        part = abstract = None
        if whole and paper["abstract"]:
            abstract = paper["abstract"]
            entry += ["Abstract", abstract]
            if dice.random() < 0.4:
                entry.append(f"Keywords: {', '.join(dice.sample(['bread', 'trial', 'sleep', 'bias', 'survey', 'noise'], 3))}.")  # fmt: skip
            entry.append(f"© {paper['year']}. The Author(s).")
        elif snippets and paper["abstract"]:
            part = snippet(paper["abstract"], dice, 110, 200)
            if dice.random() < 0.5:
                later = " ".join(paper["abstract"].split()[20:])
                part = (
                    snippet(paper["abstract"], dice, 60, 100)
                    + " ..."
                    + snippet(later, dice, 60, 100)
                )
            entry.append(part + " …")
        for line in entry:
            lines.append(line)
            if blank_lines and line:
                lines.append("")
        fact = shown(
            paper,
            "year",
            "pmid",
            abstract=abstract,
            snippet=part,
            authors=names,
            venue=paper["abbreviated"],
        )
        if with_doi:
            fact["doi"] = paper["doi"]
        found.append(fact)
    if furniture:
        lines += [line.format(pages=thousands(count // 10 + 1)) for line in PUBMED_FOOT]
    return lines, found


def pubmed_abstracts(
    papers: list[dict], dice: random.Random, width: int | None = 80
) -> Lines:
    """Make the file that PubMed's "Save: Abstract (text)" gives."""
    lines: list[str] = []
    found = []
    for number, paper in enumerate(papers, 1):
        citation, with_doi = pubmed_citation(paper, dice)
        lines += wrap(f"{number}. {citation}", width)
        lines += ["", *wrap(_ended(paper["title"]), width), ""]
        names = [vancouver(name) for name in paper["authors"]]
        with_places = dice.random() < 0.75
        if with_places:
            marked = [f"{name}({at % 3 + 1})" for at, name in enumerate(names)]
            lines += [*wrap(", ".join(marked) + ".", width), "", "Author information:"]
            for at in range(min(3, len(names))):
                place = f"({at + 1})Department of {dice.choice(['Medicine', 'Tidal Research', 'Computing', 'Public Health'])}, University of {dice.choice(['Lund', 'Kiel', 'Porto', 'Trieste', 'Nakuru'])}, {dice.choice(['Sweden', 'Germany', 'Portugal', 'Italy', 'Kenya'])}."  # fmt: skip
                if at == 0 and dice.random() < 0.5:
                    place += " Electronic address: first.author@example.org."
                lines += wrap(place, width)
            lines.append("")
        else:
            lines += [*wrap(", ".join(names) + ".", width), ""]
        if paper["abstract"]:
            lines += [*wrap(paper["abstract"], width), ""]
        if dice.random() < 0.5:
            lines += [*wrap(f"© {paper['year']}. The Author(s).", width), ""]
        if with_doi:
            lines.append(f"DOI: {paper['doi']}")
        if dice.random() < 0.5:
            lines.append(f"PMCID: {paper['pmcid']}")
        lines.append(
            f"PMID: {paper['pmid']}" + dice.choice(["", " [Indexed for MEDLINE]"])
        )
        if dice.random() < 0.3:
            lines += ["", *wrap("Conflict of interest statement: The authors declare that they have no competing interests.", width)]  # fmt: skip
        lines += ["", ""]
        fact = shown(
            paper,
            "year",
            "pmid",
            abstract=paper["abstract"],
            authors=names,
            venue=paper["abbreviated"],
        )
        if with_doi:
            fact["doi"] = paper["doi"]
        found.append(fact)
    return lines, found


def pubmed_summary(
    papers: list[dict], dice: random.Random, width: int | None = None
) -> Lines:
    """Make the file that PubMed's "Save: Summary (text)" gives, wrapped as once or not as today."""
    lines: list[str] = []
    found = []
    for number, paper in enumerate(papers, 1):
        citation, with_doi = pubmed_citation(paper, dice)
        names = [vancouver(name) for name in paper["authors"]]
        text = f"{number}: {', '.join(names)}. {_ended(paper['title'])} {citation} PMID: {paper['pmid']}"
        text += dice.choice([".", f"; PMCID: {paper['pmcid']}."])
        lines += [*wrap(text, width), ""]
        if width:
            lines.append("")
        fact = shown(paper, "year", "pmid", authors=names, venue=paper["abbreviated"])
        if with_doi:
            fact["doi"] = paper["doi"]
        found.append(fact)
    return lines, found


# Google Scholar ------------------------------------------------------------------------


SCHOLAR = {
    "en": {
        "head": "Articles\nScholar\nAbout {count} results (0.0{digit} sec)\nMy profile\nMy library\nAny time\nSince 2025\nSince 2024\nSince 2021\nCustom range...\nSort by relevance\nSort by date\nAny type\nReview articles\ninclude patents\ninclude citations\nCreate alert",
        "cited": "Cited by {n}",
        "related": "Related articles",
        "versions": "All {n} versions",
        "save": "Save",
        "cite": "Cite",
        "foot": "Related searches\ntidal marsh memory\nnetworks review\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nNext\nPrivacy\nTerms\nHelp",
        "citation": "[CITATION]",
        "book": "[BOOK]",
    },
    "de": {
        "head": "Artikel\nScholar\nUngefähr {count} Ergebnisse (0,0{digit} Sek.)\nMein Profil\nMeine Bibliothek\nBeliebige Zeit\nSeit 2025\nSeit 2024\nSeit 2021\nZeitraum wählen...\nNach Relevanz sortieren\nNach Datum sortieren\nBeliebige Sprache\nSeiten auf Deutsch\nAlle Typen\nRezensionsartikel\nPatente einschließen\nZitate einschließen\nAlert erstellen",
        "cited": "Zitiert von: {n}",
        "related": "Ähnliche Artikel",
        "versions": "Alle {n} Versionen",
        "save": "Speichern",
        "cite": "Zitieren",
        "foot": "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nWeiter\nDatenschutzerklärung\nNutzungsbedingungen\nHilfe",
        "citation": "[ZITATION]",
        "book": "[BUCH]",
    },
    "fr": {
        "head": "Articles\nScholar\nEnviron {count} résultats (0,0{digit} s)\nMon profil\nMa bibliothèque\nDate indifférente\nDepuis 2025\nDepuis 2024\nDepuis 2021\nPériode spécifique...\nTrier par pertinence\nTrier par date\nToutes les langues\nRechercher les pages en Français\nTous les types\nArticles de revue\ninclure les brevets\ninclure les citations\nCréer l'alerte",
        "cited": "Cité {n} fois",
        "related": "Autres articles",
        "versions": "Les {n} versions",
        "save": "Enregistrer",
        "cite": "Citer",
        "foot": "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\nSuivant\nConfidentialité\nConditions d'utilisation\nAide",
        "citation": "[CITATION]",
        "book": "[LIVRE]",
    },
    "zh": {
        "head": "文章\n学术搜索\n找到约 {count} 条结果 （用时0.0{digit}秒）\n我的个人学术档案\n我的图书馆\n时间不限\n2025以来\n2024以来\n2021以来\n自定义范围...\n按相关性排序\n按日期排序\n不限语言\n中文网页\n简体中文网页\n类型不限\n评论性文章\n包括专利\n包含引用\n创建快讯",
        "cited": "被引用次数：{n}",
        "related": "相关文章",
        "versions": "所有 {n} 个版本",
        "save": "保存",
        "cite": "引用",
        "foot": "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n下一页\n隐私权\n使用条款\n帮助",
        "citation": "[引用]",
        "book": "[图书]",
    },
}
HOSTS = ["Elsevier", "Springer", "ieeexplore.ieee.org", "dl.acm.org", "Wiley Online Library", "arxiv.org", "nature.com", "academic.oup.com"]  # fmt: skip


def google_scholar(
    papers: list[dict],
    dice: random.Random,
    language: str = "en",
    look: str = "new",
    furniture: bool = True,
    blank_lines: bool = False,
) -> Lines:
    """Make a results page in four languages, of today or of ten years ago."""
    words = SCHOLAR[language]
    lines = []
    if furniture:
        lines += words["head"].format(count=thousands(dice.randint(900, 900000)), digit=dice.randint(2, 9)).split("\n")  # fmt: skip
    found = []
    for paper in papers:
        entry: list[str] = []
        host = dice.choice(HOSTS)
        mark = ""
        roll = dice.random()
        if roll < 0.4 and look == "new":
            entry.append(f"[PDF] {host if '.' in host else 'researchgate.net'}")
        elif roll < 0.4:
            mark = "[PDF] "
        elif roll < 0.5:
            mark = "[HTML] " if look == "old" else "[HTML][HTML] "
        elif roll < 0.55:
            mark = (
                words["citation"]
                + (
                    words["citation"].replace("CITATION", "C")
                    if language == "en"
                    else ""
                )
                + " "
            )
        entry.append(mark + paper["title"])

        names, line, venue = _scholar_line(paper, host, dice)
        entry.append(line)
        part = None
        if paper["abstract"] and words["citation"] not in mark:
            part = "… " * (dice.random() < 0.3) + snippet(paper["abstract"], dice, 140, 220) + dice.choice([" …", "…", ""])  # fmt: skip
            entry.append(part)
        entry.append(_scholar_foot(paper, words, look, dice))
        for text in entry:
            lines.append(text)
        if blank_lines:
            lines.append("")
        fact = shown(paper, "year", snippet=part, authors=names, venue=venue)
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    if furniture:
        lines += words["foot"].split("\n")
    return lines, found


def _scholar_line(paper, host, dice) -> tuple[list[str], str, str | None]:
    names = [scholar(name) for name in paper["authors"]]
    cut = len(names) > 3 or dice.random() < 0.1
    if cut:
        names = names[:3]
    text = ", ".join(names) + ("…" if cut else "")
    venue: str | None = paper["abbreviated"]
    if len(venue) > 34:
        words = venue.split()
        short = " ".join(words[:4])
        venue_text, venue = (
            dice.choice([f"{short} …", f"… {' '.join(words[-4:])}"]),
            None,
        )
    else:
        venue_text = venue
    if dice.random() < 0.08:
        return names, f"{text} - {paper['year']} - {host}", None
    return names, f"{text} - {venue_text}, {paper['year']} - {host}", venue


def _scholar_foot(paper, words, look, dice) -> str:
    parts = []
    if look == "new":
        parts += [words["save"], words["cite"]]
    if paper["cited_by"]:
        parts.append(words["cited"].format(n=paper["cited_by"]))
    parts.append(words["related"])
    if dice.random() < 0.7:
        parts.append(words["versions"].format(n=dice.randint(2, 24)))
    if look == "old":
        parts += [words["cite"], words["save"], *(["More"] * (words["cite"] == "Cite"))]
        return "  ".join(parts)
    tail = (
        dice.choice(["", "", " View as HTML", " »"]) if words["cite"] == "Cite" else ""
    )
    return " ".join(parts) + tail


def scholar_profile(papers: list[dict], dice: random.Random) -> Lines:
    """Make the profile of a researcher at Google Scholar."""
    name = papers[0]["authors"][0]
    lines = [name, "Professor of Tidal Research, University of Lund", "Verified email at example.org - Homepage", "estuariesmemorymodels", "TITLE", "CITED BY", "YEAR"]  # fmt: skip
    found = []
    for paper in sorted(papers, key=lambda one: -one["cited_by"]):
        lines.append(paper["title"])
        names = [scholar(one) for one in paper["authors"]]
        cut = len(names) > 6
        lines.append(", ".join(names[:6]) + (", ..." if cut else ""))
        place = (
            f"{paper['venue']} {paper['volume']} ({paper['issue']}), {_pages(paper)}"
        )
        lines.append(place)
        lines.append(f"{paper['cited_by'] or ''}\t{paper['year']}")
        fact = shown(paper, "year", authors=names[:6])
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    lines += ["Show more", "Citations", "All", "Since 2020", "Citations\t12044\t6120", "h-index\t41\t30", "i10-index\t88\t61", "Co-authors", "View all"]  # fmt: skip
    return lines, found


# Semantic Scholar ---------------------------------------------------------------------------


def semantic_scholar(
    papers: list[dict],
    dice: random.Random,
    look: str = "new",
    expanded: bool = False,
    furniture: bool = True,
) -> Lines:
    """Make a results page: one sentence ("TLDR") or a cut abstract each, or whole ones that were expanded."""
    lines: list[str] = []
    if furniture:
        lines += ["Skip to search formSkip to main contentSkip to account menu", "Semantic Scholar", "Semantic Scholar's Logo", "Search 231,604,127 papers from all fields of science", "Search", "Sign In", "Create Free Account", f"About {thousands(dice.randint(200, 900000))} results for “tidal memory”", "Fields of Study", "Date Range", "Has PDF", "Author", "Journals & Conferences", "Sort by Relevance", ""]  # fmt: skip
    found = []
    for paper in papers:
        lines.append(paper["title"])
        names = paper["authors"]
        if len(names) > 4:
            between = f"+{len(names) - 3} authors" + ("," if look == "new" else "")
            names = [*names[:2], names[-1]]
            lines.append(f"{names[0]}, {names[1]}, {between} {names[2]}")
        else:
            lines.append(", ".join(names))
        fields = ", ".join(dice.sample(["Computer Science", "Medicine", "Mathematics", "Physics", "Environmental Science"], dice.randint(1, 2)))  # fmt: skip
        date = short_date(paper) if dice.random() < 0.6 else str(paper["year"])
        venue = paper["venue"]
        if look == "new":
            lines += [fields, venue, date]
        elif look == "published":
            lines += [f"Published in {venue} {date}", fields]
        else:
            lines.append(f"{date}·{fields}·{venue}")
        abstract = part = None
        if paper["abstract"]:
            if expanded:
                abstract = paper["abstract"]
                lines.append(abstract + " Collapse")
            elif look != "old" and dice.random() < 0.6:
                part = snippet(paper["abstract"], dice, 100, 180)
                lines += ["TLDR", part + dice.choice([".", ". Expand", "… Expand"])]
            else:
                part = snippet(paper["abstract"], dice, 200, 300)
                lines.append(
                    part + ("… CONTINUE READING" if look == "old" else "… Expand")
                )
        cited = paper["cited_by"]
        if look != "old":
            if cited:
                lines.append(
                    thousands(cited)
                    if look == "new"
                    else f"{thousands(cited)} Citations"
                )
            if dice.random() < 0.5:
                lines.append(
                    f"{dice.randint(1, 3)} Excerpts"
                    if dice.random() < 0.5
                    else "Highly Influential"
                )
            lines += dice.choice(
                [["PDF"], ["[PDF]"], ["View on ACL"], ["View via Publisher"], []]
            )
            lines += (
                ["Save", "Alert", "Cite"] if dice.random() < 0.5 else ["Save", "Alert"]
            )
        else:
            lines.append(
                f"{thousands(cited)} Citations, {dice.randint(5, 80)} ReferencesSaveAlertCiteResearch Feed"
            )
        lines.append("")
        fact = shown(
            paper, "year", abstract=abstract, snippet=part, authors=names, venue=venue
        )
        if cited:
            fact["cited_by"] = cited
        found.append(fact)
    if furniture:
        lines += ["…", "1", "2", "3", "4", "5", "What Is Semantic Scholar?", "Semantic Scholar is a free, AI-powered research tool for scientific literature, based at Ai2.", "Learn More", "About", "About Us", "Publishers", "Blog (opens in a new tab)", "Product", "API", "Research", "Proudly built by Ai2", "Collaborators & Attributions •Terms of Service (opens in a new tab)•Privacy Policy (opens in a new tab)•API License Agreement"]  # fmt: skip
    return lines, found


# IEEE Xplore ------------------------------------------------------------------------------------


IEEE_HEAD = """IEEE.org
IEEE Xplore
IEEE SA
IEEE Spectrum
More Sites
Subscribe
Donate
Cart
Create Account
Personal Sign In
Browse
My Settings
Help
Institutional Sign In
All
ADVANCED SEARCH
Search within results
Items Per Page
Export
Set Search Alerts
Search History
Showing 1-25 of {count} results for tidal memory
Conferences (1,204)
Journals (633)
Early Access Articles (41)
Magazines (17)
Books (4)
Show
All Results
Open Access Only
Year
SINGLE YEAR
RANGE
1987
2025
From
To
Author
Affiliation
Publication Title
Publisher
Conference Location
Select All on Page
Sort By
Relevance""".split("\n")


def ieee_xplore(papers: list[dict], dice: random.Random, abstracts: bool = False, furniture: bool = True, blank_lines: bool = False) -> Lines:  # fmt: skip
    """Make a results page, abstracts open or not."""
    lines: list[str] = []
    if furniture:
        lines += [
            line.format(count=thousands(dice.randint(100, 90000))) for line in IEEE_HEAD
        ]
    found = []
    for paper in papers:
        entry = [paper["title"], ";".join(paper["authors"]), paper["venue"]]
        kind = "Conference Paper" if paper["proceedings"] else "Journal Article"
        if paper["proceedings"]:
            entry.append(f"Year: {paper['year']} | {kind} | Publisher: IEEE")
        elif dice.random() < 0.1:
            entry.append(
                f"Year: {paper['year']} | Early Access Article | Publisher: IEEE"
            )
        else:
            entry.append(f"Year: {paper['year']} | Volume: {paper['volume']}, Issue: {paper['issue']} | {kind} | Publisher: IEEE")  # fmt: skip
        cited = paper["cited_by"]
        if cited:
            entry.append(
                f"Cited by: Papers ({cited})"
                + dice.choice(["", f" | Patents ({dice.randint(1, 9)})"])
            )
        abstract = None
        if abstracts and paper["abstract"]:
            abstract = paper["abstract"]
            entry += [
                "Abstract",
                "HTML",
                abstract + dice.choice(["", "Show Less", " Show Less"]),
            ]
        else:
            entry += dice.choice(
                [["Abstract", "HTML"], ["Abstract"], ["Abstract", "HTML", "(4521 Kb)"]]
            )
        for line in entry:
            lines.append(line)
            if blank_lines:
                lines.append("")
        fact = shown(paper, "authors", "year", "venue", abstract=abstract)
        if cited:
            fact["cited_by"] = cited
        found.append(fact)
    if furniture:
        lines += ["1", "2", "3", "4", "5", "Next", "Need Full-Text", "access to IEEE Xplore for your organization?", "CONTACT IEEE TO SUBSCRIBE", "IEEE Personal Account", "CHANGE USERNAME/PASSWORD", "Purchase Details", "PAYMENT OPTIONS", "VIEW PURCHASED DOCUMENTS", "Profile Information", "COMMUNICATIONS PREFERENCES", "Need Help?", "US & CANADA: +1 800 678 4333", "WORLDWIDE: +1 732 981 0060", "CONTACT & SUPPORT", "Follow", "About IEEE Xplore | Contact Us | Help | Accessibility | Terms of Use | Nondiscrimination Policy | IEEE Ethics Reporting | Sitemap | IEEE Privacy Policy", "A public charity, IEEE is the world's largest technical professional organization dedicated to advancing technology for the benefit of humanity.", "© Copyright 2025 IEEE - All rights reserved, including rights for text and data mining and training of artificial intelligence and similar technologies."]  # fmt: skip
    return lines, found


# ACM Digital Library ---------------------------------------------------------------------------------


def acm_dl(
    papers: list[dict], dice: random.Random, look: str = "new", snippets: bool = True
) -> Lines:
    """Make a results page, in the look of today or in that before 2019."""
    total = dice.randint(40, 60000)
    found = []
    if look == "new":
        lines = ["skip to main content", "ACM Digital Library home", "ACM Association for Computing Machinery corporate logo", "Browse", "About", "Sign in", "Register", "Advanced Search", "Journals", "Magazines", "Proceedings", "Books", "SIGs", "Conferences", "People", "Search ACM Digital Library", "Search", "Advanced Search", "Home", "Search Results", f"Searched The ACM Full-Text Collection ({thousands(790000)} records)|Expand your search to The ACM Guide to Computing Literature (4,213,881 records)", f"{thousands(total)} Results for: All: tidal memory", "Edit Search", "Save Search", "RSS", "Applied Filters", "People", "Publications", "Conferences", "Reproducibility Badges", "Publication Date", "Export Citations", "Select All", "per page: 10 20 50", f"1 - 20 of {thousands(total)}", "Relevance", "Expand all", ""]  # fmt: skip
    else:
        lines = ["ACM DL", "SIGN IN", "SIGN UP", "tidal memory", f"{thousands(total)} results found", "Export Results: bibtex | endnote | acmref | csv", "Refine by People", "Names", "Institutions", "Authors", "Refine by Publications", "Refine by Conferences", "Result 1 – 20 of " + thousands(total), "Result page: 1 2 3 4 5 6 7 8 9 10 >>", "Sort by: relevance", "expanded form", ""]  # fmt: skip
    for number, paper in enumerate(papers, 1):
        part = (
            snippet(paper["abstract"], dice, 180, 300)
            if paper["abstract"] and snippets
            else None
        )
        month = MONTHS[paper["month"] - 1]
        cited, downloads = paper["cited_by"], dice.randint(12, 9000)
        fact = shown(paper, "year", snippet=part)
        if look == "new":
            lines.append(
                dice.choice(
                    [
                        "research-article",
                        "research-article",
                        "short-paper",
                        "article",
                        "poster",
                    ]
                )
            )
            lines += dice.choice([["Open Access"], ["Free"], ["Public Access"], []])
            lines += [paper["title"]]
            names = paper["authors"]
            for at, name in enumerate(names[:4]):
                last = at == min(len(names), 4) - 1
                lines.append(f"{name}" + ("" if last else ","))
            if len(names) > 4:
                lines.append(f"+ {len(names) - 4}")
            lines += [f"{month} {paper['year']}"]
            if paper["proceedings"]:
                lines.append(f"{_acronym(paper)} '{paper['year'] % 100:02}: {paper['venue']}Pages {paper['first_page']}–{paper['last_page']}https://doi.org/{paper['doi']}" if dice.random() < 0.3 else f"{_acronym(paper)} '{paper['year'] % 100:02}: {paper['venue']}, Pages {paper['first_page']}–{paper['last_page']} https://doi.org/{paper['doi']}")  # fmt: skip
            else:
                lines.append(f"{paper['venue']}, Volume {paper['volume']}, Issue {paper['issue']} Article No.: {dice.randint(1, 240)}, Pages {paper['first_page']}–{paper['last_page']} https://doi.org/{paper['doi']}")  # fmt: skip
            if part:
                lines.append(part + "...")
            lines += [str(cited), thousands(downloads), "Metrics", f"Total Citations{cited}", f"Total Downloads{downloads}", f"Last 12 Months{downloads // 4}", f"Last 6 weeks{downloads // 60}"]  # fmt: skip
            lines += dice.choice([["PDF"], ["View online with eReader", "PDF"], ["Get Access"], ["Digital Edition", "PDF"]])  # fmt: skip
            fact |= {"authors": names[:4], "doi": paper["doi"]}
            if cited:
                fact["cited_by"] = cited
        else:
            lines += [f"{number}", paper["title"], ", ".join(paper["authors"]), f"{month} {paper['year']}", f"{_acronym(paper)} '{paper['year'] % 100:02}: {paper['venue']}", "Publisher: ACM", f"Bibliometrics: Citation Count: {cited}", f"Downloads (6 Weeks): {downloads // 60},   Downloads (12 Months): {downloads // 4},   Downloads (Overall): {downloads}", "Full text available: PDF"]  # fmt: skip
            if part:
                lines.append(part + "...")
            lines.append("[result highlights]")
            fact |= {"authors": paper["authors"]}
            if cited:
                fact["cited_by"] = cited
        lines.append("")
        found.append(fact)
    if look == "new":
        lines += ["1", "2", "3", "4", "5", "Categories", "Journals", "Magazines", "Books", "Proceedings", "SIGs", "Conferences", "Collections", "People", "About", "About ACM Digital Library", "Subscription Information", "Author Guidelines", "The ACM Digital Library is published by the Association for Computing Machinery. Copyright © 2025 ACM, Inc.", "Terms of Usage Privacy Policy Code of Ethics"]  # fmt: skip
    else:
        lines += ["Result 1 – 20 of " + thousands(total), "Result page: 1 2 3 4 5 6 7 8 9 10 >>", "The ACM Digital Library is published by the Association for Computing Machinery. Copyright © 2019 ACM, Inc.", "Terms of Usage   Privacy Policy   Code of Ethics   Contact Us"]  # fmt: skip
    return lines, found


def _acronym(paper: dict) -> str:
    letters = [word[0] for word in paper["venue"].split() if word[:1].isupper()]
    return "".join(letters)[:6].upper() or "CONF"


# Scopus ------------------------------------------------------------------------------------------------


def scopus_names(paper: dict, most: int = 8) -> tuple[list[str], str]:
    """Write names as Scopus does, the first eight of them."""
    names = [family_first(name, between="") for name in paper["authors"]]
    text = ", ".join(names[:most])
    if len(names) > most:
        text += ", ..."
    return names[:most], text


def scopus(papers: list[dict], dice: random.Random, look: str = "new", abstracts: bool = False, language: str = "en") -> Lines:  # fmt: skip
    """Make a list of documents, in the look of today, of before 2023, or with Chinese furniture."""
    total = thousands(dice.randint(30, 9000))
    zh = language == "zh"
    found = []
    if zh:
        lines = ["Scopus", "检索", "来源出版物", "SciVal", "创建账户", "登录", "高级查询", f"找到 {total} 篇文献", "分析结果", "设置通知", "精简检索结果", "年份", "作者姓名", "学科类别", "文献类型", "全部", "导出", "下载", "引文概览", "显示所有摘要", "按以下排序：日期(降序)", "文献标题", "作者", "来源出版物", "年份", "施引文献", ""]  # fmt: skip
    elif look == "new":
        lines = ["Skip to main content", "Scopus", "Search", "Lists", "Sources", "SciVal", "Create account", "Sign in", "Welcome to a more intuitive and efficient search experience. See what is new", "Advanced query", "Save search", "Set search alert", "Documents", "Preprints", "Patents", "Secondary documents", "Research data", f"{total} documents found", "Analyze results", "Refine search", "Search within results", "Filters", "Year", "Range", "Individual", "Author name", "Subject area", "Document type", "Source title", "All", "Export", "Download", "Citation overview", "More", "Show all abstracts", "Sort by", "Date (newest)", "Document title", "Authors", "Source", "Year", "Citations", ""]  # fmt: skip
    else:
        lines = ["Scopus", "Search", "Sources", "Alerts", "Lists", "Help", "SciVal", "Register", "Login", f"{total} document results", "TITLE-ABS-KEY ( tidal  AND memory )", "Edit", "Save", "Set alert", "Search within results...", "Refine results", "Limit to", "Exclude", "Access type", "Year", "Author name", "Subject area", "Analyze search results", "Show all abstracts", "Sort on:", "Date (newest)", "All", "Export", "Download", "View citation overview", "View cited by", "Add to List", "\tDocument title\tAuthors\tYear\tSource\tCited by"]  # fmt: skip
    for number, paper in enumerate(papers, 1):
        names, text = scopus_names(paper)
        cited = paper["cited_by"]
        place = f"{paper['volume']}({paper['issue']}), pp. {paper['first_page']}–{paper['last_page']}"
        kind = (
            "Conference Paper"
            if paper["proceedings"]
            else dice.choice(["Article", "Article", "Review"])
        )
        open_access = dice.random() < 0.4
        abstract = paper["abstract"] if abstracts and paper["abstract"] else None
        if zh:
            lines += [
                f"{'会议论文' if paper['proceedings'] else '论文'}"
                + (" • 开放获取" if open_access else "")
            ]
            lines += [str(number), paper["title"], text, f"{paper['venue']}, {place}", str(paper["year"]), str(cited), "引用"]  # fmt: skip
            lines += (["隐藏摘要", abstract] if abstract else ["显示摘要"]) + [
                "在出版商处查看",
                "相关文献",
            ]
        elif look == "new":
            lines += [kind + (" • Open access" if open_access else ""), str(number), paper["title"], text, f"{paper['venue']}, {place}", str(paper["year"]), str(cited), "Citations"]  # fmt: skip
            if abstract:
                lines += ["Hide abstract", abstract]
            else:
                lines.append("Show abstract")
            lines += (
                ["View at Publisher", "Related documents"]
                if dice.random() < 0.8
                else ["Related documents"]
            )
        else:
            lines += [f"{number}\t", paper["title"]]
            lines += ["Open Access"] if open_access else []
            lines += [
                f"\t{text}\t{paper['year']}\t{paper['venue']}",
                f"{place.replace('–', '-')}\t{cited}",
            ]
            lines += (["Hide abstract", abstract] if abstract else ["View abstract"]) + ["View at Publisher Related documents"]  # fmt: skip
        fact = shown(paper, "year", "venue", abstract=abstract, authors=names)
        if cited:
            fact["cited_by"] = cited
        found.append(fact)
    if zh:
        lines += ["显示: 10 结果", "1 2 3 4 5 ... 下一页", "关于 Scopus", "什么是 Scopus", "内容涵盖范围", "语言", "Switch to English", "切换到简体中文", "客户服务", "帮助", "版权所有 © Elsevier B.V. 保留所有权利"]  # fmt: skip
    else:
        lines += ["Display", "10 results", "Back to top", "1", "2", "3", "Next", "About Scopus", "What is Scopus", "Content coverage", "Scopus blog", "Scopus API", "Privacy matters", "Language", "日本語版を表示する", "查看简体中文版本", "Customer Service", "Help", "Tutorials", "Contact us", "ELSEVIER", "Terms and conditions Privacy policy Cookies settings", "All content on this site: Copyright © 2025 Elsevier B.V. , its licensors, and contributors. All rights are reserved, including those for text and data mining, AI training, and similar technologies."]  # fmt: skip
    return lines, found


# Web of Science ---------------------------------------------------------------------------------------------


def wos_names(paper: dict, most: int = 3) -> tuple[list[str], str]:
    """Write names as the Web of Science does today."""
    names = []
    for name in paper["authors"]:
        given, family = split_name(name)
        short = initials(given, "", "").replace("-", "")
        names.append(f"{family}, {short}" if short else family)
    if len(names) > most + 1:
        return [*names[:most], names[-1]], "; ".join(
            names[:most]
        ) + "; (...); " + names[-1]
    return names, "; ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[
        -1
    ]


def web_of_science(papers: list[dict], dice: random.Random, look: str = "new", abstracts: str = "snippet", language: str = "en") -> Lines:  # fmt: skip
    """Make a results page, of today, of before 2021, or with Chinese furniture."""
    total = thousands(dice.randint(30, 9000))
    zh = language == "zh"
    found = []
    if zh:
        lines = ["跳转到主要内容", "Clarivate", "简体中文", "产品", "Web of Science", "检索", "登录", "注册", f"{total} 条来自 Web of Science 核心合集的结果，关于：", "tidal memory (主题)", "分析检索结果", "引文报告", "创建跟踪服务", "精炼检索结果", "快速过滤", "高被引论文", "综述论文", "开放获取", "出版年", "文献类型", "0/" + total, "添加到标记结果列表", "导出", "排序方式: 相关性", "1", "/", "12", ""]  # fmt: skip
    elif look == "new":
        lines = ["Skip to main content", "Clarivate", "English", "Products", "Web of Science", "Search", "Sign In", "Register", "MENU", f"{total} results from Web of Science Core Collection for:", "tidal memory (Topic)", "Add Keywords", "Copy query link", "Publications", "You may also like...", "Analyze Results", "Citation Report", "Create Alert", "Refine results", "Search within results...", "Quick Filters", "Highly Cited Papers", "Review Article", "Open Access", "Publication Years", "Document Types", "0/" + total, "Add To Marked List", "Export", "Sort by: Relevance", "1", "of 12", ""]  # fmt: skip
    else:
        lines = ["Web of Science", "InCites", "Journal Citation Reports", "Essential Science Indicators", "EndNote", "Publons", "Sign In", "Help", "English", "Search", "Tools", "Searches and alerts", "Search History", "Marked List", f"Results: {total}", "(from Web of Science Core Collection)", "You searched for: TOPIC: (tidal memory)", "Timespan: All years. Indexes: SCI-EXPANDED, SSCI, A&HCI.", "...Less", "Create an alert", "Refine Results", "Filter results by:", "Sort by: Date  Times Cited  Usage Count  Relevance  More", " Page 1 of 12", "Select Page", "Export...", "Add to Marked List", "Create Citation Report", "Analyze Results", ""]  # fmt: skip
    for number, paper in enumerate(papers, 1):
        cited = paper["cited_by"]
        abstract = part = None
        if abstracts == "whole" and paper["abstract"]:
            abstract = paper["abstract"]
        elif abstracts == "snippet" and paper["abstract"]:
            part = snippet(paper["abstract"], dice, 200, 320)
        month = SHORT_MONTHS[paper["month"] - 1]
        if zh or look == "new":
            names, text = wos_names(paper)
            lines += [str(number), paper["title"], text, f"{month} {paper['year']} | "]
            lines += [
                paper["venue"].upper(),
                f" {paper['volume']} ({paper['issue']}) , pp.{_pages(paper)}",
            ]
            if dice.random() < 0.3:
                lines.append(
                    "丰富的引用参考文献" if zh else "Enriched Cited References"
                )
            if abstract:
                lines.append(abstract + (" 收起" if zh else " Show less"))
            elif part:
                lines.append(part + ("... 显示更多" if zh else "... Show more"))
            if zh:
                lines += [dice.choice(["出版商处的免费全文", "出版商处的全文"]), str(cited), "被引频次", str(dice.randint(8, 90)), "参考文献", "相关记录"]  # fmt: skip
            else:
                lines += [dice.choice(["Free Full Text from Publisher", "Full Text at Publisher", "View full text"]), str(cited), "Citations" if cited != 1 else "Citation", str(dice.randint(8, 90)), "References", "Related records"]  # fmt: skip
        else:
            names = [whole_reversed(name) for name in paper["authors"]]
            text = "; ".join(names[:3]) + ("; et al." if len(names) > 3 else "")
            names = names[:3]
            lines += [f"{number}.", paper["title"], f"By: {text}"]
            lines += [f"{paper['venue'].upper()}  Volume: {paper['volume']}   Issue: {paper['issue']}   Pages: {_pages(paper)}   Published: {month.upper()} {paper['year']}"]  # fmt: skip
            if abstract:
                lines += ["Free Full Text from Publisher   Close Abstract", abstract]
            else:
                lines += ["Full Text from Publisher   View Abstract"]
            lines += [
                f"Times Cited: {cited}",
                "(from Web of Science Core Collection)",
                "Usage Count",
                "",
            ]
            part = None
        fact = shown(
            paper,
            "year",
            abstract=abstract,
            snippet=part,
            authors=names,
            venue=paper["venue"],
        )
        if cited:
            fact["cited_by"] = cited
        found.append(fact)
    if zh:
        lines += ["第", "1", "页，共 12 页", "© 2025 Clarivate", "培训门户", "产品支持", "数据更正", "隐私声明", "Cookie 政策", "使用条款"]  # fmt: skip
    else:
        lines += ["Page", "1", "of 12", "© 2025 Clarivate", "Training Portal", "Product Support", "Data Correction", "Privacy Statement", "Newsletter", "Copyright Notice", "Cookie Policy", "Terms of Use", "Manage cookie preferences"]  # fmt: skip
    return lines, found


# Publishers and others, that the issue does not name -----------------------------------------------------------


def sciencedirect(
    papers: list[dict], dice: random.Random, abstracts: bool = False
) -> Lines:
    """Make a results page of ScienceDirect."""
    lines = ["Skip to main content", "ScienceDirect", "Journals & Books", "Help", "My account", "Sign in", "Find articles with these terms", "tidal memory", "Advanced search", f"{thousands(dice.randint(100, 90000))} results", "Download selected articles", "Export", "sorted by relevance | date", "Set search alert", "Refine by:", "Subscribed journals", "Years", "2025 (12)", "2024 (88)", "Show more", "Article type", "Review articles (104)", "Research articles (1,220)", ""]  # fmt: skip
    found = []
    for paper in papers:
        kind = dice.choice(
            ["Research article", "Review article", "Short communication"]
        )
        lines.append(
            kind + dice.choice(["", "", "", "Open access", "Full text access"])
        )
        lines.append(paper["title"])
        lines.append(
            f"{paper['venue']}{english_date(paper)}"
            if dice.random() < 0.2
            else f"{paper['venue']}, {english_date(paper)}"
        )
        names = paper["authors"]
        lines.append(
            ", ".join(names)
            if len(names) < 5
            else f"{', '.join(names[:3])}, ...{names[-1]}"
        )
        abstract = None
        if abstracts and paper["abstract"]:
            abstract = paper["abstract"]
            lines += ["View PDF", "Abstract", abstract]
        else:
            lines += ["View PDF", "Abstract", "Extracts", "Figures", "Export"]
        lines.append("")
        found.append(shown(paper, "year", abstract=abstract))
    lines += ["Get a personalized search experience", "Recommendations, reading history, search & journals alerts, and more.", "Personalize", "Display: 25 | 50 | 100 results per page", "Page 1 of 40", "next", "About ScienceDirect", "Remote access", "Advertise", "Contact and support", "Terms and conditions", "Privacy policy"]  # fmt: skip
    return lines, found


def springer_link(papers: list[dict], dice: random.Random, look: str = "new") -> Lines:
    """Make a results page of SpringerLink."""
    lines = ["Skip to main content", "Springer Nature Link", "Log in", "Menu", "Find a journal", "Publish with us", "Track your research", "Search", "Cart", "Search results", "Search by keyword, title or author", "tidal memory", "Filter by", "Clear", f"Showing 1-20 of {thousands(dice.randint(100, 9000))} results", "Sort By", "Relevance", ""]  # fmt: skip
    found = []
    for paper in papers:
        part = snippet(paper["abstract"], dice, 120, 180) if paper["abstract"] else None
        if look == "new":
            lines += [paper["title"]]
            lines += [part + "..."] if part else []
            names = paper["authors"]
            lines += [", ".join(names[:3]) + ("... " + names[-1] if len(names) > 3 else ""), f"in {paper['venue']}", dice.choice(["Article", "ArticleOpen access", "Conference paper", "Chapter"]), short_date(paper), ""]  # fmt: skip
        else:
            names = paper["authors"]
            lines += ["Article", paper["title"]]
            lines += [part + "..."] if part else []
            lines += [f"{', '.join(names[:3])}{'…' if len(names) > 3 else ''} in {paper['venue']} ({paper['year']})", "Download PDF (1244 KB) View Article", ""]  # fmt: skip
        found.append(shown(paper, "year", snippet=part, authors=names[:3]))
    lines += ["Previous page", "1", "2", "3", "Next page", "Discover content", "Journals A-Z", "Books A-Z", "Your privacy choices/Manage cookies", "Accessibility statement", "© 2025 Springer Nature"]  # fmt: skip
    return lines, found


def europe_pmc(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of Europe PMC."""
    lines = ["Europe PMC", "Menu", "About", "Tools", "Developers", "Help", "Search worldwide, life-sciences literature", "Recent history", "Saved searches", "Type: Research articles (1,221) Reviews (88) Preprints (14)", f"1-25 of {dice.randint(40, 999)} results", "Sort by: Relevance", "Select All", "Export citations", ""]  # fmt: skip
    found = []
    for paper in papers:
        names = [vancouver(name) for name in paper["authors"]]
        lines += [paper["title"], ", ".join(names), f"{paper['abbreviated']}, {paper['volume']}({paper['issue']}):{_pages(paper)}, {paper['day']:02} {SHORT_MONTHS[paper['month'] - 1]} {paper['year']}", f"Cited by: {paper['cited_by']} articles | PMID: {paper['pmid']}" + dice.choice(["", f" | PMCID: {paper['pmcid']}", " | Review"]), dice.choice(["Free full text in Europe PMC", "Articles in the Open Access Subset are available under a Creative Commons license."]), ""]  # fmt: skip
        fact = shown(paper, "year", "pmid", authors=names, venue=paper["abbreviated"])
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    lines += ["Page 1 2 3 4 5 Next", "About Europe PMC", "Preprints in Europe PMC", "Funders", "Become a funder", "Governance", "Roadmap", "Outreach"]  # fmt: skip
    return lines, found


def hal(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of HAL, in French."""
    lines = ["Accueil", "Dépôt", "Consultation", "Documentation", "Connexion", "HAL science ouverte", "Recherche simple", "Recherche avancée", f"{dice.randint(40, 4000)} résultats", "Trier par pertinence", "Filtrer vos résultats", "Type de document", "Article dans une revue (1204)", "Communication dans un congrès (633)", "Pré-publication, Document de travail (71)", "Tout sélectionner", "Exporter", ""]  # fmt: skip
    found = []
    for paper in papers:
        kind = (
            "Communication dans un congrès"
            if paper["proceedings"]
            else "Article dans une revue"
        )
        names = paper["authors"]
        lines += [dice.choice(["Image document", "Image document", ""]), paper["title"], join_names(names, ", "), f"{paper['venue']}, {paper['year']}, {paper['volume']} ({paper['issue']}), pp.{_pages(paper)}. ⟨{paper['doi']}⟩", kind, f"hal-{dice.randint(1000000, 4999999):08}v1", ""]  # fmt: skip
        found.append(shown(paper, "year", "doi", authors=names))
    lines += ["1", "2", "3", "»", "Contact", "Ressources", "Informations légales", "Politique de confidentialité", "Gestion des cookies"]  # fmt: skip
    return lines, found


def inspire(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of INSPIRE."""
    lines = ["literature", "find t tidal", "Help", "Submit", "Login", "Literature", "Authors", "Jobs", "Seminars", "Conferences", "More...", "Date of paper", "Number of authors", "Single author", "10 authors or less", f"{dice.randint(40, 900)} results | cite all", "Citation Summary", "Most Recent", ""]  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        names = paper["authors"]
        lines += [paper["title"], " • ".join(f"{name} ({dice.choice(['Lund U.', 'Kiel U.', 'Porto U.'])})" for name in names[:5]) + (" et al." if len(names) > 5 else "") + f" ({SHORT_MONTHS[paper['month'] - 1]} {paper['day']}, {paper['year']})"]  # fmt: skip
        lines.append(f"Published in: {paper['abbreviated']} {paper['volume']} ({paper['year']}) {paper['issue']}, {paper['first_page']} • e-Print: {paper['arxiv_id']} [hep-th]")  # fmt: skip
        lines += [
            "pdf",
            "links",
            "DOI",
            "cite",
            "claim",
            "reference search",
            f"{paper['cited_by']} citations",
            f"#{number}",
        ]
        fact = shown(paper, "year", "arxiv_id", authors=names[:5])
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    lines += ["1", "2", "3", "25 / page", "About INSPIRE", "Content Policy", "Privacy Notice", "Terms of Use", "Help", "FAQ"]  # fmt: skip
    return lines, found


def nasa_ads(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of ADS."""
    lines = ["ads", "Feedback", "ORCID", "Sign Up", "Log In", "QUICK FIELD: Author First Author Abstract All Search Terms", "Your search returned 1,204 results", "Authors", "Collections", "Refereed", "Institutions", "Keywords", "Show highlights", "Show abstracts", "Hide Sidebars", "Go To Bottom", ""]  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        names = [whole_reversed(name) for name in paper["authors"]]
        bibcode = f"{paper['year']}{paper['abbreviated'].replace(' ', '')[:5]:.<5}{paper['volume']:.>4}.{paper['first_page']:.>4}{names[0][0]}"
        lines += [str(number), f"{bibcode}{paper['year']}/{paper['month']:02} cited: {paper['cited_by']}", paper["title"], "; ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")]  # fmt: skip
        fact = shown(paper, "year", authors=names[:3])
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    lines += ["« 1 2 3 4 5 »", "© The SAO Astrophysics Data System", "Resources", "About ADS", "ADS Help", "System Status", "What's New"]  # fmt: skip
    return lines, found


def journal_contents(
    papers: list[dict], dice: random.Random, look: str = "plain"
) -> Lines:
    """Make the contents of an issue of a journal on its publisher's site."""
    journal = dice.choice(JOURNALS)[0]
    found = []
    if look == "plain":
        lines = [journal, "Submit", "Current issue", "All issues", "About", f"Volume {dice.randint(3, 88)}, Issue {dice.randint(1, 12)}", f"Pages: 1-{dice.randint(100, 900)}", f"{dice.choice(MONTHS)} 2021", "Previous Issue", "Next Issue", "GO TO SECTION", "Select All", "Export Citation(s)", "RESEARCH ARTICLES", ""]  # fmt: skip
        for at, paper in enumerate(papers):
            if at == len(papers) // 2:
                lines += ["REVIEW ARTICLES", ""]
            lines += [dice.choice(["Open Access", "Full Access", "Free Access"]), paper["title"], ", ".join(paper["authors"]), f"Pages: {_pages(paper)}", f"First Published: {english_date(paper)}", dice.choice(["Abstract", "First Page"]), "Full text", "PDF", "References", "Request permissions", ""]  # fmt: skip
            found.append(shown(paper, "authors", "year"))
    else:
        lines = [journal, "Published by The Harbour Press", f"Vol. {dice.randint(3, 88)}, No. {dice.randint(1, 12)}, {dice.choice(MONTHS)} 2004", "Table of Contents", ""]  # fmt: skip
        for paper in papers:
            lines += [paper["title"], f"(pp. {_pages(paper)})", ", ".join(paper["authors"]), "https://www.jstor.org/stable/" + str(dice.randint(1000000, 49999999)), dice.choice(["Cite this Item", "Save Cite this Item"]), ""]  # fmt: skip
            found.append(shown(paper, "authors"))
    return lines, found


def repec(papers: list[dict], dice: random.Random) -> Lines:
    """Make a list of working papers, one paragraph each, with what their series prints."""
    lines = ["Printed from https://ideas.repec.example/", "My bibliography  Save this search", f"Search results: {len(papers)} of {thousands(dice.randint(100, 9000))}", ""]  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        lines.append(f"{number}. {paper['title']}")
        part = snippet(paper["abstract"], dice, 200, 300) if paper["abstract"] else None
        lines += [
            f"{' & '.join(whole_reversed(name) for name in paper['authors'])} ({paper['year']})"
        ]
        lines += [part + "..."] if part else []
        lines += [
            f"RePEc:abc:wpaper:{paper['year']}-{dice.randint(1, 80):02}   Save to MyIDEAS",
            "",
        ]
        found.append(shown(paper, "year", snippet=part))
    return lines, found


def mdpi(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of MDPI, with whole abstracts."""
    lines = ["Search Results", f"Search Results ({dice.randint(30, 900)})", "Search Parameters:", "Keywords = tidal memory", "Journals", "Article Types", "Countries / Regions", "Order results", "Publication Date", "Result details", "Normal", "Show export options", ""]  # fmt: skip
    found = []
    for paper in papers:
        lines += [f"{dice.randint(8, 30)} pages, {dice.randint(800, 9000)} KB   ", f"Open Access{dice.choice(['Article', 'Review', 'Communication'])}"]  # fmt: skip
        lines += [paper["title"], "by " + join_names(paper["authors"])]
        lines.append(f"{paper['abbreviated']} {paper['year']}, {paper['volume']}({paper['issue']}), {paper['first_page']}; https://doi.org/{paper['doi']} - {short_date(paper)}")  # fmt: skip
        if paper["cited_by"]:
            lines.append(
                f"Cited by {paper['cited_by']} | Viewed by {dice.randint(200, 9000)}"
            )
        if paper["abstract"]:
            lines.append(f"Abstract {paper['abstract']} Full article")
        lines += [f"(This article belongs to the Special Issue {dice.choice(['Tides and Currents', 'Memory in Animals'])})", "► Show Figures", "Figure 1", ""]  # fmt: skip
        fact = shown(paper, "authors", "year", "doi", abstract=paper["abstract"])
        if paper["cited_by"]:
            fact["cited_by"] = paper["cited_by"]
        found.append(fact)
    lines += ["Show export options", "Displaying articles 1-15", "Go to page", "1", "2", "3", "Back to Top", "MDPI", "Disclaimer", "Terms and Conditions", "Privacy Policy"]  # fmt: skip
    return lines, found


def researchgate(papers: list[dict], dice: random.Random) -> Lines:
    """Make the publications of a person at ResearchGate."""
    lines = ["ResearchGate", "Discover the world's research", "Log in", "Join for free", "Home", "Publications (47)", "Network", "Ada Blum", "University of Lund | LU · Department of Tidal Research", "Doctor of Philosophy", "47 Publications", "12,044 Reads", "1,022 Citations", "Publications", ""]  # fmt: skip
    found = []
    for paper in papers:
        part = snippet(paper["abstract"], dice, 200, 300) if paper["abstract"] else None
        lines += [paper["title"], dice.choice(["Article", "Conference Paper", "Preprint"]), dice.choice(["Full-text available", ""]), f"{SHORT_MONTHS[paper['month'] - 1]} {paper['year']}", f"{dice.randint(1, 900)} Reads", *paper["authors"]]  # fmt: skip
        lines += [part + "...", "View"] if part else ["View"]
        lines += [
            f"{paper['cited_by']} Citations",
            "Download",
            "Recommend",
            "Follow",
            "Share",
            "",
        ]
        found.append(shown(paper, "year", snippet=part))
    lines += ["Join ResearchGate to find the people and research you need to help your work.", "Company", "About us", "Careers", "Support", "Help Center", "Business solutions", "Advertising", "© 2008-2025 ResearchGate GmbH. All rights reserved.", "Terms", "Privacy", "Copyright", "Imprint", "Consent preferences"]  # fmt: skip
    return lines, found


def ssrn(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of SSRN."""
    lines = ["SSRN", "Product & Services", "Submit a paper", "Browse", "Rankings", "Blog", "Contact", "Create account", "Sign in", f"Viewing: 1 - 50 of {thousands(dice.randint(60, 4000))} papers", "Sort by: Relevance", "Download", ""]  # fmt: skip
    found = []
    for paper in papers:
        people = join_names(paper["authors"])
        lines += [paper["title"]]
        lines += [f"{paper['venue']}, Vol. {paper['volume']}" if dice.random() < 0.4 else f"Number of pages: {dice.randint(9, 80)}"]  # fmt: skip
        lines += [f"Posted: {short_date(paper)}" + dice.choice(["", f" Last Revised: {dice.randint(1, 28)} Dec {paper['year']}"])]  # fmt: skip
        lines += [people, dice.choice(["University of Lund and University of Kiel", "University of Porto", "affiliation not provided to SSRN"])]  # fmt: skip
        lines += [
            f"Downloads {dice.randint(1, 999)} ({dice.randint(1000, 900000):,})",
            f"Citation {paper['cited_by']}",
            "",
        ]
        found.append(shown(paper, "authors"))
    lines += ["1", "2", "3", "Next", "Feedback", "Submit a Paper", "SSRN Quick Links", "SSRN Solutions", "Copyright Terms and Conditions Privacy Policy"]  # fmt: skip
    return lines, found


def wiley(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of Wiley Online Library."""
    lines = ["Skip to Article Content", "Skip to Article Information", "Wiley Online Library", "Search within", "Login / Register", f"{thousands(dice.randint(60, 90000))} results for \"tidal memory\" anywhere", "Articles & Chapters (1,220)", "Publications (3)", "Collections (2)", "SELECT ALL", "Export Citation(s)", "Sorted by: Relevance", "Refine Search", ""]  # fmt: skip
    found = []
    for paper in papers:
        part = snippet(paper["abstract"], dice, 200, 300) if paper["abstract"] else None
        lines += [dice.choice(["Research Article", "Review", "Original Article", "Editorial"]), dice.choice(["Full Access", "Open Access", "Free Access", ""]), paper["title"], ", ".join(paper["authors"]), paper["venue"], f"First Published: {english_date(paper)}", "Abstract", "Full text", "PDF", "References", "Request permissions"]  # fmt: skip
        lines += (
            ["Preview Abstract", part + "…"] if part and dice.random() < 0.3 else []
        )
        lines.append("")
        found.append(shown(paper, "authors", "year", "venue"))
    lines += ["1", "2", "3", "Next", "About Wiley Online Library", "Privacy Policy", "Terms of Use", "About Cookies", "Manage Cookies", "Accessibility", "Copyright © 1999-2025 John Wiley & Sons, Inc or related companies. All rights reserved, including rights for text and data mining and training of artificial intelligence technologies or similar technologies."]  # fmt: skip
    return lines, found


def papers_with_code(papers: list[dict], dice: random.Random) -> Lines:
    """Make the front page of Papers with Code."""
    lines = ["Papers With Code", "Browse State-of-the-Art", "Datasets", "Methods", "More", "Sign In", "Trending Research", "Social", "New", "Subscribe", "Follow @paperswithcode", ""]  # fmt: skip
    found = []
    for paper in papers:
        part = snippet(paper["abstract"], dice, 130, 220) if paper["abstract"] else None
        lines += [
            paper["title"],
            f"example/{paper['title'].split()[0].lower().strip(':,')} • • {short_date(paper)}",
        ]
        lines += [part + "."] if part else []
        lines += dice.sample(
            [
                "Image Classification",
                "Question Answering",
                "Retrieval",
                "Denoising",
                "+2",
            ],
            2,
        )
        lines += [thousands(dice.randint(40, 40000)), f"{dice.randint(0, 30)}.{dice.randint(10, 99)} stars / hour", "Paper", "Code", ""]  # fmt: skip
        found.append(shown(paper, snippet=part))
    lines += ["Papers With Code is a free resource with all data licensed under CC-BY-SA.", "Terms", "Data policy", "Cookies policy"]  # fmt: skip
    return lines, found


def base_german(papers: list[dict], dice: random.Random) -> Lines:
    """Make a results page of a German search engine, with a label before each field."""
    lines = ["BASE", "Bielefeld Academic Search Engine", "Einfache Suche", "Erweiterte Suche", "Browsing", "Suchhistorie", "Anmelden", f"{dice.randint(40, 9000)} Treffer in 412.008.211 Dokumenten", "Suche verfeinern", "Verfasser", "Schlagwort", "Erscheinungsjahr", "Sortieren nach: Relevanz", ""]  # fmt: skip
    found = []
    for number, paper in enumerate(papers, 1):
        lines += [
            f"{number}.",
            paper["title"],
            f"Verfasser:\t{' ; '.join(whole_reversed(name) for name in paper['authors'])}",
        ]
        abstract = None
        if paper["abstract"] and dice.random() < 0.7:
            part = snippet(paper["abstract"], dice, 200, 300)
            lines.append(f"Beschreibung:\t{part} ...")
        else:
            part = None
        lines += [f"Verlag/Hrsg.:\t{paper['venue']}", f"Erscheinungsjahr:\t{paper['year']}", "Dokumenttyp:\tZeitschriftenartikel", "Sprache:\tEnglisch", f"URL:\thttps://doi.org/{paper['doi']}", "Datenlieferant:\tUniversität Kiel", "In meine Favoriten", "Per E-Mail verschicken", "Exportieren", ""]  # fmt: skip
        names = [whole_reversed(name) for name in paper["authors"]]
        found.append(
            shown(paper, "year", "doi", abstract=abstract, snippet=part, authors=names)
        )
    lines += [
        "[1]",
        "[2]",
        "[3]",
        "Nächste",
        "Über BASE",
        "Impressum",
        "Datenschutz",
        "© 2004-2025 Universitätsbibliothek Bielefeld",
    ]
    return lines, found
