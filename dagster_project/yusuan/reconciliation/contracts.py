"""The frames that dbt hands to Python and gets back: their columns and types, checked both ways.

Belongs here: what a column may be, the check. Does not: which columns a stage wants (each says it).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

import polars as pl

from yusuan.errors import YusuanError

FrameSchema = Mapping[str, pl.DataType | type[pl.DataType]]


class ColumnKind(Enum):
    """What a column holds; of numbers any width, since SQL widens them as it likes."""

    TEXT = "text"
    WHOLE = "a whole number"
    DECIMAL = "an exact decimal"
    NUMBER = "a number"
    FLAG = "true or false"

    def allows(self, dtype: pl.DataType) -> bool:
        """Whether a column of that type will do; one that is NULL throughout always does."""
        if dtype == pl.Null:
            return True
        return {
            ColumnKind.TEXT: dtype == pl.String,
            ColumnKind.WHOLE: dtype.is_integer(),
            ColumnKind.DECIMAL: dtype.is_decimal(),
            ColumnKind.NUMBER: dtype.is_numeric(),
            ColumnKind.FLAG: dtype == pl.Boolean,
        }[self]


def checked_input(frame: pl.DataFrame, model: str, columns: Mapping[str, ColumnKind]) -> pl.DataFrame:
    """The wanted columns of a frame that comes from a model.

    Raises YusuanError naming the model and the column where one is missing or of another type.
    """
    for column, kind in columns.items():
        if column not in frame.columns:
            raise YusuanError(f"column {column} is missing", model, "add it to the model that Python reads")
        dtype = frame.schema[column]
        if not kind.allows(dtype):
            raise YusuanError(
                f"column {column} is {dtype} where {kind.value} is wanted",
                model,
                "cast it in the model that Python reads",
            )
    return frame.select(list(columns))


def checked_output(frame: pl.DataFrame, model: str, schema: FrameSchema) -> pl.DataFrame:
    """The frame as it goes to a model: just these columns, in this order, of these types.

    Raises YusuanError naming the model and the column where it is otherwise: a fault of the program.
    """
    if missing := [column for column in schema if column not in frame.columns]:
        raise YusuanError(f"column {missing[0]} is not returned", model)
    if unknown := [column for column in frame.columns if column not in schema]:
        raise YusuanError(f"column {unknown[0]} is returned and not declared", model)
    for column, dtype in schema.items():
        if frame.schema[column] != dtype:
            raise YusuanError(f"column {column} is returned as {frame.schema[column]}, declared as {dtype}", model)
    return frame.select(list(schema))
