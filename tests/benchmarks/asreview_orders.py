"""The orders in which ASReview's default screens; run by the Python of ASReview's own environment.

    PYTHON asreview_orders.py TASK.json ORDERS.json

A task holds lists `title`, `abstract` and `label`, and `starts`: the rows that are known at first, for each run. The
order of a run begins with these, and ends when everything relevant has been found.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from asreview import ActiveLearningCycle, Simulate
from asreview.models.models import get_ai_config

if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    papers = pd.DataFrame({name: task[name] for name in ("title", "abstract")})
    features = ActiveLearningCycle.from_meta(get_ai_config()["value"]).transform(papers)
    orders, seconds = [], []
    for seed, start in enumerate(task["starts"]):
        np.random.seed(seed)  # its classifier draws from the global generator
        cycle = ActiveLearningCycle.from_meta(get_ai_config()["value"])
        simulation = Simulate(
            features, task["label"], [cycle], skip_transform=True, print_progress=False
        )
        simulation.label(start)
        began = time.perf_counter()
        simulation.review()
        order = simulation._results["record_id"].astype(int).tolist()
        orders.append(order)
        seconds.append((time.perf_counter() - began) / max(1, len(order) - len(start)))
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"orders": orders, "seconds": seconds}, file)
