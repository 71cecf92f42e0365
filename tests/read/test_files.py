"""Paths stand for files, each once, under names that tell them apart."""

from pathlib import Path

import pytest

from litreview.read import _files


@pytest.fixture
def folder(tmp_path):
    for name in ("mon/page.txt", "tue/page.txt", "tue/.hidden", "other.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    return tmp_path


def names_in(folder: Path, files: list[Path]) -> list[str]:
    return [str(file.relative_to(folder)) for file in files]


def test_files_folders_globs_and_lists_stand_for_files(folder):
    assert names_in(folder, _files.find_files(folder)) == [
        "mon/page.txt",
        "other.txt",
        "tue/page.txt",
    ]
    assert names_in(folder, _files.find_files(folder / "other.txt")) == ["other.txt"]
    found = _files.find_files([folder / "tue", f"{folder}/*/page.txt"])
    assert names_in(folder, found) == ["tue/page.txt", "mon/page.txt"]


def test_a_path_that_stands_for_nothing_is_refused(folder):
    with pytest.raises(FileNotFoundError, match="no file, folder or glob 'nowhere"):
        _files.find_files("nowhere/*.txt")
    with pytest.raises(FileNotFoundError, match="no file, folder or glob"):
        _files.find_files(f"{folder}/m*")  # a folder is no file of a glob


def test_links_are_followed_once_and_a_link_to_nothing_is_listed(folder):
    (folder / "mon" / "round").symlink_to(folder)
    (folder / "mon" / "gone.txt").symlink_to("nowhere.txt")
    assert names_in(folder, _files.find_files(folder / "mon")) == [
        "mon/gone.txt",
        "mon/page.txt",
        "mon/round/other.txt",
        "mon/round/tue/page.txt",
    ]


def test_names_have_as_much_of_the_folder_as_tells_them_apart():
    files = [Path("/a/mon/page.txt"), Path("/a/tue/page.txt"), Path("/a/other.txt")]
    assert _files.name_files(files) == ["mon/page.txt", "tue/page.txt", "other.txt"]
    deep = [Path("/a/x/1/page.txt"), Path("/a/y/1/page.txt")]
    assert _files.name_files(deep) == ["x/1/page.txt", "y/1/page.txt"]
    assert _files.name_files([]) == []


def test_names_are_of_letters_that_a_table_can_hold():
    assert _files.printable_name("a\nb\x85c\udce9.ris") == "a\ufffdb\ufffdc\ufffd.ris"
