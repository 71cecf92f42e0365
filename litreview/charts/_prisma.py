"""The flow chart of PRISMA 2020, drawn from its counts."""

import re
from unicodedata import east_asian_width

import altair as alt
import pandas as pd

from litreview import screening
from litreview.charts._theme import INK, SOFT, heading
from litreview.text import count_of

MOST = 10  # parts that a box lists; all are in the numbers below the chart
LONGEST = 240  # letters of a name
STAGE, LEFT, RIGHT, BOX, WIDTH = (
    26,
    42,
    404,
    330,
    736,
)  # pixels: width, place, place, width, width
PAD, LINE, GAP, LEAST = 12, 17, 30, 76  # the last: of a row, for the name of its stage
WIDTHS = dict.fromkeys("ijlft.,:;|'! ()", 4.5) | dict.fromkeys(
    "mwMW@%—", 11
)  # pixels of letters, where not as most
TRUNK = LEFT + BOX / 2
HEADS = {
    "identified": "Records identified",
    "duplicates": "Records removed before screening: duplicates",
    "papers": "Papers after duplicates were removed",
    "not screened": "Papers not screened",
    "screened": "Papers screened",
    "excluded": "Papers excluded",
    "open": "Papers not settled yet",
    "included": "Papers included in the review",
}
NAMES = {"maybe": "marked as maybe", "conflict": "the screeners disagree"}


def prisma_flow(counts: pd.DataFrame) -> alt.LayerChart:
    """Draw the flow chart of PRISMA 2020: what was identified, removed, screened, excluded and included.

    `counts` is of `prisma.counts`. The main line runs down on the left, what leaves it stands on the right. Boxes for
    papers not screened and not settled are drawn only where there are such.
    """
    boxes = _boxes(counts)
    lines, heads = _arrows(boxes)
    texts = pd.DataFrame([row for box in boxes["texts"] for row in box])
    height = boxes["bottom"].max()
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y(
        "y:Q", axis=None, scale=alt.Scale(domain=[0, height], reverse=True, nice=False)
    )
    corners = {"x": x, "y": y, "x2": "x2:Q", "y2": "y2:Q"}
    stages = alt.Chart(_stages(boxes))
    bars = stages.mark_rect(fill="#d3e3ea", cornerRadius=4).encode(**corners)
    names = stages.mark_text(angle=270, fontSize=12, fontWeight=600, color=INK)
    names = names.encode(
        x=alt.X("middle:Q", axis=None), y=alt.Y("centre:Q", axis=None), text="stage:N"
    )
    rules = alt.Chart(lines).mark_rule(color=SOFT, strokeWidth=1.2).encode(**corners)
    points = alt.Chart(heads).mark_point(filled=True, color=SOFT, opacity=1, size=70)
    points = points.encode(x=x, y=y, shape=alt.Shape("shape:N", scale=None))
    frames = alt.Chart(boxes[["x", "x2", "y", "y2"]])
    frames = frames.mark_rect(
        fill="white", stroke=SOFT, strokeWidth=1.2, cornerRadius=3
    ).encode(**corners)
    written = [
        _text(texts[texts["label"] == ""], 600, x, y),
        _text(texts[texts["label"] != ""], 400, x, y),
    ]
    n = screening.totals(counts)
    said = f"{count_of(n['identified'], 'record')}, {count_of(n['papers'], 'paper')}, {n['screened']:,} screened, "
    said += f"{n['included']:,} included"
    seen = "; ".join(
        f"{HEADS[box]}: {size:,}" for box, size in n.items() if box in HEADS
    )
    columns = {"box": "box", "label": "of these", "count": "number"}
    frame = heading(
        "From records to included papers (PRISMA 2020)", said, WIDTH, seen, columns
    )
    return alt.layer(bars, names, rules, points, frames, *written).properties(
        **frame, height=height
    )


def _text(texts: pd.DataFrame, weight: int, x: alt.X, y: alt.Y) -> alt.Chart:
    style = {
        "align": "left",
        "baseline": "top",
        "fontSize": 12,
        "lineHeight": LINE,
        "lineBreak": "\n",
    }
    return (
        alt.Chart(texts)
        .mark_text(color=INK, fontWeight=weight, **style)
        .encode(x=x, y=y, text="text:N")
    )


def _rows(n: dict[str, int]) -> list[tuple[str, str, str]]:
    """List the rows of the chart: stage, box on the main line, box beside it."""
    rows = [("Identification", "identified", "duplicates")]
    rows += [("Screening", "papers", "not screened")] * (n["not screened"] > 0)
    rows += [("Screening", "screened", "excluded")]
    rows += [("Screening", "", "open")] * (n["maybe"] + n["conflict"] > 0)
    return [*rows, ("Included", "included", "")]


def _boxes(counts: pd.DataFrame) -> pd.DataFrame:
    """Place the boxes in pixels from the top left, those of a row around its middle, with their texts."""
    boxes, top = [], 0.0
    for stage, *names in _rows(screening.totals(counts)):
        written = {box: _written(counts, box) for box in names if box}
        tall = {
            box: 2 * PAD - 7 + sum(row["tall"] for row in rows)
            for box, rows in written.items()
        }
        bottom = top + max(
            [*tall.values(), LEAST if names[0] not in ("papers", "") else 0]
        )
        for box, rows in written.items():
            x, y = LEFT if box == names[0] else RIGHT, (top + bottom - tall[box]) / 2
            place = {
                "x": x,
                "x2": x + BOX,
                "y": y,
                "y2": y + tall[box],
                "top": top,
                "bottom": bottom,
            }
            boxes.append(
                {"stage": stage, "box": box, "texts": _stacked(rows, x + PAD, y + PAD)}
                | place
            )
        top = bottom + GAP
    return pd.DataFrame(boxes)


def _stages(boxes: pd.DataFrame) -> pd.DataFrame:
    bars = (
        boxes.groupby("stage", sort=False)
        .agg(y=("top", "min"), y2=("bottom", "max"))
        .reset_index()
    )
    return bars.assign(
        x=0, x2=STAGE, middle=STAGE / 2, centre=(bars["y"] + bars["y2"]) / 2
    )


def _arrows(boxes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw lines down the main line and from it to what leaves it, with their heads."""
    main, beside = boxes[boxes["x"] == LEFT], boxes[boxes["x"] == RIGHT]
    middle = (beside["y"] + beside["y2"]) / 2
    begin = TRUNK + (LEFT + BOX - TRUNK) * beside["top"].isin(main["top"])
    down = pd.DataFrame(
        {
            "x": TRUNK,
            "x2": TRUNK,
            "y": main["y2"].to_numpy()[:-1],
            "y2": main["y"].to_numpy()[1:],
        }
    )
    across = pd.DataFrame({"x": begin, "x2": RIGHT, "y": middle, "y2": middle})
    heads = [down[["x2", "y2"]].assign(shape="triangle-down", y2=down["y2"] - 5)]
    heads += [across[["x2", "y2"]].assign(shape="triangle-right", x2=RIGHT - 5)]
    return pd.concat([down, across]), pd.concat(heads).rename(
        columns={"x2": "x", "y2": "y"}
    )


def _written(counts: pd.DataFrame, box: str) -> list[dict]:
    """Write the lines of a box: its name and number, and what it is made up of, the rest as one."""
    whole, inside = _inside(counts, box)
    room, cut = BOX - 2 * PAD, MOST if len(inside) > MOST + 1 else len(inside)
    texts = [
        _lines(HEADS[box], whole, room / 1.08),
        *(_lines(*part, room) for part in inside[:cut]),
    ]  # the first is bold
    if rest := inside[cut:]:
        texts += [
            _lines(f"and {len(rest)} more", sum(count for _, count in rest), room)
        ] + [""] * (len(rest) - 1)
    rows = zip([("", whole), *inside], texts, strict=True)
    tall = [LINE * (text.count("\n") + 1) + 3 if text else 0 for text in texts]
    return [
        {
            "box": HEADS[box],
            "label": label,
            "count": count,
            "text": text,
            "tall": height,
        }
        for ((label, count), text), height in zip(rows, tall, strict=True)
    ]


def _inside(counts: pd.DataFrame, box: str) -> tuple[int, list[tuple[str, int]]]:
    n = screening.totals(counts)
    if box != "open":
        return n[box], screening.parts(counts, box)
    return n["maybe"] + n["conflict"], [
        (said, n[name]) for name, said in NAMES.items() if n[name]
    ]


def _stacked(rows: list[dict], x: float, y: float) -> list[dict]:
    placed = []
    for row in rows:
        placed.append(row | {"x": x, "y": y})
        y += row["tall"]
    return placed


def _lines(name: str, count: int, room: float) -> str:
    """Write a name with its number in as many lines as it takes; the number stays in one piece."""
    name = " ".join(name.split())
    name = name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"
    pieces = re.findall(r".+?(?:[ _/\-]+|$)", f"{name} (n\u00a0=\u00a0{count:,})")
    lines = [""]
    for piece in pieces:
        for part in [piece] if _wide(piece.rstrip()) <= room else list(piece):
            if lines[-1] and _wide(lines[-1] + part.rstrip()) > room:
                lines.append("")
            lines[-1] += part
    return "\n".join(line.strip(" ") for line in lines)


def _wide(text: str) -> float:
    """Estimate the width of a text in pixels, at 12 pixels a letter; rather too wide than too narrow."""
    return sum(
        13
        if east_asian_width(letter) in "WF"
        else WIDTHS.get(letter, 9.2 if letter.isupper() else 7)
        for letter in text
    )
