"""Words and phrases: spellings of one term are one, and nothing runs across a stop word."""

from litreview import terms


def test_phrases_stop_at_stop_words_and_punctuation():
    assert terms.phrases("noisy labels, and the sparse networks") == [
        "noisy",
        "labels",
        "noisy labels",
        "sparse",
        "networks",
        "sparse networks",
    ]


def test_spellings_of_a_term_are_one_and_the_usual_one_is_shown():
    texts = ["Diffusion Models for sand.", "a diffusion model, some diffusion models", "diffusion models"]
    assert terms.spellings(texts)[terms.term("diffusion model")] == "diffusion models"


def test_names_keep_their_capitals():
    assert terms.spellings(["a Gaussian wave", "Gaussian waves"])[terms.term("Gaussian")] == "Gaussian"
