"""Re-save real pages in other ways and count the papers that come back: python tests/benchmarks/resaved.py DUMPS."""

import sys
import textwrap

from litreview.read import _files
from litreview.read.layouts import _listing

HEAD = ["new", "", "Subscribe", "", "byAK and the research community", "", "Mar 17", ""]


def cut(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)]


def ways(papers: list[tuple[str, str]]):
    yield "blank lines", [line for t, a in papers for line in (t, "", a, "")]
    yield "no blank lines", [line for t, a in papers for line in (t, a)]
    yield "doubled blanks", [line for t, a in papers for line in (t, "", "", a, "", "")]
    yield (
        "indented",
        [line for t, a in papers for line in ("    " + t, "", "    " + a, "")],
    )
    yield (
        "numbered",
        [line for i, (t, a) in enumerate(papers) for line in (f"{i + 1}. {t}", a)],
    )
    yield (
        "author lines",
        [
            line
            for t, a in papers
            for line in (t, "Ada Blum, Jo K. Fenn and Li Wei", "", a, "")
        ],
    )
    cards = [
        ("Submitted by", f"user{i}", f"{i}", t, f"· {i + 2} authors", "3", a, "")
        for i, (t, a) in enumerate(papers)
    ]
    yield "card lines", [line for card in cards for line in card]
    for width in (40, 60, 80, 100, 120):
        whole = [(textwrap.wrap(t, width), textwrap.wrap(a, width)) for t, a in papers]
        yield (
            f"wrapped at {width}, blank lines",
            [line for t, a in whole for line in (*t, "", *a, "")],
        )
        yield (
            f"wrapped at {width}, no blank lines",
            [line for t, a in whole for line in (*t, *a)],
        )
        yield (
            f"cut at {width}, blank lines",
            [x for t, a in papers for x in (*cut(t, width), "", *cut(a, width), "")],
        )


def plain(text: str | None) -> str:
    return "".join((text or "").split())


def main() -> None:
    counts: dict[str, list[int]] = {}
    for file in _files.find_files(sys.argv[1]):
        found, _ = _listing.parse_listing(file.read_text(encoding="utf-8").split("\n"))
        papers = [
            (record["title"], record["abstract"])
            for record in found
            if record["abstract"]
        ]
        for way, lines in ways(papers):
            got = [
                (record["title"], record["abstract"])
                for record in _listing.parse_listing([*HEAD, *lines])[0]
            ]
            spaceless = {(plain(t), plain(a)) for t, a in got}
            same = sum((plain(t), plain(a)) in spaceless for t, a in papers)
            row = [
                len(papers),
                len(got),
                sum(paper in set(got) for paper in papers),
                same,
            ]
            counts[way] = [
                a + b for a, b in zip(counts.get(way, [0] * 4), row, strict=True)
            ]
    print(f"{'way':34} papers  read  exact  exact but for spaces")
    for way, (papers, read, exact, same) in counts.items():
        print(f"{way:34} {papers:6} {read:5} {exact:6} {same:6}")


if __name__ == "__main__":
    main()
