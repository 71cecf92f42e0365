"""A params file that cannot be read is one sentence: what, where, what would do."""

import pytest

from litreview.report import _yaml


def read(tmp_path, text):
    file = tmp_path / "review.yml"
    file.write_text(text)
    return _yaml.read_mapping(file)


def test_keys_with_their_values(tmp_path):
    text = "# a comment\na: 1\nb: [x, y]\nc: &c {d: e}\nf: *c\n"
    got = read(tmp_path, text)
    assert got == {"a": 1, "b": ["x", "y"], "c": {"d": "e"}, "f": {"d": "e"}}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "---\n"])
def test_an_empty_file_says_nothing(tmp_path, text):
    assert read(tmp_path, text) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "holds a list, not keys with values"),
        ("0", "holds a whole number, not keys"),
        ("just words", "holds text, not keys"),
        ("a: [1", r"review.yml, line \d: not YAML"),
        ("a: 1\nb: 2\na: 1", "the key 'a' stands there twice; keep one of them"),
        ("a: 2026-13-45", "holds a value that YAML cannot read .*; put it in quotes"),
        ("a: " + "[" * 5000 + "]" * 5000, "holds a value that YAML cannot read"),
    ],
)
def test_what_is_no_list_of_keys(tmp_path, text, message):
    with pytest.raises(ValueError, match=message) as error:
        read(tmp_path, text)
    assert str(tmp_path / "review.yml") in str(error.value)


def test_a_folder_names_the_files_in_it(tmp_path):
    (tmp_path / "mine.yml").touch()
    with pytest.raises(ValueError, match=r"is a folder; name .*mine\.yml"):
        _yaml.read_mapping(tmp_path)
    with pytest.raises(ValueError, match=r"^\.: is a folder"):
        _yaml.read_mapping("")


def test_a_missing_file_names_at_most_five_at_hand(tmp_path):
    with pytest.raises(ValueError, match="the ones at hand: none"):
        _yaml.read_mapping(tmp_path / "gone.yml")

    for number in range(7):
        (tmp_path / f"{number}.yml").touch()
    with pytest.raises(ValueError, match=r"4\.yml …"):
        _yaml.read_mapping(tmp_path / "gone.yml")


def test_a_file_that_is_not_utf_8(tmp_path):
    (tmp_path / "latin.yml").write_bytes(b"title: B\xe4ume")
    with pytest.raises(ValueError, match="latin.yml: cannot be read .* in UTF-8"):
        _yaml.read_mapping(tmp_path / "latin.yml")
