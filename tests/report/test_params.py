"""Params are checked before anything runs, and the message says what would do."""

import pytest

from litreview.report import _notebooks, _params


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


def test_each_parameter_is_described_in_one_place(known):
    stated = {key for parameters in known.values() for key in parameters}
    of_report = {
        key for key, parameter in _params.PARAMETERS.items() if parameter.of_report
    }
    assert stated == set(_params.PARAMETERS) - of_report

    for parameters in known.values():
        for key, parameter in parameters.items():
            needs_file = _params.PARAMETERS[key].takes == "file"
            missing = parameter["default"] in ("", {}) or needs_file
            assert missing or not _params.what_would_do(key, parameter["default"]), key
