"""A home that is built with toys: the whole job, in this process or in one that can be killed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.toy import READER, write_toy

from yusuan.paths import Home

if TYPE_CHECKING:
    from yusuan.orchestration.resources import HomeResource


@dataclass(frozen=True)
class World:
    """A home, the stand-in dbt project and the suites that a build of it uses."""

    home: Home
    dbt: Path
    expectations: Path

    def document(self, file_name: str, **facts: Any) -> Path:
        """Write a toy document into raw/documents."""
        return write_toy(self.home.documents / file_name, **facts)

    def build(self, **settings: Any) -> dict[str, Any]:
        """Run the whole job here and return its outcome."""
        from yusuan.orchestration.run import run_build

        return run_build(self.resource(**settings))

    def resource(self, **settings: Any) -> HomeResource:
        """What the job uses."""
        from yusuan.orchestration.resources import HomeResource

        given = {
            "dbt_project": str(self.dbt),
            "expectations": str(self.expectations),
            "seeds": str(self.dbt / "seeds"),
            "reader": READER,
            "version": "toy",
            "code": "toy",
        }
        return HomeResource(root=str(self.home.root), **(given | settings))

    def command(self) -> list[str]:
        """The command line of the same build in a process of its own."""
        return [sys.executable, "-m", "tests.support.world", str(self.home.root), str(self.dbt), str(self.expectations)]


if __name__ == "__main__":
    print(World(Home.at(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])).build())
