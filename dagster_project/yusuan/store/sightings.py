"""What was seen on the pictures of pages, kept beside the raw sets of the reader version that saw it.

Belongs here: the form of what was seen, keeping it. Does not: looking (yusuan.witness).

    raw/extracted/VERSION/sightings_CHECK.parquet      CHECK: the version of what looks

So a change of rules opens no document again but for figures that it accuses anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from yusuan.store.files import whole_file

SIGHTING: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_key": pl.String,
    "figure_key": pl.String,
    "figure_text": pl.String,  # what the text layer says there
    "sight": pl.String,  # same | other | unread | stand_in
    "seen_text": pl.String,  # as recognised; NULL where nothing could be drawn
    "unread_because": pl.String,  # where the document could not be looked at, and may be another time
}


@dataclass(frozen=True)
class Sightings:
    """The sightings of one reader version, whose raw sets lie in `folder`, and one version of what looks."""

    folder: Path
    check_version: str

    @property
    def path(self) -> Path:
        """The file that keeps them."""
        return self.folder / f"sightings_{self.check_version}.parquet"

    def read(self) -> pl.DataFrame:
        """What is kept, in the schema SIGHTING."""
        return pl.read_parquet(self.path) if self.path.is_file() else pl.DataFrame(schema=SIGHTING)

    def keep(self, seen: pl.DataFrame) -> None:
        """Add what was seen, by one rename; what could not be looked at is tried again. Called under the build lock."""
        kept = self.read()
        news = seen.filter(pl.col("unread_because").is_null()).join(
            kept, on=["document_key", "figure_key", "figure_text"], how="anti"
        )
        if news.is_empty():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with whole_file(self.path) as unfinished:
            pl.concat([kept, news.select(list(SIGHTING))]).write_parquet(unfinished)
        for other in self.folder.glob("sightings_*.parquet"):
            if other != self.path:
                other.unlink()
