"""What is done to a paper, each fault by its name and its family.

Belongs here: registration. The modules: `identity` (whose paper it is), `headers`, `outline` (rows), `figures` (cells),
`prose`, `stated` (identities that tables state), `whole` (tables and the document as a whole), `mixing` (mutations),
`claims` (another's name).

Families: `printed` faults a page may print; `broken` ones only a broken reader hands on; `impostor` ones claim to be
another's paper, which lawfully changes what is said of that body.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Literal

from tests.chaos.paper import Paper

Family = Literal["printed", "broken", "impostor"]
Change = Callable[[Paper, Random], None]


@dataclass(frozen=True)
class Fault:
    """A named change of a paper; `weight`: how often it is drawn among its family (heavy ones seldom)."""

    name: str
    family: Family
    change: Change
    weight: float = 1.0


FAULTS: dict[str, Fault] = {}


def fault(family: Family, weight: float = 1.0) -> Callable[[Change], Change]:
    """Register a change under the name of its module and function."""

    def register(change: Change) -> Change:
        name = f"{change.__module__.rpartition('.')[2]}.{change.__name__}"
        FAULTS[name] = Fault(name, family, change, weight)
        return change

    return register


for _module in ("identity", "headers", "outline", "figures", "prose", "stated", "whole", "mixing", "claims"):
    import_module(f"{__name__}.{_module}")
