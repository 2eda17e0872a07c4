"""What pyproject.toml cannot say: a wheel carries `dbt/` and `expectations/` inside the package, as `yusuan/carried/`.

Belongs here: copying them while a wheel is built. A checkout, and what is installed of it in place, uses its own
(yusuan.paths), so there is no second copy to keep.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

_PROJECT = Path(__file__).resolve().parent
_MADE = {"target", "logs", "dbt_packages", "__pycache__"}  # by running it; as yusuan.warehouse.inputs has it


def carried() -> Iterator[Path]:
    """The files that travel, relative to the project."""
    for folder in ("dbt", "expectations"):
        for path in sorted((_PROJECT / folder).rglob("*")):
            place = path.relative_to(_PROJECT)
            if path.is_file() and not any(part in _MADE or part.startswith(".") for part in place.parts):
                yield place


class BuildPackage(build_py):
    """Copies the package, then what it carries; begins with none, for what an older wheel left is no part of this."""

    def run(self) -> None:
        """Build into `build_lib`; in place there is nothing to carry."""
        if self.editable_mode:
            super().run()
            return
        package = Path(self.build_lib) / "yusuan"
        shutil.rmtree(package, ignore_errors=True)
        super().run()
        for place in carried():
            target = package / "carried" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(_PROJECT / place, target)


if __name__ == "__main__":
    setup(cmdclass={"build_py": BuildPackage})
