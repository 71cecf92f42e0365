"""Words for kinds of papers become ours, and retractions are told from notices."""

import pytest

from litreview import tables
from litreview.read import _types


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("JOUR", "article"),
        ("CPAPER", "conference paper"),
        ("CHAP", "chapter"),
        ("THES", "thesis"),
        ("RPRT", "report"),
        ("Journal Article", "article"),
        ("journal-article", "article"),
        ("journalArticle", "article"),
        ("article-journal", "article"),
        ("JournalArticle", "article"),
        ("Conference Paper", "conference paper"),
        ("inproceedings", "conference paper"),
        ("paper-conference", "conference paper"),
        ("proceedings-article", "conference paper"),
        ("Conference and Workshop Papers", "conference paper"),
        ("Conference Review", "conference review"),
        ("book-chapter", "chapter"),
        ("Book Section", "chapter"),
        ("incollection", "chapter"),
        ("monograph", "book"),
        ("posted-content", "preprint"),
        ("Preprint", "preprint"),
        ("phdthesis", "thesis"),
        ("dissertation", "thesis"),
        ("Systematic Review", "review"),
        ("Editorial Material", "editorial"),
        ("Letter", "letter"),
        ("Published Erratum", "erratum"),
        ("Retraction of Publication", "retraction"),
        ("Dataset", "dataset"),
        ("IEEE Conferences", "conference paper"),
        ("IET Journals & Magazines", "article"),
        ("Field Diary", "field diary"),
    ],
)
def test_words_of_formats_become_ours(word, name):
    assert _types.choose_type([word]) == name


@pytest.mark.parametrize(
    "word", ["GEN", "misc", "Research Support, N.I.H., Extramural", "", "12", "a" * 50]
)
def test_words_that_say_nothing_are_nothing(word):
    assert _types.choose_type([word]) is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["Journal Article", "Review"], "review"),
        (["Article", "Proceedings Paper"], "conference paper"),
        (["Article", "Book Chapter"], "chapter"),
        (["Journal Article", "Randomized Controlled Trial"], "article"),
        (["Journal Article", "Retracted Publication"], "article"),
        (["Field Diary", "Article"], "article"),
        (["Field Diary", "Log"], "field diary"),
    ],
)
def test_the_most_telling_word_is_taken(words, name):
    assert _types.choose_type(words) == name


def test_only_known_words_and_letters_of_web_of_science():
    assert _types.choose_type(["Field Diary"], known_only=True) is None
    assert _types.choose_type(["Patent"], known_only=True) == "patent"
    assert _types.choose_type(["J"], of_wos=True) == "article"
    assert _types.choose_type(["J"]) is None


def test_all_types_that_rank_have_words():
    assert set(tables.PAPER_TYPES) <= set(_types._WORDS)
    assert _types.is_known_type("Review") and not _types.is_known_type("Field Diary")


def test_types_of_one_text_are_split():
    assert _types.split_types("Article; Early Access|x\ny;") == [
        "Article",
        "Early Access",
        "x",
        "y",
    ]


def test_flags():
    texts = ["true", "Yes", "1", "Retraction", "FALSE", "0.0", "no", "", "maybe"]
    assert [_types.read_flag(text) for text in texts] == [True] * 4 + [False] * 3 + [
        None
    ] * 2
    assert _types.says_retracted(["Article", "Retracted Publication"])
    assert not _types.says_retracted(["Retraction of Publication"])


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Sand",
        "Retracted: Sand",
        "RETRACTED ARTICLE: Sand",
        "[RETRACTED] Sand",
        "[Retracted]: Sand",
        "(Retracted) Sand",
        "Sand (Retracted article. See vol. 3, pg. 1, 2001)",
        "Sand [RETRACTED]",
    ],
)
def test_titles_that_say_retracted(title):
    assert _types.has_retracted_title(title)
    assert _types.type_of_notice(title) is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Retraction: Sand", "retraction"),
        ("Retraction notice to: Sand", "retraction"),
        ("Erratum: Sand", "erratum"),
        ("Author Correction: Sand", "erratum"),
        ("Corrigendum to: Sand", "erratum"),
        ("Retraction of cliffs", None),
        ("Correction of vision", None),
        ("Retracted claims", None),
    ],
)
def test_titles_of_notices(title, name):
    assert _types.type_of_notice(title) == name
    assert not _types.has_retracted_title(title)
