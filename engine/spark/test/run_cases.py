"""Runs many generated programs in one Spark session. Reads cases, a JSON object a line, and writes their rows likewise."""

import argparse
import datetime
import json
import math
import sys
from decimal import Decimal

from pyspark.sql import Row, SparkSession


def plain(value):
    """A value as JSON that compares: numbers as numbers, everything exact as text."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"n": str(value)}
    if isinstance(value, float):
        return {"f": "nan" if math.isnan(value) else repr(value)}
    if isinstance(value, Decimal):
        return {"n": format(value, "f")}
    if isinstance(value, datetime.datetime):
        text = value.replace(tzinfo=None).isoformat(sep=" ")
        return text.rstrip("0") if "." in text else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray)):
        return "".join(chr(b) if 32 <= b < 127 and b not in (34, 39, 92) else f"\\x{b:02X}" for b in value)
    if isinstance(value, Row):
        return {"s": {k: plain(v) for k, v in value.asDict(recursive=False).items()}}
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {"m": sorted([[plain(k), plain(v)] for k, v in value.items()], key=json.dumps)}
    return repr(value)


def run(case, spark):
    found = {}

    def save(frame, kind, path, single_file, *args, **options):
        name = path.rsplit("/", 1)[-1]
        found[name] = {
            "types": [kind for _, kind in frame.dtypes],
            "columns": frame.columns,
            "rows": [[plain(v) for v in row] for row in frame.collect()],
        }

    module = {"__name__": "case"}
    exec(compile(case["python"], case["name"], "exec"), module)
    arguments = {"folder": case["folder"], "single_file": False, **case.get("arguments", {})}
    module["arguments"] = lambda: argparse.Namespace(**arguments)
    if not case.get("writes"):
        module["save"] = save
    module["main"]()
    return found


def main():
    spark = SparkSession.builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    with open(sys.argv[1], encoding="utf-8") as cases, open(sys.argv[2], "w", encoding="utf-8") as results:
        for line in cases:
            case = json.loads(line)
            try:
                result = {"outputs": run(case, spark)}
            except BaseException as error:  # a program may end itself
                lines = [text for text in str(error).split("\n") if text.strip()]
                result = {"error": f"{type(error).__name__}: {' '.join(lines)[:600]}"}
            results.write(json.dumps({"name": case["name"], **result}) + "\n")
            results.flush()
    spark.stop()


main()
