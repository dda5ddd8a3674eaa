"""Measures jsonschema-rs and jsonschema on the workloads of the benchmark.

    bench-schema.py FILE

Each line of FILE is {"name", "schema", "instances"}; for each one line goes out with the validations
per second of both. Parsing and compiling are not counted.
"""

import json
import sys
import time

import jsonschema
import jsonschema_rs


def per_second(is_valid, instances, rounds):
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for instance in instances:
            is_valid(instance)
        best = min(best, time.perf_counter() - start)
    return len(instances) / best


for line in open(sys.argv[1], encoding="utf-8"):
    workload = json.loads(line)
    schema, instances = workload["schema"], workload["instances"]
    rust = jsonschema_rs.Draft202012Validator(schema)
    python = jsonschema.Draft202012Validator(schema)
    few = instances[:100]
    print(
        json.dumps(
            {
                "name": workload["name"],
                "jsonschema-rs": per_second(rust.is_valid, instances, 5),
                "jsonschema": per_second(python.is_valid, few, 1),
            }
        ),
        flush=True,
    )
