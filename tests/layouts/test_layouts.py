"""Structures under misleading headers are proved by their figures, so that the one error in each stands alone."""

from decimal import Decimal
from random import Random

from tests.layouts.drawn import KINDS, STRUCTURES, PlantedTable, draw_table
from tests.layouts.judged import judge

_EACH = 4  # tables of each structure; `make layouts` draws thousands


def test_the_one_planted_error_is_found_located_and_alone() -> None:
    rng = Random(20)
    verdicts = judge([draw_table(rng, number) for number in range(_EACH * len(KINDS))])
    assert len(verdicts) == _EACH * len(KINDS)
    assert [(verdict.table.structure, verdict.told) for verdict in verdicts if not verdict.is_right] == []


def test_what_is_drawn_is_right_but_for_the_planted_cell() -> None:
    for number, structure in enumerate(STRUCTURES):
        table = draw_table(Random(number), number)
        assert table.structure == structure.name
        cells = {cell["cell_key"]: cell for cell in table.frames["cell"].to_dicts()}
        [(key, text)] = table.texts.items()
        planted = cells[key]
        assert planted["text"] != text
        assert planted["column_number"] - 3 in structure.covered
        rows: dict[int, list[Decimal]] = {}
        for cell in cells.values():
            rows.setdefault(cell["row_number"], []).append(cell["number"])
        leaves = [values for row, values in sorted(rows.items()) if row > 1 and len(_code(table, row)) == 7]
        assert rows[1] == [sum(column) for column in zip(*leaves, strict=True)]


def _code(table: PlantedTable, row: int) -> str:
    return next(str(each["row_code"] or "") for each in table.frames["row"].to_dicts() if each["row_number"] == row)
