"""Params are checked before anything runs, and the message says what would do."""

import os
import re
import warnings
from pathlib import Path

import jsonschema
import nbformat
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from litreview.report import _notebooks, _params
from tests.conftest import ROOT

PARAMETERS = _params.PARAMETERS
ON_DISK = ("file", "folder", "report", "notebooks")  # what they take must be there


@pytest.fixture(scope="module")
def known():
    return _params.read_notebooks(_notebooks.find_notebooks())


def load(tmp_path, text, settings=()):
    file = tmp_path / "review.yml"
    file.write_text(text)
    return _params.load(file, settings)


def test_settings_lie_over_the_file_and_null_means_the_default(tmp_path):
    got = load(
        tmp_path,
        "seed: 1\nyear: null\ndumps: a",
        ["seed=7", "dumps=2024", "title=A: b"],
    )
    assert got == {"seed": 7, "dumps": "2024", "title": "A: b"}


@pytest.mark.parametrize(
    "day",
    [
        "2026",
        "2026-10",
        "2026-10-21",
        "2026-10-21T13:25:07",
        "2026-10-21T13-25-07",
        "none",
    ],
)
def test_a_date_to_compare_with_stays_as_it_is_written(tmp_path, day):
    assert load(tmp_path, f"compare_to: {day}") == {"compare_to": day}
    assert load(tmp_path, "", [f"compare_to={day}"]) == {"compare_to": day}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1", r"review\.yml, line \d: not YAML"),
        ("- a\n- b", "holds a list, not keys with values"),
        ("just words", "holds text, not keys"),
        ("seed: 1\nseed: 2", "the key 'seed' stands there twice"),
    ],
)
def test_a_file_that_is_no_params_file(tmp_path, text, message):
    with pytest.raises(ValueError, match=message):
        load(tmp_path, text)


def test_a_missing_file_names_those_at_hand(tmp_path):
    (tmp_path / "other.yml").touch()
    with pytest.raises(
        ValueError, match=r"no such params file; the ones at hand: .*other\.yml"
    ):
        _params.load(tmp_path / "review.yml")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"topcis": 5}, "unknown key 'topcis'; did you mean 'topics'"),
        (
            {"zzz": 5},
            "unknown key 'zzz'; known keys: .*compare_to, conference_reviews, dumps, duplicate_decisions, earlier, embedding",
        ),
        (
            {"seed": "one"},
            "seed: 'one' is text; a whole number from 0 to 4294967295 would do",
        ),
        ({"seed": True}, "seed: True is true or false"),
        (
            {"topics": 1.5},
            "topics: 1.5 .* auto, coarse, fine, or a whole number from 2 would do",
        ),
        ({"topics": "many"}, "auto, coarse, fine, or a whole number"),
        ({"period": "decade"}, "one of auto, day, week, month, quarter, year would do"),
        ({"time": "then"}, "one of auto, published, seen would do"),
        ({"dumps": 3}, "a file, a folder, a glob or a list of them"),
        ({"dumps": []}, "a list; a file"),
        ({"year": "2025"}, "year: '2025' is text; a year such as 2025 would do"),
        ({"title": " "}, "a line of text would do"),
        ({"embedding": ""}, "cooccurrence, tfidf, or a model would do"),
        (
            {"embedding": "cooccurrence+nowhere"},
            "'nowhere' is no folder and no installed package",
        ),
        (
            {"topic_labels": "nowhere.csv"},
            "a CSV of your own labels, merges and splits would",
        ),
        (
            {"screening_decisions": "nowhere.sqlite"},
            "the file in which screening keeps its decisions",
        ),
        (
            {"screening_decisions": ["a"]},
            "screening_decisions: .* is a list; the file in which screening keeps",
        ),
        ({"labeller": "mine"}, "a function, as module:name would do"),
        ({"earlier": "reports"}, "the folder of an earlier report would do"),
        (
            {"compare_to": True},
            "the folder of a report, a date such as 2026-10, or none would do",
        ),
        ({"encoding": 8}, "encoding: 8 is a whole number; text would do"),
    ],
)
def test_wrong_keys_and_values_are_said(known, wrong, message):
    with pytest.raises(ValueError, match=message):
        _params.check(wrong, known, "review.yml")


def test_right_values_pass(known):
    _params.check(
        {
            "dumps": ["a", "b"],
            "topics": 12,
            "year": 2024,
            "seed": 0,
            "time": "seen",
            "title": "T",
        },
        known,
    )


@pytest.mark.parametrize(
    ("former", "today", "value"),
    [
        ("settled", "duplicate_decisions", "a.csv"),
        ("labels", "topic_labels", "a.csv"),
        ("decisions", "screening_decisions", "a.sqlite"),
    ],
)
def test_a_former_key_is_read_and_its_new_name_is_said(tmp_path, former, today, value):
    with pytest.warns(FutureWarning, match=f"'{former}' is called '{today}' now"):
        assert load(tmp_path, f"{former}: {value}") == {today: value}

    with pytest.raises(ValueError, match=f"both are set; keep '{today}'"):
        load(tmp_path, f"{former}: {value}\n{today}: {value}")


def test_side_files_are_found_by_todays_name_and_by_the_former_one(tmp_path):
    file = tmp_path / "review.yml"
    for key, parameter in _params.PARAMETERS.items():
        if not parameter.side_file:
            continue

        assert key not in _params.add_side_files({}, file)

        former = file.with_suffix(parameter.former_side_file)
        former.touch()
        with pytest.warns(FutureWarning, match="renaming it will do"):
            assert _params.add_side_files({}, file)[key] == str(former)

        today = file.with_suffix(parameter.side_file)
        today.touch()
        assert _params.add_side_files({}, file)[key] == str(today)
        assert _params.add_side_files({key: "other"}, file)[key] == "other"
        former.unlink()
        today.unlink()


# ---- One table: notebooks, defaults, schema


def words(text: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", text.lower())}


def test_each_parameter_is_described_in_one_place(known):
    stated = {key for parameters in known.values() for key in parameters}
    of_report = {key for key, parameter in PARAMETERS.items() if parameter.of_report}
    assert stated == set(PARAMETERS) - of_report


def test_the_cells_of_notebooks_begin_with_the_packaged_defaults(known):
    for name, parameters in known.items():
        for key, stated in parameters.items():
            default = PARAMETERS[key].default
            if key == "dumps":
                assert default is None  # must be set; notebooks begin with the sample
            elif PARAMETERS[key].side_file:
                assert default == ""  # a notebook may name the sample's own file
                assert "sample." in stated["default"] or stated["default"] == ""
            else:
                assert stated["default"] == default, (name, key)
                assert type(stated["default"]) is type(default), (name, key)


def test_the_cells_of_notebooks_say_what_the_table_says():
    for file in _notebooks.find_notebooks():
        (cell,) = [
            cell
            for cell in nbformat.read(file, 4).cells
            if "parameters" in cell.metadata.get("tags", [])
        ]
        for line in cell.source.splitlines():
            key, comment = line.split(":")[0], line.split("  # ")[1]
            described = words(PARAMETERS[key].means + PARAMETERS[key].if_left_out)
            assert len(words(comment) & described) >= 2, (file.name, line)


def test_defaults_are_values_that_would_do_and_nobody_can_change_them():
    found = _params.defaults()
    assert "dumps" not in found and "title" not in found
    assert found["topics"] == "auto" and found["review"] == "sample"

    for key, value in found.items():
        assert not _params.what_would_do(key, value), key

    found["columns"]["title"] = "Titel"
    assert _params.defaults()["columns"] == {}


VALUES = st.one_of(
    st.sampled_from(
        [choice for one in PARAMETERS.values() for choice in one.choices]
        + ["coarse", "tfidf", "a/b", ".a", "a.", "-a", "a b", "größe", "mine.draft"]
        + ["x.earlier", "m:f", "m.n:f", "m:f\n", "a\n", "\xa0", " ", "", "nowhere.csv"]
        + [0, 1, 2, 999, 1000, 2025, 9999, 10000, -1, 2**32 - 1, 2**32]
    ),
    st.text(st.characters(categories=["L", "M", "N", "P", "S", "Cc"]) | st.just(" ")),
    st.integers(),
    st.floats(allow_nan=False).filter(lambda value: not value.is_integer()),
    st.booleans(),
    st.lists(st.text(max_size=3) | st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3) | st.none(), max_size=2),
)


@pytest.fixture(scope="module")
def schema():
    schema = _params.parameters_schema()
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@given(key=st.sampled_from(sorted(PARAMETERS)), value=VALUES)
def test_the_schema_and_the_check_agree(schema, key, value):
    in_schema = schema.is_valid({key: value})
    in_check = not _params.what_would_do(key, _params._keep_date_as_text(key, value))

    if PARAMETERS[key].takes in ON_DISK:
        assert in_schema or not in_check
    else:
        assert in_schema == in_check


def test_the_schema_takes_null_and_former_keys_and_refuses_what_is_misspelt(schema):
    for key, parameter in PARAMETERS.items():
        assert schema.is_valid({key: None})
        if parameter.formerly:
            assert schema.is_valid({parameter.formerly: "a"})

    assert schema.is_valid(None)  # an empty file
    assert not schema.is_valid({"topcis": 5})
    # Notebooks of one's own state further parameters.
    assert schema.is_valid({"notebooks": ["mine.ipynb"], "threshold": 5})
    assert schema.is_valid({"extends": "base.yml", "threshold": 5})


def test_params_files_name_their_schema_and_fit_it(schema):
    for file in sorted((ROOT / "params").glob("*.yml")):
        text = file.read_text(encoding="utf-8")
        first = text.splitlines()[0]
        assert first == "# yaml-language-server: $schema=params.schema.json"
        assert schema.is_valid(yaml.safe_load(text)), file.name
        assert _params.load(file)["review"] == file.stem


# ---- The name of the review


def test_a_review_is_called_as_its_file(tmp_path):
    assert load(tmp_path, "review: review") == {"review": "review"}

    with pytest.warns(FutureWarning, match="'other' is not .* is called 'review'"):
        load(tmp_path, "review: other")
    with pytest.warns(FutureWarning, match="--set: review: 'other' is not the name"):
        load(tmp_path, "", ["review=other"])

    (tmp_path / "2026.yml").write_text("review: 2026")
    assert _params.load(tmp_path / "2026.yml") == {"review": "2026"}


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".a", "a\\b", "a.draft", "a.earlier", ""]
)
def test_names_that_a_review_cannot_have(known, name):
    with pytest.raises(ValueError, match="the name of a review, such as sample"):
        _params.check({"review": name}, known, "review.yml")


@pytest.mark.parametrize("name", ["Ökologie der Städte", "2026", "a-b_c.d"])
def test_names_that_a_review_can_have(known, name):
    _params.check({"review": name}, known)


def test_the_folder_of_an_older_params_file_names_its_review(tmp_path):
    with pytest.warns(FutureWarning, match=r"'folder' is called .* `review: review`"):
        assert load(tmp_path, "folder: reports/review/") == {"review": "review"}

    # A run never went by it, so that a copied line does no harm.
    with pytest.warns(FutureWarning, match="'reports/sample' is not used"):
        assert load(tmp_path, "folder: reports/sample") == {}

    with pytest.raises(ValueError, match="both are set; keep 'review'"):
        load(tmp_path, "folder: reports/review\nreview: review")


# ---- One file extends another


def write(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text)


def test_the_nearer_file_holds_and_set_holds_over_all(tmp_path):
    write(tmp_path / "common", base="seed: 1\nyear: 2020\ntitle: Base\nlinked: once")
    write(tmp_path, middle="extends: common/base.yml\nseed: 2\nyear: 2021")
    write(tmp_path / "params", mine="extends: ../middle.yml\nseed: 3\nlinked: null")

    got = _params.load(tmp_path / "params" / "mine.yml", ["title=Mine"])
    assert got == {"seed": 3, "year": 2021, "title": "Mine"}


def test_what_is_a_file_s_own_is_not_taken_over(tmp_path):
    write(tmp_path, base="review: base\nseed: 1", mine="extends: base.yml")
    (tmp_path / "base.topic_labels.csv").touch()

    got = _params.load(tmp_path / "mine.yml")
    assert _params.add_side_files(got, tmp_path / "mine.yml") == {"seed": 1}


def test_a_former_key_gives_way_to_the_nearer_file(tmp_path):
    write(
        tmp_path, base="labels: old.csv", mine="extends: base.yml\ntopic_labels: a.csv"
    )
    with pytest.warns(FutureWarning, match="base.yml: the key 'labels' is called"):
        assert _params.load(tmp_path / "mine.yml") == {"topic_labels": "a.csv"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"mine": "extends: mine.yml"}, "mine.yml: extends itself; take the line"),
        (
            {"mine": "extends: b.yml", "b": "extends: c.yml", "c": "extends: ./b.yml"},
            "c.yml: extends .*b.yml, which extends this file; take the line",
        ),
        (
            {"mine": "extends: gone.yml"},
            "mine.yml: extends .*gone.yml: there is no such",
        ),
        (
            {"mine": "extends: b.yml", "b": "- a"},
            "mine.yml: extends .*b.yml: holds a list",
        ),
        (
            {"mine": "extends: b.yml", "b": "a: [1"},
            r"extends .*b.yml, line \d: not YAML",
        ),
        (
            {"mine": "extends: ."},
            "mine.yml: extends .*: is a folder; name a params file",
        ),
        (
            {"mine": "extends: 3"},
            "extends: 3 is a whole number; another params file, such",
        ),
        (
            {"mine": "extends: [b.yml]"},
            "a list; another params file, such as common.yml",
        ),
        ({"mine": "extends: ''"}, "another params file, such as common.yml, would do"),
    ],
)
def test_files_that_cannot_be_extended(tmp_path, files, message):
    write(tmp_path, **files)
    with pytest.raises(ValueError, match=message) as error:
        _params.load(tmp_path / "mine.yml")
    assert "\n" not in str(error.value)


def test_extends_is_not_for_set(tmp_path):
    with pytest.raises(ValueError, match="write `extends` there"):
        load(tmp_path, "", ["extends=other.yml"])


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.integers()), min_size=1))
def test_a_chain_is_its_files_laid_over_each_other(tmp_path_factory, layers):
    folder = tmp_path_factory.mktemp("chain")
    for number, layer in enumerate(layers):
        extended = {}
        if number:
            extended = {"extends": f"{number - 1}.yml"}
        (folder / f"{number}.yml").write_text(yaml.safe_dump(layer | extended))

    expected = {}
    for layer in layers:
        expected |= layer
    # YAML's numbers are text where periods are meant.
    expected = {key: _params._keep_date_as_text(key, expected[key]) for key in expected}
    assert _params.load(folder / f"{len(layers) - 1}.yml") == expected


# ---- Where params files lie


def test_blanks_and_umlauts_in_the_path(tmp_path, monkeypatch):
    folder = tmp_path / "Meine Übersicht" / "params für alles"
    write(folder, **{"Bäume 1": "extends: ../gemeinsam ß.yml\nseed: 3"})
    write(folder.parent, **{"gemeinsam ß": "year: 2020"})
    labels = folder / "Bäume 1.topic_labels.csv"
    labels.touch()

    monkeypatch.chdir(folder)
    got = _params.load("Bäume 1.yml")
    assert got == {"seed": 3, "year": 2020}
    side_file = _params.add_side_files(got, "Bäume 1.yml")["topic_labels"]
    assert side_file == labels.name and os.path.samefile(side_file, labels)


def test_settings_that_yaml_cannot_read_are_text(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load(tmp_path, "", ["a=2026-13-45"]) == {"a": "2026-13-45"}
        assert load(tmp_path, "", ["mine=2026-13-45"]) == {"mine": "2026-13-45"}
