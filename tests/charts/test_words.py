"""Of each group the surest words are drawn, with the shares of both sides."""

from litreview.charts import _words
from tests.charts.conftest import plant_words, rows_with, subtitle


def all_rows(spec):
    return [row for rows in spec["datasets"].values() for row in rows]


def test_of_two_groups_the_surest_fifteen_words_are_drawn():
    spec = _words.compared_words(plant_words(2, 30)).to_dict()
    rows = all_rows(spec)
    assert len(rows) == 30 and min(row["size"] for row in rows) > 8
    shares = {(row["side"], row["shares"]) for row in rows}
    assert shares == {
        ("side-000.txt", "50%, else 10%"),
        ("side-001.txt", "10%, else 50%"),
    }
    assert "side-001.txt (word 1 0, word 1 1, word 1 2)" in spec["description"]


def test_of_many_groups_fewer_words_and_at_most_twelve_groups_are_drawn():
    spec = _words.compared_words(plant_words(20, 30)).to_dict()
    assert len(spec["concat"]) == 12
    assert len(all_rows(spec)) == 12 * 6
    assert set(rows_with(spec, "shares")["shares"]) == {"50%, else 10%"}


def test_no_words_are_said():
    spec = _words.compared_words(plant_words(2, 1).head(0)).to_dict()
    assert subtitle(spec) == "nothing to draw"
