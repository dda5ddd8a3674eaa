"""Where the samples are, and how an expected record is written."""

import json
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent


def folder(name):
    path = SAMPLES / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def expect(kind, name, record):
    """Writes samples/expected/<kind>/<name>.json: what the page says, also where it is wrong."""
    text = json.dumps(record, indent=2, ensure_ascii=False)
    (folder(f"expected/{kind}") / f"{name}.json").write_text(text + "\n", encoding="utf-8")
