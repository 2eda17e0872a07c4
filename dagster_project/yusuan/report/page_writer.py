"""Writing the pages of the site, each made again only where what it shows is not what it showed in the build before.

Belongs here: fingerprints of pages, and taking over those of the last build. Does not: what a page shows.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from yusuan.paths import SEEDS
from yusuan.report.templating import render
from yusuan.warehouse.build import read_json, write_json

_RECORD = "pages.json"
_PACKAGE = Path(__file__).parent


class PageWriter:
    """The pages of one site below `folder`; `before` is the folder of the site made last."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.folder = folder
        self.before = before
        self._was: dict[str, str] = read_json(before / _RECORD, {}) if before else {}
        self._is: dict[str, str] = {}
        self._folders: set[Path] = set()
        self.made = 0

    def write(self, address: str, template: str, content: Mapping[str, Any]) -> None:
        """Write one page, unless it was there and would be the same."""
        fingerprint = digest(template, content)
        if not self.keep(address, fingerprint):
            self.make(address, template, content, fingerprint)

    def keep(self, address: str, fingerprint: str) -> bool:
        """Whether the last site has this page as it would be now; then it is taken over."""
        return self.keep_all([address], fingerprint)

    def keep_all(self, addresses: Sequence[str], fingerprint: str) -> bool:
        """The same of several pages that are made together, of which all are taken over or none."""
        marks = {address: self.digest_of(address, fingerprint) for address in addresses}
        same = all(self._was.get(address) == mark for address, mark in marks.items())
        if not same:
            return False
        there = [self._take_over(address) for address in addresses]
        if not all(there):
            for address in addresses:
                (self.folder / address).unlink(missing_ok=True)
            return False
        self._is |= marks
        return True

    def digest_of(self, *parts: object) -> str:
        """A hash of what is shown and of what makes pages, so that either is another where it changed."""
        return digest(_made_by(), *parts)

    def make(self, address: str, template: str, content: Mapping[str, Any], fingerprint: str) -> None:
        """Make one page that was not kept."""
        self._is[address] = self.digest_of(address, fingerprint)
        target = self._place_of(address)
        target.unlink(missing_ok=True)  # what another build has by the same inode stays as it is
        root = "../" * address.count("/")
        target.write_text(render(template, root=root, **content), encoding="utf-8")
        self.made += 1

    def parts_of(self, address: str) -> list[str]:
        """The pages of the last site that were made together with one: itself, and `-2`, `-3`, … of it."""
        stem = address.removesuffix(".html")
        found = [address]
        while (following := f"{stem}-{len(found) + 1}.html") in self._was:
            found.append(following)
        return found

    def close(self) -> None:
        """Record what the pages show, for the next site; one made anew in its place loses what is no page any more."""
        if self.before == self.folder:
            for address in self._was.keys() - self._is.keys():
                (self.folder / address).unlink(missing_ok=True)
        write_json(self.folder / _RECORD, self._is)

    def _take_over(self, address: str) -> bool:
        """Whether the page of the last site is there, and now here too."""
        if self.before is None or self.before == self.folder:
            return self.before is not None and (self.folder / address).is_file()
        source, target = f"{self.before}/{address}", self._place_of(address)
        try:
            os.link(source, target)
        except FileNotFoundError:
            return False
        except OSError:  # a page that lies here already, a file system without links, or too many of one file
            target.unlink(missing_ok=True)
            shutil.copyfile(source, target)
        return True

    def _place_of(self, address: str) -> Path:
        place = self.folder / address
        if place.parent not in self._folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(place.parent)
        return place


def digest(*parts: object) -> str:
    """A short hash of whatever JSON can say; amounts and dates as text."""
    said = json.dumps(parts, ensure_ascii=False, default=str, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@functools.cache
def _made_by() -> str:
    """What makes pages: code, templates and words; where these change, every page is made again."""
    files = [path for path in sorted(_PACKAGE.rglob("*")) if path.suffix in (".py", ".j2", ".css", ".js")]
    words = [SEEDS / f"{name}.csv" for name in ("code_word", "functional_class", "table_kind", "reconciliation_rule")]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in [*files, *words])).hexdigest()
