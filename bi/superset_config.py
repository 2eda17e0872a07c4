"""Superset for one person on one machine: loopback only, the published file read-only, its own small database.

Belongs here: what Superset is told. Does not: what it shows (`superset/`), or the steps of setting it up (`set_up.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL

_HOME = Path(os.environ["SUPERSET_HOME"])

SECRET_KEY = (_HOME / "secret_key").read_text(encoding="utf-8").strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{_HOME / 'superset.db'}"
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 60}}  # a page's charts are asked at once, each writes its log
SUPERSET_WEBSERVER_ADDRESS = "127.0.0.1"
WTF_CSRF_ENABLED = True
TALISMAN_ENABLED = True
FEATURE_FLAGS = {"ENABLE_TEMPLATE_PROCESSING": True}  # a metric asks whether the reader chose a stage
SUPERSET_WEBSERVER_TIMEOUT = 300  # seconds that a page waits for a chart: all are asked at once
ROW_LIMIT = 1000
SQL_MAX_ROW = 100_000
BABEL_DEFAULT_LOCALE = "zh"
LANGUAGES = {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "us", "name": "English"}}


def DB_CONNECTION_MUTATOR(  # noqa: N802 (the name is Superset's)
    uri: URL, params: dict[str, Any], *_: object
) -> tuple[URL, dict[str, Any]]:
    """Open the build that the link leads to now: DuckDB shares what a process has open by its path.

    So a query that still runs on the last build never makes the next one see it.
    """
    if uri.drivername.startswith("duckdb") and uri.database:
        uri = uri.set(database=str(Path(uri.database).resolve()))
    return uri, params
