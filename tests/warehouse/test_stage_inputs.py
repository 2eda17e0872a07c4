"""What is laid before dbt, and what must be there before DuckDB is asked to."""

import subprocess
import sys

_ASKED = """
import sys
import duckdb, polars as pl
from yusuan.warehouse.stage_inputs import import_for_frames

class Asked:
    names = []
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        cls.names.append(name)

import_for_frames()
sys.meta_path.insert(0, Asked)
with duckdb.connect(":memory:") as connection:
    connection.register("laid", pl.DataFrame({"a": ["x"], "b": [1]}))
    connection.execute("CREATE TABLE kept AS SELECT * FROM laid")
    connection.execute("FROM kept").pl()
    connection.execute("SELECT $list, $name", {"list": ["x"], "name": "x"}).fetchall()
sys.exit(f"imported in the middle of a query: {Asked.names[:5]}" if Asked.names else 0)
"""


def test_no_query_imports_anything() -> None:
    """An interrupt while DuckDB imported pandas was lost, and the query never ended."""
    done = subprocess.run([sys.executable, "-c", _ASKED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
