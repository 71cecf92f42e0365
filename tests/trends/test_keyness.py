"""A planted phrase is found on its side; random parts of a corpus do not differ."""

import numpy as np
import pandas as pd
import pytest

from litreview.trends import _keyness as keyness

SEASONS = (
    "spring summer autumn winter morning evening harbour valley meadow forest".split()
)


def with_texts(texts):
    ids = [f"p{i}" for i in range(len(texts))]
    return pd.DataFrame({"paper_id": ids, "text": texts})


def halves(number):
    groups = with_texts([""] * number)[["paper_id"]]
    return groups.assign(group=np.repeat(["one", "two"], number // 2))


def test_a_planted_phrase_is_found_once_and_on_its_side():
    phrases = ["spring tide"] * 30 + ["old bridge"] * 30
    texts = [f"{phrase} {SEASONS[i % 10]}" for i, phrase in enumerate(phrases)]
    table = keyness.measure_keyness(halves(60), with_texts(texts)).set_index("term")

    assert table.loc["spring tide", "side"] == "one"
    assert table.loc["old bridge", "side"] == "two"
    assert "tide" not in table.index and "bridge" not in table.index
    assert table.loc["spring tide", "z"] > 0 > table.loc["old bridge", "z"]


def test_a_word_repeated_in_one_paper_is_no_difference():
    texts = ["tide " * 200, *["meadow"] * 29, *["tide meadow"] * 4, *["meadow"] * 26]
    assert keyness.measure_keyness(halves(60), with_texts(texts)).empty


@pytest.mark.parametrize("part", [0.5, 0.1])
def test_random_parts_of_one_corpus_hardly_ever_differ(part):
    rng = np.random.default_rng(7)
    vocabulary = [f"{a}{b}" for a in SEASONS for b in SEASONS]
    weights = 1 / np.arange(1, 101)
    weights = weights / weights.sum()
    texts = []
    for _ in range(200):
        texts.append(" and ".join(rng.choice(vocabulary, 25, p=weights)))
    papers = with_texts(texts)

    hits = 0
    for _ in range(40):
        first = rng.permutation(200) < part * 200
        groups = papers[["paper_id"]].assign(group=np.where(first, "one", "two"))
        hits += len(keyness.measure_keyness(groups, papers)) > 0
    assert hits <= 6  # of 40, at a rate of .05, more come once in a hundred times


def test_of_many_groups_only_what_one_has_more_of_is_listed():
    words = np.repeat(["tide", "violin", "hive"], 30)
    papers = with_texts([f"{word} {SEASONS[i % 10]}" for i, word in enumerate(words)])
    groups = papers[["paper_id"]].assign(group=np.repeat(["a", "b", "c"], 30))
    table = keyness.measure_keyness(groups, papers)
    found = table[["side", "term"]].to_numpy().tolist()
    assert found == [["a", "tide"], ["b", "violin"], ["c", "hive"]]
    assert set(table["b"]) == {"all others"}


def test_without_groups_the_table_is_empty():
    none = halves(0)
    table = keyness.measure_keyness(none, with_texts(["tides of silt"] * 8))
    full = keyness.measure_keyness(
        halves(60), with_texts(["tide"] * 30 + ["hive"] * 30)
    )
    assert table.empty and list(table) == list(full)
