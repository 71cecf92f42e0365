"""One params file read: its keys with their values, or one sentence why not."""

from pathlib import Path
from typing import Any

import yaml

from litreview.report import _kinds


def read_mapping(file: str | Path) -> dict[str, Any]:
    """Read a YAML file of `key: value` lines.

    Raises
    ------
    ValueError
        If it is missing, a folder, no YAML or no list of keys, or has a key twice.
    """
    file = Path(file)
    if file.is_dir():
        others = _name_params_at_hand(file / "any")
        raise ValueError(
            f"{file}: is a folder; name a params file, such as params/sample.yml "
            f"(in this folder: {others})"
        )

    try:
        text = file.read_text(encoding="utf-8")
        params = yaml.safe_load(text)
        node = yaml.compose(text)
    except FileNotFoundError:
        others = _name_params_at_hand(file)
        raise ValueError(
            f"{file}: there is no such params file; the ones at hand: {others}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{file}: cannot be read as a params file ({error}); "
            "name a YAML file in UTF-8"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "unreadable"
        raise ValueError(
            f"{file}{where}: not YAML ({problem}); write one `key: value` a line"
        ) from None
    except (ValueError, RecursionError) as error:  # the 31st of June, and the like
        raise ValueError(
            f"{file}: holds a value that YAML cannot read ({error}); put it in quotes"
        ) from None

    if params is None:  # an empty file
        return {}
    if not isinstance(params, dict):
        raise ValueError(
            f"{file}: holds {_kinds.kind_of(params)}, not keys with values; "
            "write one `key: value` a line"
        )

    # YAML keeps the last of two equal keys without a word.
    keys = [key.value for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise ValueError(
                f"{file}: the key {key!r} stands there twice; keep one of them"
            )

    return params


def _name_params_at_hand(file: Path) -> str:
    others = sorted(str(other) for other in file.parent.glob("*.yml"))
    if not others:
        return "none"

    shown = ", ".join(others[:5])
    return f"{shown} …" if len(others) > 5 else shown
