"""Export: the form follows from the name of what is asked for, and it appears whole or not at all.

Belongs here: choosing the form, refusing to overwrite, the rename at the end. Does not: how a form is written.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from yusuan.errors import YusuanError
from yusuan.exporting.fiscal_package import FISCAL_TABLE, write_fiscal_package
from yusuan.exporting.plain_files import write_csv, write_parquet
from yusuan.exporting.spreadsheet import write_xlsx
from yusuan.exporting.taken import Taken, taken
from yusuan.paths import Home

_FORMS: dict[str, Callable[[Taken, Path], int]] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".parquet": write_parquet,
    "": write_fiscal_package,
}


def export(home: Home, target: Path, table: str = FISCAL_TABLE, query: str | None = None) -> int:
    """Write a table, or a query's rows, as `target`'s name says; a name without a dot is a Fiscal Data Package.

    Returns the number of rows. Raises YusuanError where the target exists, or its form cannot hold what is asked for.
    """
    write = _FORMS.get(target.suffix.lower())
    if write is None:
        raise YusuanError(f"`{target.suffix}` is no form of an export", str(target), "name it .xlsx, .csv or .parquet")
    if target.exists():
        raise YusuanError("this exists already", str(target), "move it away, or name another")
    if write is write_fiscal_package and (query is not None or table != FISCAL_TABLE):
        raise YusuanError(f"a Fiscal Data Package holds {FISCAL_TABLE}", str(target), "name a .csv, .xlsx or .parquet")
    if not target.absolute().parent.is_dir():
        raise YusuanError("there is no such folder", str(target.absolute().parent))
    with (
        taken(home, table, query) as what,
        tempfile.TemporaryDirectory(prefix=".yusuan-", dir=target.absolute().parent) as folder,
    ):
        unfinished = Path(folder) / target.name
        count = write(what, unfinished)
        shutil.move(unfinished, target)
    return count
