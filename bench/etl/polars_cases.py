"""The cases in polars, lazily and with its streaming sinks: `python polars_cases.py WORK FILES`.

Parquet is written with Snappy as the others do; the default of polars (zstd) would compare compressors.
"""

import json
import sys

import polars as pl


def clean(files):
    orders = pl.scan_csv(files["csv"], try_parse_dates=True)
    orders.drop_nulls().unique().sink_parquet(files["output"], compression="snappy")


def to_csv(files):
    pl.scan_parquet(files["clean"]).sink_csv(files["output"])


def revenue(files):
    joined = pl.scan_parquet(files["clean"]).join(
        pl.scan_parquet(files["customers"]), left_on="customer_key", right_on="customer", how="inner"
    )
    joined.group_by("region", "category").agg(
        total=pl.col("amount").sum(),
        average=pl.col("amount").mean(),
        lowest=pl.col("price").min(),
        highest=pl.col("price").max(),
        orders=pl.col("id").count(),
    ).sink_parquet(files["output"], compression="snappy")


if __name__ == "__main__":
    {"clean": clean, "to_csv": to_csv, "revenue": revenue}[sys.argv[1]](json.loads(sys.argv[2]))
