"""Break valid files at one place, and count the titles that are hidden afterwards.

    python tests/benchmarks/account_mutated.py [FILES [CODE]]

Makes FILES (200) broken files of each format and prints for each how many there were,
in how many of them something was listed, and in how many a title that a person can see
is neither the title of a record, nor in a note, nor in a row of the account with its
reason. CODE is the folder of another state of this code, to compare with.
"""

import io
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd

PAPERS = 8  # of a file
SIGNS = "\"{}[],:<>/&@=-\t \\|;'()x7\n"
SYLLABLES = "ba de fi go ku la me ni po ru sa te vi wo zu".split()
VENUES = ["Journal of Bees", "Annals of Ants", "Wasp Letters"]

Paper = dict[str, str]
Maker = Callable[[list[Paper]], str]


def make_papers(random_state: random.Random, count: int = PAPERS) -> list[Paper]:
    """Make papers whose titles have a word each that stands nowhere else."""
    papers = []
    for number in range(count):
        syllables = [random_state.choice(SYLLABLES) for _ in range(5)]
        word = "".join([SYLLABLES[number], *syllables, "x"])
        family = "".join(random_state.sample(SYLLABLES, 3)).title()
        paper = {
            "word": word,
            "title": f"How {word} live in meadows",
            "author": f"{family}, Ada",
            "second": f"{family[::-1].title()}, Jo",
            "year": str(random_state.randint(1990, 2024)),
            "venue": random_state.choice(VENUES),
            "doi": f"10.1234/{family.lower()}.{number}",
            "abstract": f"We count {family} nests, and find many. They grow.",
        }
        papers.append(paper)
    return papers


def make_ris(papers: list[Paper]) -> str:
    template = (
        "TY  - JOUR\nAU  - {author}\nAU  - {second}\nTI  - {title}\nPY  - {year}\n"
        "JO  - {venue}\nDO  - {doi}\nAB  - {abstract}\nER  - \n\n"
    )
    return "".join(template.format(**paper) for paper in papers)


def make_dense_ris(papers: list[Paper]) -> str:
    template = (
        "TY  - JOUR\nT1  - {title}\nA1  - {author}\nA1  - {second}\nY1  - {year}\n"
        "JO  - {venue}\nN2  - {abstract}\nDO  - {doi}\nER  - \n"
    )
    return "".join(template.format(**paper) for paper in papers)


def make_nbib(papers: list[Paper]) -> str:
    template = (
        "PMID- 123{year}\nOWN - NLM\nDP  - {year}\nTI  - {title}\nAB  - {abstract}\n"
        "FAU - {author}\nFAU - {second}\nJT  - {venue}\nLID - {doi} [doi]\n\n"
    )
    return "".join(template.format(**paper) for paper in papers)


def make_wos(papers: list[Paper]) -> str:
    template = (
        "PT J\nAU {author}\n   {second}\nTI {title}\nSO {venue}\nAB {abstract}\n"
        "PY {year}\nDI {doi}\nER\n\n"
    )
    records = "".join(template.format(**paper) for paper in papers)
    return f"FN Clarivate Analytics Web of Science\nVR 1.0\n{records}EF\n"


def make_endnote(papers: list[Paper]) -> str:
    template = (
        "%0 Journal Article\n%T {title}\n%A {author}\n%A {second}\n%D {year}\n"
        "%J {venue}\n%R {doi}\n%X {abstract}\n\n"
    )
    return "".join(template.format(**paper) for paper in papers)


def make_bibtex(papers: list[Paper]) -> str:
    template = (
        "@article{{{word}k,\n  title = {{{title}}},\n"
        "  author = {{{author} and {second}}},\n  year = {{{year}}},\n"
        "  journal = {{{venue}}},\n  doi = {{{doi}}},\n  abstract = {{{abstract}}}\n"
        "}}\n\n"
    )
    keyed = [paper | {"word": f"key{n}"} for n, paper in enumerate(papers)]
    return "".join(template.format(**paper) for paper in keyed)


def make_short_bibtex(papers: list[Paper]) -> str:
    return re.sub(r"\n+ *", " ", make_bibtex(papers)) + "\n"


def make_csv(papers: list[Paper]) -> str:
    return table_of(papers).to_csv(index=False)


def make_quoted_csv(papers: list[Paper]) -> str:
    return table_of(papers).to_csv(index=False, quoting=1)


def make_tsv(papers: list[Paper]) -> str:
    return table_of(papers).to_csv(index=False, sep="\t")


def table_of(papers: list[Paper]) -> pd.DataFrame:
    columns = {
        "author": "Authors",
        "title": "Title",
        "year": "Year",
        "venue": "Source title",
        "doi": "DOI",
        "abstract": "Abstract",
    }
    return pd.DataFrame(papers)[list(columns)].rename(columns=columns)


def objects_of(papers: list[Paper]) -> list[dict]:
    objects = []
    for number, paper in enumerate(papers):
        record = {
            "id": f"W{number}",
            "title": paper["title"],
            "authors": [{"name": paper["author"]}, {"name": paper["second"]}],
            "year": int(paper["year"]),
            "venue": paper["venue"],
            "doi": paper["doi"],
            "abstract": paper["abstract"],
        }
        objects.append(record)
    return objects


def make_json(papers: list[Paper]) -> str:
    return json.dumps(objects_of(papers), indent=1)


def make_short_json(papers: list[Paper]) -> str:
    return json.dumps(objects_of(papers))


def make_answer(papers: list[Paper]) -> str:
    answer = {"meta": {"count": len(papers)}, "results": objects_of(papers)}
    return json.dumps(answer, separators=(",", ":"))


def make_smallest_json(papers: list[Paper]) -> str:
    titles = [{"title": paper["title"]} for paper in papers]
    return json.dumps({"results": titles}, separators=(",", ":"))


def make_json_lines(papers: list[Paper]) -> str:
    return "\n".join(map(json.dumps, objects_of(papers))) + "\n"


def make_atom(papers: list[Paper]) -> str:
    template = (
        " <entry>\n  <id>http://example.org/{doi}</id>\n  <title>{title}</title>\n"
        "  <summary>{abstract}</summary>\n  <published>{year}-01-01T00:00:00Z"
        "</published>\n  <author><name>{author}</name></author>\n </entry>\n"
    )
    entries = "".join(template.format(**paper) for paper in papers)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n <title>Answers</title>\n'
        f" <id>http://example.org</id>\n{entries}</feed>\n"
    )


def make_pubmed(papers: list[Paper]) -> str:
    template = (
        "<PubmedArticle>\n<MedlineCitation>\n<PMID>123{year}</PMID>\n<Article>\n"
        "<Journal><Title>{venue}</Title><JournalIssue><PubDate><Year>{year}</Year>"
        "</PubDate></JournalIssue></Journal>\n<ArticleTitle>{title}</ArticleTitle>\n"
        "<Abstract><AbstractText>{abstract}</AbstractText></Abstract>\n"
        "<AuthorList><Author><LastName>{author}</LastName></Author></AuthorList>\n"
        "</Article>\n</MedlineCitation>\n</PubmedArticle>\n"
    )
    articles = "".join(template.format(**paper) for paper in papers)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet>\n'
        f"<PubmedArticleSet>\n{articles}</PubmedArticleSet>\n"
    )


def make_endnote_xml(papers: list[Paper]) -> str:
    template = (
        '<record><ref-type name="Journal Article">17</ref-type><contributors><authors>'
        "<author>{author}</author></authors></contributors><titles><title>{title}"
        "</title><secondary-title>{venue}</secondary-title></titles><dates><year>"
        "{year}</year></dates><abstract>{abstract}</abstract></record>"
    )
    records = "".join(template.format(**paper) for paper in papers)
    return f'<?xml version="1.0"?><xml><records>{records}</records></xml>\n'


def make_short_atom(papers: list[Paper]) -> str:
    return re.sub(r"\n *", "", make_atom(papers))


MAKERS: dict[str, tuple[str, Maker]] = {
    "RIS": (".ris", make_ris),
    "RIS, dense": (".ris", make_dense_ris),
    "MEDLINE": (".nbib", make_nbib),
    "Web of Science": (".txt", make_wos),
    "EndNote tagged": (".enw", make_endnote),
    "BibTeX": (".bib", make_bibtex),
    "BibTeX, one line": (".bib", make_short_bibtex),
    "CSV": (".csv", make_csv),
    "CSV, quoted": (".csv", make_quoted_csv),
    "TSV": (".tsv", make_tsv),
    "JSON": (".json", make_json),
    "JSON, one line": (".json", make_short_json),
    "JSON, answer": (".json", make_answer),
    "JSON, titles": (".json", make_smallest_json),
    "JSON lines": (".jsonl", make_json_lines),
    "Atom": (".xml", make_atom),
    "Atom, one line": (".xml", make_short_atom),
    "PubMed XML": (".xml", make_pubmed),
    "EndNote XML": (".xml", make_endnote_xml),
}
SHEETS = {"XLSX": ".xlsx", "Parquet": ".parquet"}


def drop_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + 1 :]


def insert_sign(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(SIGNS) + text[at:]


def swap_letters(text: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def replace_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(SIGNS) + text[at + 1 :]


def drop_mark(text: str, chance: random.Random) -> str:
    """Drop one of the signs that the format is made of."""
    marks = [found.start() for found in re.finditer(r"""[]["{}<>,:@=%/\t-]""", text)]
    at = chance.choice(marks)
    return text[:at] + text[at + 1 :]


def cut_out(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + text[at + chance.randint(2, 80) :]


def cut_end(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) // 3, len(text))]


def cut_beginning(text: str, chance: random.Random) -> str:
    return text[chance.randrange(1, len(text) // 2) :]


def drop_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return "".join(lines)


def double_line(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    lines.insert(chance.randrange(len(lines) + 1), lines[at])
    return "".join(lines)


def swap_lines(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def glue_lines(text: str, chance: random.Random) -> str:
    ends = [found.start() for found in re.finditer("\n", text)]
    at = chance.choice(ends)
    return text[:at] + text[at + 1 :]


def drop_lines(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    del lines[at : at + chance.randint(2, 5)]
    return "".join(lines)


ONE_LINE = [
    drop_letter,
    insert_sign,
    swap_letters,
    replace_letter,
    drop_mark,
    cut_out,
    cut_end,
    cut_beginning,
]
MANY_LINES = [
    *ONE_LINE,
    drop_line,
    double_line,
    swap_lines,
    glue_lines,
    drop_lines,
]


def break_text(text: str, chance: random.Random) -> str:
    """Break a text at one place."""
    ways = MANY_LINES if text.count("\n") > 2 else ONE_LINE
    broken = ""
    while not broken.strip():
        broken = chance.choice(ways)(text, chance)
    return broken


def break_sheet(
    papers: list[Paper], chance: random.Random, has_names: bool
) -> pd.DataFrame:
    """Sort a sheet, with its names if it has them; empty or swap cells of it."""
    table = table_of(papers)
    grid = table.to_numpy().tolist()
    if has_names:
        grid.insert(0, list(table))
    way = chance.randrange(3)
    if way == 0:
        place = chance.randrange(len(table.columns))
        grid.sort(key=lambda cells: cells[place])
    elif way == 1:
        row = chance.choice(grid)
        row[chance.randrange(len(row))] = ""
    else:
        row, other = chance.sample(grid, 2)
        place = chance.randrange(len(row))
        row[place], other[place] = other[place], row[place]
    return pd.DataFrame(grid)


def hidden_words(
    words: list[str],
    seen: str,
    records: pd.DataFrame,
    lines: pd.DataFrame,
    text: str = "",
) -> list[str]:
    """List the words of titles that stand in a file and that nobody is shown.

    Parameters
    ----------
    words
        A word of each title.
    seen
        The text of the file as a person sees it.
    records, lines
        As `read.scan` returns them.
    text
        The text of the file, where it has lines.
    """
    shown = [*records["title"].dropna(), *records["note"].dropna()]
    text_lines = re.split(r"\r\n|\r|\n", text)
    for row in lines[lines["role"] == "not understood"].itertuples():
        if pd.notna(row.text):
            shown.append(row.text)
        if pd.notna(row.line_from):
            shown += text_lines[row.line_from - 1 : row.line_to]
    listed = "\n".join(shown)
    return [word for word in words if word in seen and word not in listed]


def write_broken(
    name: str, folder: Path, count: int, seed: int = 0
) -> dict[str, tuple[list[str], str]]:
    """Write broken files of a format; give the words of each and its text."""
    written = {}
    for number in range(count):
        chance = random.Random(f"{name} {seed} {number}")
        papers = make_papers(chance)
        words = [paper["word"] for paper in papers]
        if name in SHEETS:
            file = folder / f"{number:04}{SHEETS[name]}"
            sheet = break_sheet(papers, chance, has_names=name == "XLSX")
            data = io.BytesIO()
            if name == "XLSX":
                sheet.to_excel(data, index=False, header=False)
            else:
                named = sheet.set_axis(list(table_of(papers)), axis=1)
                named.to_parquet(data)
            file.write_bytes(data.getvalue())
            text = "\n".join(map(" ".join, sheet.to_numpy()))
        else:
            ending, make = MAKERS[name]
            file = folder / f"{number:04}{ending}"
            text = break_text(make(papers), chance)
            file.write_bytes(text.encode())
        written[file.name] = (words, text)
    return written


def measure(name: str, count: int, seed: int = 0) -> tuple[int, dict[str, list[str]]]:
    """Count the broken files of a format with something listed; find hidden titles."""
    from litreview import read

    with tempfile.TemporaryDirectory() as folder:
        written = write_broken(name, Path(folder), count, seed)
        records, lines, _ = read.scan(folder)
        by_dump = dict(list(records.groupby("dump")))
        lines_by_dump = dict(list(lines.groupby("dump")))

        listed = 0
        hidden = {}
        for dump, (words, text) in written.items():
            own_lines = lines_by_dump.get(dump, lines[:0])
            own_records = by_dump.get(dump, records[:0])
            listed += int((own_lines["role"] == "not understood").any())
            has_lines = "" if name in SHEETS else text
            found = hidden_words(words, text, own_records, own_lines, has_lines)
            if found:
                hidden[dump] = found
    return listed, hidden


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 200
    if len(arguments) > 1:
        sys.path.insert(0, arguments[1])
    print(f"{'format':18} {'broken':>7} {'listed':>7} {'with a hidden title':>20}")
    for name in [*MAKERS, *SHEETS]:
        listed, hidden = measure(name, count)
        print(f"{name:18} {count:7} {listed:7} {len(hidden):20}")


if __name__ == "__main__":
    main(sys.argv[1:])
