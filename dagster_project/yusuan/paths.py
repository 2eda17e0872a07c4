"""Where things lie: the folders of a home, and those of the project itself.

Belongs here: paths and nothing that reads or writes, except making the folders of a new home.
A *home* holds documents and what was made of them; the *project* holds code, dbt models, seeds and suites.
By default the home is the project; of a package that was installed from a wheel, which carries models, seeds and suites
in itself, it is the current folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_CARRIED = PACKAGE / "carried"  # by a wheel alone (setup.py)
IS_INSTALLED = _CARRIED.is_dir()
PROJECT = _CARRIED if IS_INSTALLED else PACKAGE.parents[1]
DBT_PROJECT = PROJECT / "dbt"
SEEDS = DBT_PROJECT / "seeds"
EXPECTATIONS = PROJECT / "expectations"


@dataclass(frozen=True)
class Home:
    """The folders of one home; `root` is absolute."""

    root: Path

    @classmethod
    def at(cls, folder: str | Path | None = None) -> Home:
        """The home at a folder, else where a command that names none works."""
        return cls(Path(folder).expanduser().resolve() if folder else Path.cwd() if IS_INSTALLED else PROJECT)

    @property
    def is_project(self) -> bool:
        """Whether this home is the project, whose bundled samples are then read."""
        return self.root == PROJECT

    @property
    def documents(self) -> Path:
        """The disclosures, in any folders below."""
        return self.root / "raw" / "documents"

    @property
    def samples(self) -> Path:
        """The bundled documents, read only when the home is the project."""
        return self.documents / "samples"

    @property
    def declarations(self) -> Path:
        """The reviewed list of what the papers themselves do not say."""
        return self.documents / "documents.csv"

    @property
    def corrections(self) -> Path:
        """The reviewed list of amounts that a person decided are other than printed."""
        return self.documents / "corrections.csv"

    @property
    def left_out(self) -> Path:
        """What was given and could not be copied into `documents`: one record for each."""
        return self.root / "raw" / "left_out"

    @property
    def known_files(self) -> Path:
        """What the files below `documents` held when they were last read (store.known_files)."""
        return self.root / "raw" / "known_files.parquet"

    @property
    def extracted(self) -> Path:
        """Raw Parquet: one folder per reader version, in it one folder per set."""
        return self.root / "raw" / "extracted"

    @property
    def alerts(self) -> Path:
        """Who is told in the morning, and of what (alerting.settings)."""
        return self.root / "alerts.toml"

    @property
    def warehouse(self) -> Path:
        """The folder of builds and of the link to the published one."""
        return self.root / "warehouse"

    @property
    def builds(self) -> Path:
        """One folder per build."""
        return self.warehouse / "builds"

    @property
    def worked(self) -> Path:
        """Kept results of the document stage: one folder per version of the rules, in it one folder per set."""
        return self.warehouse / "documents"

    @property
    def current(self) -> Path:
        """The symbolic link to the published build."""
        return self.warehouse / "current"

    @property
    def database(self) -> Path:
        """The published database, through `current`."""
        return self.warehouse / "yusuan.duckdb"

    @property
    def pin(self) -> Path:
        """Which older build a person went back to (warehouse.pinning)."""
        return self.warehouse / "pinned.json"

    @property
    def lock(self) -> Path:
        """Held by the one process that builds."""
        return self.warehouse / ".lock"

    @property
    def dagster(self) -> Path:
        """What Dagster remembers of runs, schedule and sensor."""
        return self.root / ".dagster"

    def make(self) -> None:
        """Make the folders that a build needs; those that exist stay as they are."""
        for folder in (self.documents, self.extracted, self.builds, self.dagster):
            folder.mkdir(parents=True, exist_ok=True)
