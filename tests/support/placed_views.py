"""Raw tables whose figures have their places, as the views over which reading forms identities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from yusuan.reading.text_input.layouts import Layout, LayoutColumn
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.source import Word
from yusuan.reading.text_input.table_views import CellView, TableView, view
from yusuan.reading.text_input.text_tables import TextFigure, TextRow, TextTable

RawRows = Iterable[Mapping[str, Any]]


@dataclass
class PlacedTables:
    """The views of a document's tables, and the key of the cell that is printed at a place."""

    views: list[TableView] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)  # table_key of each view
    printed: dict[tuple[int, int], str] = field(default_factory=dict)  # (id of a row, column number) → cell_key

    def cells(self, places: Iterable[CellView]) -> frozenset[str]:
        """The cells printed at some places; a blank one has none."""
        keys = (self.printed.get((id(line.row), column.number)) for line, column in places)
        return frozenset(key for key in keys if key)

    def add(
        self,
        table: Mapping[str, Any],
        raw: Mapping[str, RawRows],
        meaning: Meaning,
        kind: str,
        stage: str,
        unit: str = "万元",
    ) -> None:
        """Add one table: `raw` holds its rows of the raw tables column, row and cell."""
        columns = tuple(
            LayoutColumn(c["column_number"], c["block_number"], c["role"], tuple((c["header_path"] or "").split("/")))
            for c in raw["column"]
        )
        grid: dict[int, list[TextRow]] = {}
        made: dict[tuple[int, int], TextRow] = {}
        for row in raw["row"]:
            group = row["row_path"].split("/")[0] if kind == "performance_overall" else ""
            own = TextRow(
                row["block_number"],
                row["row_number"],
                code=row["row_code"] or "",
                label=row["row_label"] or "",
                unit=row["unit_label"] or "",
                group=group,
                is_repeat=row["is_repeat"],
            )
            made[row["row_number"], row["block_number"]] = own
            grid.setdefault(row["row_number"], []).append(own)
        values = {c.number for c in columns if c.role == "value"}
        for cell in raw["cell"]:
            if cell["number"] is not None and cell["column_number"] in values:
                own = made[cell["row_number"], cell["block_number"]]
                figure = TextFigure(Word("", own.line, 0), cell["number"], cell["number_decimals"] or 0)
                figure.is_percent, figure.column = cell["is_percent"], cell["column_number"]
                own.figures.append(figure)
                self.printed[id(own), cell["column_number"]] = cell["cell_key"]
        layout = Layout("printed", kind, stage, columns)
        text = TextTable(layout, kind, table["title_text"] or "", 0, [[_once(rows) for rows in grid.values()]])
        self.keys.append(table["table_key"])
        self.views.append(view(text, meaning, stage, unit))


def _once(rows: list[TextRow]) -> list[TextRow]:
    """The rows of a line; a label that spans two lists is a row in both, and of the one in which a figure stands."""
    printing = {row.label for row in rows if row.figures}
    return [row for row in rows if row.figures or row.code or row.label not in printing]
