#!/usr/bin/env bash
# Runs generated PySpark programs on a local Spark and compares their rows with the embedded engine's.
# Needs Java 17 or 21 and Python 3.10 or newer. PySpark goes into .venv, once.
set -euo pipefail
cd "$(dirname "$0")/../../.."

missing() {
  echo "The Spark tests did not run: $1." >&2
  if [ -n "${CI:-}" ]; then exit 1; else exit 0; fi
}

command -v java >/dev/null || missing "there is no Java (17 or 21 is needed)"
command -v python3 >/dev/null || missing "there is no Python"

venv=${MILLRACE_SPARK_VENV:-.venv}
pinned=4.1.4
if ! "$venv/bin/python" -c "import pyspark, sys; sys.exit(pyspark.__version__ != '$pinned')" 2>/dev/null; then
  python3 -m venv "$venv" || missing "Python cannot make virtual environments"
  "$venv/bin/python" -m pip install --quiet "pyspark==$pinned" || missing "pyspark $pinned cannot be installed"
fi

export MILLRACE_SPARK_PYTHON="$PWD/$venv/bin/python"
case $venv in /*) export MILLRACE_SPARK_PYTHON="$venv/bin/python" ;; esac
export SPARK_LOCAL_IP=127.0.0.1
exec npx vitest run --config engine/spark/test/vitest.config.ts "$@"
