"""Models in local folders or installed packages: text → vectors, kept on disk."""

import hashlib
import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from litreview import progress

# Tokens of a text that an ONNX model is given: what MiniLM was trained for.
LONGEST = 256


class Kind(NamedTuple):
    """A kind of model: how it is known, and what it needs."""

    mark: str  # the file that shows it
    module: str  # which runs it
    extra: str  # of this package, which brings the module


# The best first.
KINDS = {
    "sentences": Kind("modules.json", "sentence_transformers", "neural"),
    "onnx": Kind("model.onnx", "onnxruntime", "onnx"),
    "static": Kind("model.safetensors", "model2vec", "static"),
}

Encoder = Callable[[str], np.ndarray]


def find_model(model: str) -> tuple[Path, str]:
    """Find the folder of a model and its kind; nothing is ever downloaded.

    Parameters
    ----------
    model
        Its folder, or a package that has it inside.

    Returns
    -------
    folder, kind
        The kind is `sentences` (sentence-transformers), `onnx` (with its
        tokenizer.json) or `static` (model2vec).

    Raises
    ------
    FileNotFoundError
        Where there is no such model, or its extra is not installed.
    """
    places = _possible_places(model)
    place, kinds = places[0], []
    for place in places:
        kinds = _kinds_in(place)
        if kinds:
            break

    if not kinds:
        marks = ", ".join(kind.mark for kind in KINDS.values())
        raise FileNotFoundError(
            f"embedding: {places[0]} is not the folder of a model: it has none of "
            f"{marks}"
        )

    installed = [kind for kind in kinds if importlib.util.find_spec(KINDS[kind].module)]
    if not installed:
        extras = " or ".join(
            f"pip install 'litreview[{KINDS[kind].extra}]'" for kind in kinds
        )
        raise FileNotFoundError(
            f"embedding: the model in {place} needs an extra: {extras}"
        )

    if installed[0] == "onnx" and not (place / "tokenizer.json").is_file():
        raise FileNotFoundError(
            f"embedding: {place} has a model.onnx; put the model's tokenizer.json "
            "beside it"
        )

    return place, installed[0]


def encode(texts: list[str], model: str, cache: str | Path | None = None) -> np.ndarray:
    """Encode texts by a model.

    Parameters
    ----------
    texts
        Each text is encoded once, and by itself.
    model
        As given to `find_model`.
    cache
        A SQLite file; what it holds of the same model and text is not encoded again. It
        is safe for two runs at once, and what was written before a crash stays.

    Returns
    -------
    numpy.ndarray
        A row for each text.

    Raises
    ------
    FileNotFoundError
        As `find_model` does.
    ValueError
        For a model that cannot be read.
    OSError
        For a cache that cannot be used.
    """
    place, kind = find_model(model)
    if not texts:
        return np.zeros((0, 1))

    maker = f"{kind} {LONGEST} {_fingerprint(place)}"
    keys = [_cache_key(maker, text) for text in texts]
    with _open_cache(cache) as store:
        missing = {}
        for key, text in zip(keys, texts, strict=True):
            if _cached_vector(store, key) is None:
                missing[key] = text
        if missing:
            _encode_into(store, missing, _load_encoder(place, kind))

        content = b"".join(_cached_vector(store, key) for key in keys)

    vectors = np.frombuffer(content, "<f4").reshape(len(keys), -1)
    return vectors.astype("float64")


def _cache_key(maker: str, text: str) -> bytes:
    """Name a text in the cache, by the model that encodes it and its content."""
    content = f"{maker}\0{text}"
    return hashlib.sha256(content.encode()).digest()


def _possible_places(model: str) -> list[Path]:
    """List the folders in which a model of this name may be."""
    if model and Path(model).is_dir():
        return [Path(model)]

    name = model.replace("-", "_")  # as pip writes it
    package = None
    if name.isidentifier():
        package = importlib.util.find_spec(name)
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError(
            f"embedding: {model!r} is no folder and no installed package; name one, "
            "or cooccurrence or tfidf"
        )

    place = Path(next(iter(package.submodule_search_locations)))
    return [place, *sorted(place.glob("*/")), *sorted(place.glob("*/*/"))]


def _kinds_in(place: Path) -> list[str]:
    """List the kinds of model that a folder can be read as, the best first."""
    kinds = [kind for kind in KINDS if (place / KINDS[kind].mark).is_file()]
    if "sentences" not in kinds:
        return kinds

    # What model2vec saves is for both libraries; other weights beside a modules.json
    # are nothing to it.
    modules = (place / "modules.json").read_text(encoding="utf-8", errors="replace")
    kinds = [kind for kind in kinds if kind != "static"]
    if "StaticEmbedding" in modules:
        kinds.append("static")
    return kinds


def _fingerprint(place: Path) -> str:
    """Tell models apart by what is in their files, not by where they lie."""
    digest = hashlib.sha256()
    for file in sorted(place.rglob("*")):
        name = file.relative_to(place).as_posix()
        hidden = "__pycache__/" in name or "/." in f"/{name}"
        if hidden or not file.is_file():
            continue

        with open(file, "rb") as content:
            file_digest = hashlib.file_digest(content, "sha256").digest()
        digest.update(name.encode() + b"\0" + file_digest)

    return digest.hexdigest()


@contextmanager
def _open_cache(cache: str | Path | None) -> Iterator[sqlite3.Connection]:
    """Open the file of vectors, or one in memory where there is none."""
    try:
        if cache is not None:
            Path(cache).parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(cache or ":memory:", timeout=60, isolation_level=None)
        with closing(store):
            _prepare_cache(store)
            yield store
    except (OSError, sqlite3.Error) as error:
        raise OSError(
            f"embedding: the cache {cache} cannot be used ({error}); see that its "
            "folder can be written, or move the file away: its vectors are then made "
            "anew"
        ) from error


def _prepare_cache(store: sqlite3.Connection) -> None:
    """Make the table of vectors where there is none; refuse another database."""
    rows = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if {name for (name,) in rows} - {"vectors"}:
        raise sqlite3.DatabaseError("it is the database of something else")

    # This fails where another run is just doing the same; either mode is safe.
    with suppress(sqlite3.OperationalError):
        store.execute("PRAGMA journal_mode = WAL")
    # A power cut may lose the last vectors, and only these.
    store.execute("PRAGMA synchronous = NORMAL")
    store.execute(
        "CREATE TABLE IF NOT EXISTS vectors "
        "(key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
    )


def _cached_vector(store: sqlite3.Connection, key: bytes) -> bytes | None:
    """Look up a vector in the cache; None where it is not there."""
    rows = store.execute("SELECT vector FROM vectors WHERE key = ?", (key,))
    row = rows.fetchone()
    if row is None:
        return None
    return row[0]


def _encode_into(
    store: sqlite3.Connection,
    texts: dict[bytes, str],
    encoder: Encoder,
) -> None:
    """Encode one text at a time, and write it into the cache at once.

    In a batch, the vector of a text depends on what else is in it.
    """
    for key, text in progress.steps(texts.items(), "Encoding the texts"):
        vector = encoder(text).astype("<f4").tobytes()
        store.execute("INSERT OR IGNORE INTO vectors VALUES (?, ?)", (key, vector))


def _load_encoder(place: Path, kind: str) -> Encoder:
    """Load the function that encodes a text."""
    loaders = {"sentences": _load_sentences, "onnx": _load_onnx, "static": _load_static}
    try:
        return loaders[kind](place)
    except Exception as error:  # each library has its own
        module = KINDS[kind].module
        raise ValueError(
            f"embedding: {module} cannot read the model in {place}; is it whole? "
            f"{type(error).__name__}: {error}"
        ) from error


def _load_sentences(place: Path) -> Encoder:
    # It brings torch: only for those who asked for it.
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(place), local_files_only=True, device="cpu").encode


def _load_static(place: Path) -> Encoder:
    from model2vec import StaticModel

    return StaticModel.from_pretrained(place).encode


def _load_onnx(place: Path) -> Encoder:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    session = onnxruntime.InferenceSession(
        str(place / "model.onnx"), providers=["CPUExecutionProvider"]
    )

    return partial(_encode_onnx, tokenizer, session)


def _encode_onnx(tokenizer, session, text: str) -> np.ndarray:
    """Encode a text by an ONNX model, whatever inputs and outputs it has."""
    tokens = tokenizer.encode(text)
    parts = {
        "input_ids": tokens.ids,
        "attention_mask": tokens.attention_mask,
        "token_type_ids": tokens.type_ids,
    }
    inputs = {}
    for wanted in session.get_inputs():
        inputs[wanted.name] = np.array([parts[wanted.name]])

    output = session.run(None, inputs)[0][0]
    if output.ndim == 1:
        return output
    # A vector for each token, of which the text is the mean.
    return np.average(output, axis=0, weights=tokens.attention_mask)
