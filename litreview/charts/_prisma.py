"""The flow chart of PRISMA 2020, drawn from its counts."""

import re
from unicodedata import east_asian_width

import altair as alt
import pandas as pd

from litreview.charts._parts import heading
from litreview.charts._theme import INK, SOFT, themed
from litreview.text import count_of

TITLE = "From records to included papers (PRISMA 2020)"
MOST = 10  # parts that a box lists
MOST_NUMBERS = 400  # parts of a box in the numbers below the chart
LONGEST = 240  # letters of a name

# Pixels across.
STAGE = 26  # width of the bar that names a stage
LEFT = 42  # where the boxes of the main line begin
RIGHT = 404  # where the boxes beside it begin
BOX = 330  # width of a box
WIDTH = 736
TRUNK = LEFT + BOX / 2  # where the main line runs

# Pixels down.
PAD = 12
LINE = 17
GAP = 30
LEAST = 76  # of a row, so that the name of its stage has room

# Widths of letters in pixels; all others are 7 wide, capitals 9.2.
LETTER_WIDTHS = dict.fromkeys("ijlft.,:;|'! ()", 4.5) | dict.fromkeys("mwMW@%—", 11)

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
OPEN_PARTS = {"maybe": "marked as maybe", "conflict": "the screeners disagree"}


@themed
def prisma_flow(counts: pd.DataFrame) -> alt.LayerChart:
    """Draw the flow chart of PRISMA 2020, from records identified to papers included.

    Parameters
    ----------
    counts
        `box`, `label` and `count`: for each box a row without a label, its number, and
        rows of what it is made up of.

    Returns
    -------
    A flow chart. The main line runs down on the left, what leaves it stands on the
    right. Boxes for papers not screened and not settled are drawn only where there are
    such papers.

    References
    ----------
    Page et al. (2021), The PRISMA 2020 statement, BMJ 372:n71.

    Examples
    --------
    >>> screening = litreview.screening.overview(
    ...     papers, records, pairs, "prisma.sqlite"
    ... )
    >>> litreview.charts.prisma_flow(screening["prisma"]).save("prisma.svg")
    """
    totals = _box_totals(counts)
    boxes = _place_boxes(counts)
    height = boxes["bottom"].max()
    down = alt.Scale(
        domain=[0, height],
        reverse=True,
        nice=False,
    )
    across = alt.Scale(domain=[0, WIDTH], nice=False)
    x = alt.X(
        "x:Q",
        axis=None,
        scale=across,
    )
    y = alt.Y(
        "y:Q",
        axis=None,
        scale=down,
    )

    layers = [
        *_draw_stages(
            boxes,
            x,
            y,
        ),
        *_draw_arrows(
            boxes,
            x,
            y,
        ),
        _draw_frames(
            boxes,
            x,
            y,
        ),
        *_draw_texts(
            boxes,
            x,
            y,
        ),
    ]

    records = count_of(totals["identified"], "record")
    papers = count_of(totals["papers"], "paper")
    subtitle = f"{records}, {papers}, {totals['screened']:,} screened,"
    subtitle += f" {totals['included']:,} included"
    sizes = [f"{HEADS[box]}: {n:,}" for box, n in totals.items() if box in HEADS]
    columns = {
        "box": "box",
        "label": "of these",
        "count": "number",
    }
    texts = heading(
        TITLE,
        subtitle,
        WIDTH,
        "; ".join(sizes),
        columns,
    )
    return alt.layer(*layers).properties(**texts, height=height)


def _box_totals(counts: pd.DataFrame) -> dict[str, int]:
    totals = counts[counts["label"] == ""]
    return totals.set_index("box")["count"].to_dict()


# ---- What is drawn


def _draw_stages(
    boxes: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
) -> tuple:
    """Draw a bar at the left for each stage, with its name."""
    bars = boxes.groupby("stage", sort=False).agg(
        y=("top", "min"), y2=("bottom", "max")
    )
    bars = bars.reset_index().assign(
        x=0,
        x2=STAGE,
        middle=STAGE / 2,
        centre=(bars["y"] + bars["y2"]).to_numpy() / 2,
    )

    stages = alt.Chart(bars)
    fill = stages.mark_rect(fill="#d3e3ea", cornerRadius=4)
    names = stages.mark_text(
        angle=270,
        fontSize=12,
        fontWeight=600,
        color=INK,
    )
    names = names.encode(
        x=alt.X("middle:Q", axis=None),
        y=alt.Y("centre:Q", axis=None),
        text="stage:N",
    )
    return fill.encode(
        x=x,
        y=y,
        x2="x2:Q",
        y2="y2:Q",
    ), names


def _draw_arrows(
    boxes: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
) -> tuple:
    """Draw the main line down, and what leaves it to the right."""
    lines, heads = _place_arrows(boxes)
    rules = alt.Chart(lines).mark_rule(color=SOFT, strokeWidth=1.2)
    points = alt.Chart(heads).mark_point(
        filled=True,
        color=SOFT,
        opacity=1,
        size=70,
    )
    shape = alt.Shape("shape:N", scale=None)
    return (
        rules.encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
        ),
        points.encode(
            x=x,
            y=y,
            shape=shape,
        ),
    )


def _draw_frames(
    boxes: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
) -> alt.Chart:
    frames = alt.Chart(boxes[["x", "x2", "y", "y2"]]).mark_rect(
        fill="white",
        stroke=SOFT,
        strokeWidth=1.2,
        cornerRadius=3,
    )
    return frames.encode(
        x=x,
        y=y,
        x2="x2:Q",
        y2="y2:Q",
    )


def _draw_texts(
    boxes: pd.DataFrame,
    x: alt.X,
    y: alt.Y,
) -> list[alt.Chart]:
    """Draw the lines of all boxes, the first of each bold."""
    lines = []
    for of_box in boxes["texts"]:
        lines.extend(of_box)
    lines = pd.DataFrame(lines)

    head = lines["label"] == ""
    layers = []
    for rows, weight in ((lines[head], 600), (lines[~head], 400)):
        texts = alt.Chart(rows).mark_text(
            color=INK,
            fontWeight=weight,
            align="left",
            baseline="top",
            fontSize=12,
            lineHeight=LINE,
            lineBreak="\n",
        )
        layers.append(
            texts.encode(
                x=x,
                y=y,
                text="text:N",
            )
        )
    return layers


# ---- Where it stands


def _list_rows(totals: dict[str, int]) -> list[tuple[str, str, str]]:
    """List the rows of the chart: stage, box on the main line, box beside it."""
    rows = [("Identification", "identified", "duplicates")]
    if totals["not screened"]:
        rows.append(("Screening", "papers", "not screened"))
    rows.append(("Screening", "screened", "excluded"))
    if totals["maybe"] or totals["conflict"]:
        rows.append(("Screening", "", "open"))
    rows.append(("Included", "included", ""))
    return rows


def _place_boxes(counts: pd.DataFrame) -> pd.DataFrame:
    """Place the boxes with their texts, those of a row around its middle.

    Returns in pixels from the top left `x`, `x2`, `y` and `y2` of each box, `top` and
    `bottom` of its row, and `stage`, `box` and `texts`.
    """
    boxes = []
    top = 0.0
    for stage, main, beside in _list_rows(_box_totals(counts)):
        lines = {box: _write_box(counts, box) for box in (main, beside) if box}
        heights = {}
        for box, of_box in lines.items():
            heights[box] = 2 * PAD - 7 + sum(line["tall"] for line in of_box)

        height = max(heights.values())
        if main not in ("papers", ""):  # the first row of its stage
            height = max(height, LEAST)
        bottom = top + height

        for box, of_box in lines.items():
            x = RIGHT
            if box == main:
                x = LEFT
            y = (top + bottom - heights[box]) / 2
            boxes.append(
                {
                    "stage": stage,
                    "box": box,
                    "texts": _stack_lines(
                        of_box,
                        x + PAD,
                        y + PAD,
                    ),
                    "x": x,
                    "x2": x + BOX,
                    "y": y,
                    "y2": y + heights[box],
                    "top": top,
                    "bottom": bottom,
                }
            )
        top = bottom + GAP
    return pd.DataFrame(boxes)


def _stack_lines(
    lines: list[dict],
    x: float,
    y: float,
) -> list[dict]:
    placed = []
    for line in lines:
        placed.append(line | {"x": x, "y": y})
        y += line["tall"]
    return placed


def _place_arrows(boxes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Place the lines and their heads: down the main line, and to what leaves it."""
    main = boxes[boxes["x"] == LEFT]
    beside = boxes[boxes["x"] == RIGHT]

    down = pd.DataFrame(
        {
            "x": TRUNK,
            "x2": TRUNK,
            "y": main["y2"].to_numpy()[:-1],
            "y2": main["y"].to_numpy()[1:],
        }
    )
    down_heads = down[["x2", "y2"]].assign(shape="triangle-down", y2=down["y2"] - 5)

    # From the right of the box in its row; where there is none, from the main line.
    has_box = beside["top"].isin(main["top"])
    begin = pd.Series(TRUNK, beside.index).mask(has_box, float(LEFT + BOX))
    middle = (beside["y"] + beside["y2"]) / 2
    across = pd.DataFrame(
        {
            "x": begin,
            "x2": RIGHT,
            "y": middle,
            "y2": middle,
        }
    )
    across_heads = across[["x2", "y2"]].assign(shape="triangle-right", x2=RIGHT - 5)

    heads = pd.concat([down_heads, across_heads])
    return pd.concat([down, across]), heads.rename(columns={"x2": "x", "y2": "y"})


# ---- What a box says


def _write_box(counts: pd.DataFrame, box: str) -> list[dict]:
    """Write the lines of a box: its name and number, what it is made up of, the rest.

    Those of the rest have no text: they stand in the numbers below the chart only.
    """
    total, parts = _box_parts(counts, box)
    width = BOX - 2 * PAD
    listed = len(parts)
    if listed > MOST + 1:
        listed = MOST

    texts = [
        _wrap_count(
            HEADS[box],
            total,
            width / 1.08,
        )
    ]  # in bold, which is wider
    for label, count in parts[:listed]:
        texts.append(
            _wrap_count(
                label,
                count,
                width,
            )
        )
    rest = parts[listed:]
    if rest:
        further = _count_parts(counts, box) - listed
        others = sum(count for _, count in rest)
        texts.append(
            _wrap_count(
                f"and {further:,} more",
                others,
                width,
            )
        )
        texts += [""] * (len(rest) - 1)

    lines = []
    for (label, count), text in zip(
        [("", total), *parts],
        texts,
        strict=True,
    ):
        height = 0
        if text:
            height = LINE * (text.count("\n") + 1) + 3
        lines.append(
            {
                "box": HEADS[box],
                "label": label,
                "count": count,
                "text": text,
                "tall": height,
            }
        )
    return lines


def _box_parts(counts: pd.DataFrame, box: str) -> tuple[int, list[tuple[str, int]]]:
    """Give the number in a box, and what it is made up of, as labels and numbers."""
    totals = _box_totals(counts)
    if box == "open":
        parts = []
        for name, label in OPEN_PARTS.items():
            if totals[name]:
                parts.append((label, totals[name]))
        return totals["maybe"] + totals["conflict"], parts

    rows = counts[(counts["box"] == box) & (counts["label"] != "")]
    rows = rows[rows["count"] > 0]
    parts = list(zip(rows["label"], rows["count"].tolist(), strict=True))

    rest = parts[MOST_NUMBERS:]
    if rest:
        others = sum(count for _, count in rest)
        parts = [*parts[:MOST_NUMBERS], (f"{len(rest):,} others together", others)]
    return totals[box], parts


def _count_parts(counts: pd.DataFrame, box: str) -> int:
    is_part = (counts["box"] == box) & (counts["label"] != "") & (counts["count"] > 0)
    return int(is_part.sum())


def _wrap_count(
    name: str,
    count: int,
    width: float,
) -> str:
    """Write a name with its number in as many lines as it takes.

    The number stays in one piece; a word longer than a line is broken anywhere.
    """
    name = " ".join(name.split())
    if len(name) > LONGEST:
        name = name[: LONGEST - 1] + "…"

    text = f"{name} (n\u00a0=\u00a0{count:,})"
    lines = [""]
    for word in re.findall(r".+?(?:[ _/\-]+|$)", text):
        pieces = [word]
        if _text_width(word.rstrip()) > width:
            pieces = list(word)
        for piece in pieces:
            if lines[-1] and _text_width(lines[-1] + piece.rstrip()) > width:
                lines.append("")
            lines[-1] += piece
    return "\n".join(line.strip(" ") for line in lines)


def _text_width(text: str) -> float:
    """Estimate the width of a text in pixels; rather too wide than too narrow."""
    return sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 13
    if letter in LETTER_WIDTHS:
        return LETTER_WIDTHS[letter]
    if letter.isupper():
        return 9.2
    return 7
