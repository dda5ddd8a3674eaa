"""Measures what sluice publishes when the local model reads real invoices.

    bench-model.py SLUICE DATA FOLDER [LIMIT]

DATA is the folder of sample data; FOLDER takes the pipelines, their ledger and their results, so
that a second run asks nothing again. Fields of the invoices' heads that a page shows are compared:

    coverage    of these, how many are published
    precision   of what is published for them, how much is right

The records are published by fields, so one doubtful value holds back nothing else.
"""

import json
import os
import re
import subprocess
import sys
import time
from decimal import Decimal

FIELDS = {
    "zugferd": {
        "invoice_number": ("string", "The number of the invoice."),
        "issue_date": ("date", "The date of the invoice."),
        "due_date": ("date", "The day on which it is due; null if none is given."),
        "currency": ("string", "The code of the currency: EUR, GBP, USD."),
        "tax_basis_total": ("number", "The total before tax."),
        "tax_total": ("number", "The total of the tax."),
        "grand_total": ("number", "The total with tax."),
        "due_payable": ("number", "The amount that is still to be paid."),
    },
    "invoice2data": {
        "invoice_number": ("string", "The number of the invoice."),
        "date": ("date", "The date of the invoice."),
        "amount": ("number", "The total with tax."),
        "amount_untaxed": ("number", "The total before tax."),
        "currency": ("string", "The code of the currency: EUR, GBP, USD."),
    },
}


def schema(fields):
    def leaf(kind, description):
        kinds = {"date": {"type": ["string", "null"], "format": "date"}}
        return {"description": description, **kinds.get(kind, {"type": [kind, "null"]})}

    properties = {name: leaf(*field) for name, field in fields.items()}
    return {"type": "object", "properties": properties, "required": list(properties)}


def pipeline(name, documents):
    return {
        "name": name,
        "source": {"paths": [documents]},
        "schema": f"{name}.schema.json",
        "models": {"local": {"provider": "llama.cpp", "temperature": 0, "timeout": "20m"}},
        "validate": {"publish": "fields"},
        "output": {"directory": "out"},
    }


def canonical(value):
    if isinstance(value, (int, float, Decimal)):
        return str(Decimal(str(value)).normalize())
    return re.sub(r"\W+", "", str(value)).casefold()


def is_shown(value, text):
    """Whether a page shows a value: its digits or letters in a row, a date by year and day."""
    stream = re.sub(r"\W+", "", text).casefold()
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", "") in stream
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value)):
        return match[1][2:] in stream and str(int(match[3])) in stream
    return canonical(value) in stream


def lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in file]


def texts(sluice, paths):
    requests = "".join(json.dumps({"id": path, "path": path}) + "\n" for path in paths)
    parsed = subprocess.run(
        [sluice, "parse", "--jsonl"], input=requests, capture_output=True, text=True, check=False)
    replies = [json.loads(line) for line in parsed.stdout.splitlines()]
    return {reply["id"]: (reply.get("document") or {}).get("text", "") for reply in replies}


def expected(folder, document):
    path = os.path.join(folder, "expected", os.path.splitext(document)[0] + ".json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        record = json.load(file, parse_float=Decimal, parse_int=Decimal)
    return record[0] if isinstance(record, list) else record


def measure(sluice, name, data, folder, limit):
    source = os.path.join(os.path.abspath(data), "extraction", name)
    documents = os.path.join(source, "docs")
    with open(os.path.join(folder, f"{name}.schema.json"), "w", encoding="utf-8") as file:
        json.dump(schema(FIELDS[name]), file)
    with open(os.path.join(folder, f"{name}.yaml"), "w", encoding="utf-8") as file:
        json.dump(pipeline(name, documents), file)  # JSON is YAML
    start = time.monotonic()
    command = [sluice, "run", f"{name}.yaml"] + (["--limit", limit] if limit else [])
    ended = subprocess.run(command, cwd=folder, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode not in (0, 1):
        sys.exit(f"{name}: {ended.stderr}")
    seconds = time.monotonic() - start
    results = lines(os.path.join(folder, "out", name, "results.jsonl"))
    dead = lines(os.path.join(folder, "out", name, "dead-letters.jsonl"))
    records = {os.path.basename(line["document"]["path"]): line for line in results + dead}
    shown = texts(sluice, [os.path.join(documents, document) for document in records])
    visible = published = right = 0
    wrong = []
    for document, line in sorted(records.items()):
        text = shown.get(os.path.join(documents, document), "")
        answer = expected(source, document) or {}
        record = line.get("record") or {} if line in results else {}
        for field in FIELDS[name]:
            value = answer.get(field)
            if value is None or not is_shown(value, text):
                continue
            visible += 1
            if record.get(field) is None:
                continue
            published += 1
            if canonical(record[field]) == canonical(value):
                right += 1
            else:
                wrong.append(f"  {document} {field}: {record[field]}, expected {value}")
    calls = re.search(r"(\d+) model calls", ended.stderr)
    print(
        f"{name}: {len(records)} documents, {visible} values shown, "
        f"coverage {100 * published / max(visible, 1):.1f} %, "
        f"precision {100 * right / max(published, 1):.1f} %, "
        f"{calls[1] if calls else 0} model calls, {seconds / max(len(records), 1):.1f} s a document")
    print("\n".join(wrong))


def main():
    sluice, data, folder = os.path.abspath(sys.argv[1]), sys.argv[2], sys.argv[3]
    os.makedirs(folder, exist_ok=True)
    for name in FIELDS:
        measure(sluice, name, data, folder, sys.argv[4] if len(sys.argv) > 4 else None)


main()
