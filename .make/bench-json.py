"""Measures orjson and json_repair on the workloads of the benchmark.

    bench-json.py FILE

Each line of FILE is {"name", "kind": "parse" | "repair", "texts"}; for each one line goes out with
the seconds of processor time that one pass over the texts takes. Only the calls are counted.
"""

import json
import sys
import time

import json_repair
import orjson


def seconds(call, texts, rounds):
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for text in texts:
            call(text)
        best = min(best, time.process_time() - start)
    return best


for line in open(sys.argv[1], encoding="utf-8"):
    workload = json.loads(line)
    if workload["kind"] == "parse":
        result = seconds(orjson.loads, [text.encode() for text in workload["texts"]], 7)
    else:
        result = seconds(json_repair.loads, workload["texts"], 1)
    print(json.dumps({"name": workload["name"], "seconds": result}), flush=True)
