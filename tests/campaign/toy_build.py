"""`yusuan build` over toy documents and the stand-in dbt project: the command itself, and seconds instead of minutes.

Arguments: DBT EXPECTATIONS, then those of `yusuan`. CAMPAIGN_CLOCK: by how many seconds its clock is wrong.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from tests.support.toy import READER

from yusuan.cli import main


class _WrongClock(datetime):
    """A clock that is wrong."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime.now(tz) + timedelta(seconds=float(os.environ["CAMPAIGN_CLOCK"]))


if __name__ == "__main__":
    from yusuan.orchestration import execution
    from yusuan.warehouse import build, extracting, recipe

    dbt, expectations, *arguments = sys.argv[1:]
    seeds = str(Path(dbt) / "seeds")
    assert execution  # it knows the recipe by its own name; only the command asks for it again
    recipe.Recipe = partial(  # type: ignore[assignment, misc]
        recipe.Recipe,
        dbt_project=dbt,
        expectations=expectations,
        seeds=seeds,
        reader=READER,
        version="toy",
        code="toy",
    )
    if "CAMPAIGN_CLOCK" in os.environ:
        build.datetime = extracting.datetime = _WrongClock  # type: ignore[misc, attr-defined]
    sys.exit(main(arguments))
