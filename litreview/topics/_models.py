"""Models in local folders or installed packages: text → vectors, each text encoded once and kept on disk."""

import hashlib
import importlib.util
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
from tqdm.auto import tqdm

LONGEST = (
    256  # tokens of a text that an ONNX model is given: what MiniLM was trained for
)
KINDS = {  # of models, the best first: the file that shows it, the module that runs it, the extra that brings this
    "sentences": ("modules.json", "sentence_transformers", "neural"),
    "onnx": ("model.onnx", "onnxruntime", "onnx"),
    "static": ("model.safetensors", "model2vec", "static"),
}


def find(model: str) -> tuple[Path, str]:
    """Find the folder of a model, which `model` names or which lies in the package of that name, and its kind.

    The kind is `sentences` (sentence-transformers), `onnx` (with its tokenizer.json) or `static` (model2vec). Raises
    FileNotFoundError where there is no such model, or its extra is not installed; nothing is ever downloaded.
    """
    places = _places(model)
    place, kinds = next(
        ((place, kinds) for place in places if (kinds := _kinds(place))),
        (places[0], []),
    )
    if not kinds:
        marks = ", ".join(mark for mark, _, _ in KINDS.values())
        raise FileNotFoundError(
            f"embedding: {places[0]} is not the folder of a model: it has none of {marks}"
        )
    kind = next(
        (kind for kind in kinds if importlib.util.find_spec(KINDS[kind][1])), None
    )
    if kind is None:
        extras = " or ".join(f"pip install -e '.[{KINDS[kind][2]}]'" for kind in kinds)
        raise FileNotFoundError(
            f"embedding: the model in {place} needs an extra: {extras}"
        )
    if kind == "onnx" and not (place / "tokenizer.json").is_file():
        raise FileNotFoundError(
            f"embedding: {place} has a model.onnx; put the model's tokenizer.json beside it"
        )
    return place, kind


def encode(texts: list[str], model: str, cache: str | Path | None = None) -> np.ndarray:
    """Encode texts by a model: one row a text. What the file `cache` holds of the same model and text is not run again.

    The cache is a SQLite file: safe for two runs at once, and what was written before a crash stays.
    """
    place, kind = find(model)
    if not texts:
        return np.zeros((0, 1))
    maker = f"{kind} {LONGEST} {_fingerprint(place)}"
    keys = [hashlib.sha256(f"{maker}\0{text}".encode()).digest() for text in texts]
    with _opened(cache) as store:
        lacking = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if _kept(store, key) is None
        }
        encoder = _loaded(place, kind) if lacking else None
        # One text at a time, and kept at once: in a batch, the vector of a text depends on what else is in it.
        for key, text in tqdm(
            lacking.items(), desc="embedding", unit=" texts", disable=not lacking
        ):
            vector = encoder(text).astype("<f4").tobytes()
            store.execute("INSERT OR IGNORE INTO vectors VALUES (?, ?)", (key, vector))
        vectors = b"".join(_kept(store, key) for key in keys)
    return np.frombuffer(vectors, "<f4").reshape(len(keys), -1).astype("float64")


def _places(model: str) -> list[Path]:
    if model and Path(model).is_dir():
        return [Path(model)]
    name = model.replace("-", "_")  # as pip writes it
    package = importlib.util.find_spec(name) if name.isidentifier() else None
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError(
            f"embedding: {model!r} is no folder and no installed package; name one, or cooccurrence or tfidf"
        )
    place = Path(next(iter(package.submodule_search_locations)))
    return [place, *sorted(place.glob("*/")), *sorted(place.glob("*/*/"))]


def _kinds(place: Path) -> list[str]:
    kinds = [kind for kind, (mark, _, _) in KINDS.items() if (place / mark).is_file()]
    if "sentences" in kinds:
        # What model2vec saves is for both libraries; other weights beside a modules.json are nothing to it.
        both = "StaticEmbedding" in (place / "modules.json").read_text(
            encoding="utf-8", errors="replace"
        )
        kinds = [kind for kind in kinds if kind != "static"] + ["static"] * both
    return kinds


def _fingerprint(place: Path) -> str:
    """Tell models apart by what is in their files, not by where they lie."""
    digest = hashlib.sha256()
    for file in sorted(place.rglob("*")):
        name = file.relative_to(place).as_posix()
        if file.is_file() and "__pycache__/" not in name and "/." not in f"/{name}":
            with open(file, "rb") as data:
                digest.update(
                    name.encode() + b"\0" + hashlib.file_digest(data, "sha256").digest()
                )
    return digest.hexdigest()


@contextmanager
def _opened(cache: str | Path | None) -> Iterator[sqlite3.Connection]:
    try:
        if cache is not None:
            Path(cache).parent.mkdir(parents=True, exist_ok=True)
        with closing(
            sqlite3.connect(cache or ":memory:", timeout=60, isolation_level=None)
        ) as store:
            if {
                name
                for (name,) in store.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                )
            } - {"vectors"}:
                raise sqlite3.DatabaseError("it is the database of something else")
            with suppress(
                sqlite3.OperationalError
            ):  # another run is just doing the same; either mode is safe
                store.execute("PRAGMA journal_mode = WAL")
            store.execute(
                "PRAGMA synchronous = NORMAL"
            )  # a power cut may lose the last vectors, and only these
            store.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
            )
            yield store
    except (OSError, sqlite3.Error) as error:
        advice = "see that its folder can be written, or move the file away: its vectors are then made anew"
        raise OSError(
            f"embedding: the cache {cache} cannot be used ({error}); {advice}"
        ) from error


def _kept(store: sqlite3.Connection, key: bytes) -> bytes | None:
    row = store.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
    return row and row[0]


def _loaded(place: Path, kind: str) -> Callable[[str], np.ndarray]:
    try:
        return {"sentences": _sentences, "onnx": _onnx, "static": _static}[kind](place)
    except Exception as error:  # each library has its own
        what = f"{KINDS[kind][1]} cannot read the model in {place}; is it whole? {type(error).__name__}: {error}"
        raise ValueError(f"embedding: {what}") from error


def _sentences(place: Path) -> Callable[[str], np.ndarray]:
    from sentence_transformers import (
        SentenceTransformer,  # torch: only for those who asked for it
    )

    return SentenceTransformer(str(place), local_files_only=True, device="cpu").encode


def _static(place: Path) -> Callable[[str], np.ndarray]:
    from model2vec import StaticModel

    return StaticModel.from_pretrained(place).encode


def _onnx(place: Path) -> Callable[[str], np.ndarray]:
    import onnxruntime
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(place / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    session = onnxruntime.InferenceSession(
        str(place / "model.onnx"), providers=["CPUExecutionProvider"]
    )
    inputs = {
        "input_ids": "ids",
        "attention_mask": "attention_mask",
        "token_type_ids": "type_ids",
    }
    given = {given.name: inputs[given.name] for given in session.get_inputs()}

    def encode_one(text: str) -> np.ndarray:
        tokens = tokenizer.encode(text)
        output = session.run(
            None,
            {name: np.array([getattr(tokens, part)]) for name, part in given.items()},
        )[0][0]
        # A vector of the text, or one of each of its tokens.
        return (
            output
            if output.ndim == 1
            else np.average(output, axis=0, weights=tokens.attention_mask)
        )

    return encode_one
