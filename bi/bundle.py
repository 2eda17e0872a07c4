"""The bundle in `superset/` as Superset reads it, and the SQL that each chart amounts to, without Superset.

Belongs here: reading the YAML, putting a chart into plain DuckDB SQL. Does not: talking to Superset.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import yaml

FOLDER = Path(__file__).parent / "superset"
Doc = dict[str, Any]


@dataclass(frozen=True)
class Dataset:
    """A view of the published file, or a SELECT of one, with its columns and metrics."""

    doc: Doc

    @property
    def name(self) -> str:
        """Its name, which is that of the view."""
        return str(self.doc["table_name"])

    @property
    def source(self) -> str:
        """What stands after FROM."""
        return f"({self.doc['sql']})" if self.doc["sql"] else f"{self.doc['schema']}.{self.name}"

    @property
    def columns(self) -> dict[str, str]:
        """Column → what it is in SQL."""
        return {c["column_name"]: c["expression"] or c["column_name"] for c in self.doc["columns"]}

    @property
    def metrics(self) -> dict[str, str]:
        """Metric → its SQL, as written."""
        return {m["metric_name"]: m["expression"] for m in self.doc["metrics"]}

    def metric(self, name: str, chosen: Mapping[str, Sequence[str]] | None = None) -> str:
        """A metric's SQL where the reader chose these values in filters."""
        template = jinja2.Environment(autoescape=False).from_string(self.metrics[name])
        return template.render(filter_values=lambda column: list((chosen or {}).get(column, ())))


@dataclass(frozen=True)
class Chart:
    """A chart, whatever it is drawn as: columns, metrics and conditions over one dataset."""

    key: str
    doc: Doc
    dataset: Dataset

    @property
    def columns(self) -> list[str]:
        """The columns that it shows, those of its axis first."""
        params = self.doc["params"]
        lists = ("all_columns",) if params.get("query_mode") == "raw" else ("groupby", "groupbyRows", "groupbyColumns")
        return [
            *([params["x_axis"]] if "x_axis" in params else []),
            *(c for name in lists for c in params.get(name, [])),
        ]

    @property
    def metrics(self) -> list[str]:
        """The metrics that it shows."""
        params = self.doc["params"]
        return [*params.get("metrics", []), *([params["metric"]] if "metric" in params else [])]

    @property
    def conditions(self) -> list[str]:
        """Its own conditions in SQL, beside the filters of the dashboard."""
        return [one["sqlExpression"] for one in self.doc["params"]["adhoc_filters"]]

    def sql(self, chosen: Mapping[str, Sequence[str]] | None = None) -> str:
        """What it shows in plain SQL, in no order, with nothing cut off."""
        shown = [f"{self.dataset.columns[column]} AS {column}" for column in self.columns]
        shown += [f"{self.dataset.metric(metric, chosen)} AS {metric}" for metric in self.metrics]
        conditions = [f"({one})" for one in self.conditions]
        for column, values in (chosen or {}).items():
            listed = ", ".join("'" + str(value).replace("'", "''") + "'" for value in values)
            conditions.append(f"({self.dataset.columns[column]}) IN ({listed})")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        groups = f" GROUP BY {', '.join(str(n + 1) for n in range(len(self.columns)))}" if self.metrics else ""
        # the source has a name of its own, so that no label hides a column of it
        return f"SELECT {', '.join(shown)} FROM {self.dataset.source} AS asked{where}{groups if self.columns else ''}"


def _read(path: Path) -> Doc:
    read: Doc = yaml.safe_load(path.read_text(encoding="utf-8"))
    return read


def datasets(folder: Path = FOLDER) -> dict[str, Dataset]:
    """The datasets by UUID."""
    return {(doc := _read(path))["uuid"]: Dataset(doc) for path in sorted(folder.glob("datasets/*/*.yaml"))}


def charts(folder: Path = FOLDER) -> dict[str, Chart]:
    """The charts by UUID."""
    of = datasets(folder)
    found = [(path.stem, _read(path)) for path in sorted(folder.glob("charts/*.yaml"))]
    return {doc["uuid"]: Chart(name, doc, of[doc["dataset_uuid"]]) for name, doc in found}


def dashboards(folder: Path = FOLDER) -> list[Doc]:
    """The dashboards."""
    return [_read(path) for path in sorted(folder.glob("dashboards/*.yaml"))]


def placed(dashboard: Doc) -> list[Doc]:
    """What a dashboard says of each chart on it: UUID, number, width."""
    return [
        dict(item["meta"])
        for item in dashboard["position"].values()
        if isinstance(item, dict) and item["type"] == "CHART"
    ]
