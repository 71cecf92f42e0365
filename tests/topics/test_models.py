"""A text is encoded once per model, whatever else runs or is killed."""

import json
import multiprocessing
import os
import shutil
import sqlite3

import numpy as np
import pytest

from litreview.topics import _models

TEXTS = [f"text {number}" for number in range(200)]


def stand_in(log=None, dies_at=None):
    """Encode with nothing installed: two numbers that only this text has.

    Every text it is given is a line of `log`.
    """
    seen = []

    def encode(text):
        seen.append(text)
        if len(seen) == dies_at:
            os._exit(9)  # as kill -9 does: nothing is closed, nothing is written
        if log:
            with open(log, "a", encoding="utf-8") as file:
                file.write(f"{text}\n")
        return vector(text)

    return lambda place: encode


def vector(text):
    return np.array([len(text), sum(text.encode())], "float32")


def in_another_process(folder, cache, texts, log, dies_at=None, start=None):
    _models.KINDS["static"] = _models.Kind("model.safetensors", "json", "static")
    _models._load_static = stand_in(log, dies_at)
    if start:
        start.wait()
    assert (
        _models.encode(texts, str(folder), cache) == [vector(text) for text in texts]
    ).all()


def run_all(*jobs):
    """Run each job in a process of its own, all at once; returns how they ended."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(len(jobs))
    running = [
        spawn.Process(target=in_another_process, args=job, kwargs={"start": start})
        for job in jobs
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    return [process.exitcode for process in running]


@pytest.fixture
def model(tmp_path, monkeypatch):
    """The folder of a static model that a stand-in for model2vec reads."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / name).write_text("{}", encoding="utf-8")
    monkeypatch.setitem(
        _models.KINDS, "static", _models.Kind("model.safetensors", "json", "static")
    )
    monkeypatch.setattr(_models, "_load_static", stand_in(tmp_path / "log"))
    return folder


@pytest.fixture
def encoded(tmp_path):
    """The texts that were really encoded so far."""
    return lambda: (tmp_path / "log").read_text(encoding="utf-8").splitlines()


def test_each_text_is_encoded_once(model, encoded, tmp_path):
    cache = tmp_path / "new" / "cache"
    first = _models.encode(["b", "a", "b"], str(model), cache)
    assert (first == [vector("b"), vector("a"), vector("b")]).all() and encoded() == [
        "b",
        "a",
    ]
    more = _models.encode(["a", "é", "b"], str(model), cache)
    assert (more == [vector("a"), vector("é"), vector("b")]).all() and encoded() == [
        "b",
        "a",
        "é",
    ]


def test_a_model_is_not_even_read_where_all_is_known(model, monkeypatch, tmp_path):
    before = _models.encode(TEXTS, str(model), tmp_path / "cache")
    monkeypatch.setattr(_models, "_load_static", None)
    assert (_models.encode(TEXTS, str(model), tmp_path / "cache") == before).all()


def test_without_texts_or_without_a_cache(model):
    assert len(_models.encode([], str(model))) == 0
    assert (_models.encode(["a"], str(model)) == [vector("a")]).all()


def test_a_model_is_known_by_its_content(model, encoded, tmp_path):
    _models.encode(["a"], str(model), tmp_path / "cache")
    shutil.copytree(model, tmp_path / "moved")
    _models.encode(["a"], str(tmp_path / "moved"), tmp_path / "cache")
    assert encoded() == ["a"]
    (model / "model.safetensors").write_text("{ }", encoding="utf-8")
    _models.encode(["a"], str(model), tmp_path / "cache")
    assert encoded() == ["a", "a"]


def test_runs_at_once_share_a_cache(model, monkeypatch, tmp_path):
    cache = tmp_path / "cache"
    jobs = [
        (model, cache, texts, tmp_path / "log")
        for texts in (TEXTS[:150], TEXTS[::-1], TEXTS[50:])
    ]
    assert run_all(*jobs) == [0, 0, 0]
    monkeypatch.setattr(_models, "_load_static", None)
    assert (
        _models.encode(TEXTS, str(model), cache) == [vector(text) for text in TEXTS]
    ).all()


def test_a_killed_run_is_taken_up_where_it_was(model, encoded, tmp_path):
    cache = tmp_path / "cache"
    assert run_all((model, cache, TEXTS, tmp_path / "log", 120)) == [9]
    assert (
        _models.encode(TEXTS, str(model), cache) == [vector(text) for text in TEXTS]
    ).all()
    assert encoded() == TEXTS


@pytest.mark.parametrize(
    "content", ["text", "text\n" * 1000, "damaged", "foreign", "folder"]
)
def test_a_cache_that_is_none_is_said_and_left_alone(content, model, tmp_path):
    cache = tmp_path / "cache"
    if content == "folder":
        cache.mkdir()
    elif content == "foreign":
        with sqlite3.connect(cache) as store:
            store.execute("CREATE TABLE books (title)")
        store.close()
    elif content == "damaged":
        _models.encode(TEXTS, str(model), cache)
        cache.write_bytes(cache.read_bytes()[: cache.stat().st_size // 2])
    else:
        cache.write_text(content, encoding="utf-8")
    before = cache.is_file() and cache.read_bytes()
    with pytest.raises(
        OSError, match="embedding: the cache .* cannot be used .*move the file away"
    ):
        _models.encode(TEXTS, str(model), cache)
    assert (cache.is_file() and cache.read_bytes()) == before
    with pytest.raises(
        OSError, match="embedding: the cache .* cannot be used .*can be written"
    ):
        _models.encode(
            TEXTS, str(model), cache / "below" / "cache" if before else cache
        )


@pytest.mark.parametrize("name", ["", "no/such/model", "no-such-model", "argparse"])
def test_a_model_that_is_not_there_is_said(name):
    with pytest.raises(
        FileNotFoundError, match="is no folder and no installed package"
    ):
        _models.find_model(name)


def test_a_folder_without_a_model_is_said(tmp_path):
    with pytest.raises(
        FileNotFoundError,
        match="has none of modules.json, model.onnx, model.safetensors",
    ):
        _models.find_model(str(tmp_path))


def test_a_model_in_a_package_is_found_by_the_name_of_the_package(
    model, monkeypatch, tmp_path
):
    shutil.move(model, tmp_path / "site" / "invented_model" / "weights")
    (tmp_path / "site" / "invented_model" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    for name in ("invented_model", "invented-model"):
        assert _models.find_model(name) == (
            tmp_path / "site" / "invented_model" / "weights",
            "static",
        )


@pytest.mark.parametrize(
    ("files", "installed", "outcome"),
    [
        (
            {"modules.json": "Transformer", "model.safetensors": ""},
            "model2vec",
            r"litreview\[neural\]'$",
        ),
        (
            {"modules.json": "StaticEmbedding", "model.safetensors": ""},
            "",
            r"neural.* or .*static",
        ),
        (
            {"modules.json": "StaticEmbedding", "model.safetensors": ""},
            "model2vec",
            "static",
        ),
        (
            {"modules.json": "StaticEmbedding", "model.safetensors": ""},
            "sentence_transformers model2vec",
            "sentences",
        ),
        ({"model.safetensors": ""}, "sentence_transformers", r"litreview\[static\]'$"),
        ({"model.onnx": ""}, "", r"litreview\[onnx\]'$"),
        ({"model.onnx": ""}, "onnxruntime", "put the model's tokenizer.json beside it"),
        ({"model.onnx": "", "tokenizer.json": ""}, "onnxruntime", "onnx"),
    ],
)
def test_the_kind_follows_from_the_files_and_what_is_installed(
    files, installed, outcome, monkeypatch, tmp_path
):
    for name, content in files.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(
        _models.importlib.util,
        "find_spec",
        lambda module: module in installed.split() or None,
    )
    if outcome in _models.KINDS:
        assert _models.find_model(str(tmp_path)) == (tmp_path, outcome)
    else:
        with pytest.raises(FileNotFoundError, match=outcome):
            _models.find_model(str(tmp_path))


def test_a_model_that_cannot_be_read_is_said(model, monkeypatch):
    monkeypatch.setattr(
        _models, "_load_static", lambda place: json.loads("half a model")
    )
    with pytest.raises(
        ValueError, match="cannot read the model in .*; is it whole.* JSONDecodeError"
    ):
        _models.encode(["a"], str(model))


@pytest.fixture
def tokenizer():
    """A tokenizer of four words."""
    tokenizers = pytest.importorskip("tokenizers")
    words = tokenizers.models.WordLevel(
        {"[UNK]": 0, "tide": 1, "marsh": 2, "violin": 3}, unk_token="[UNK]"
    )
    made = tokenizers.Tokenizer(words)
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    return made


def test_static_vectors_are_those_of_model2vec(tokenizer, monkeypatch, tmp_path):
    model2vec = pytest.importorskip("model2vec")
    known = model2vec.StaticModel(
        np.random.default_rng(0).normal(size=(4, 8)).astype("float32"), tokenizer
    )
    known.save_pretrained(tmp_path / "model")
    monkeypatch.setitem(
        _models.KINDS,
        "sentences",
        _models.Kind("modules.json", "not_installed", "neural"),
    )
    texts = ["tide marsh", "violin", "tide tide violin", ""]
    found = _models.encode(texts, str(tmp_path / "model"), tmp_path / "cache")
    assert np.allclose(found, known.encode(texts)) and found.any(axis=1).tolist() == [
        True,
        True,
        True,
        False,
    ]


def test_an_onnx_model_is_the_mean_over_the_tokens_of_the_text(tokenizer, tmp_path):
    pytest.importorskip("onnxruntime")
    onnx = pytest.importorskip("onnx")
    rows = np.random.default_rng(0).normal(size=(4, 8)).astype("float32")
    node = onnx.helper.make_node("Gather", ["rows", "input_ids"], ["last_hidden_state"])
    given = onnx.helper.make_tensor_value_info(
        "input_ids", onnx.TensorProto.INT64, ["batch", "tokens"]
    )
    out = onnx.helper.make_tensor_value_info(
        "last_hidden_state", onnx.TensorProto.FLOAT, ["batch", "tokens", 8]
    )
    graph = onnx.helper.make_graph(
        [node], "rows", [given], [out], [onnx.numpy_helper.from_array(rows, "rows")]
    )
    opset = [onnx.helper.make_opsetid("", 17)]
    onnx.save(
        onnx.helper.make_model(graph, opset_imports=opset, ir_version=9),
        tmp_path / "model.onnx",
    )
    tokenizer.enable_padding(
        length=10
    )  # as many saved tokenizers do; what fills up is no token of the text
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    found = _models.encode(["tide marsh", "violin " * 300], str(tmp_path))
    assert np.allclose(found, [rows[1:3].mean(axis=0), rows[3]], atol=1e-6)
