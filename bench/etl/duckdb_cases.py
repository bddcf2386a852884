"""Raw DuckDB from Python: `python duckdb_cases.py SQL`."""

import sys

import duckdb

duckdb.sql(sys.argv[1])
