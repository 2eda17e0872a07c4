"""Going back to a build that is still kept, and staying there: a pinned home is not built until a person unpins it.

Belongs here: the pin, the way back and forth, and the line that whoever wants to build gets. Does not: publishing a new
build (publish), or which builds are kept (build).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.build import SHANGHAI, Build, complete_builds, published, read_json, write_json
from yusuan.warehouse.lock import build_lock
from yusuan.warehouse.publish import show


@dataclass(frozen=True)
class Pin:
    """The build that a person went back to, when (Shanghai) and why."""

    build_id: str
    pinned_at: str
    why: str

    def __str__(self) -> str:
        return f"pinned to build {self.build_id} since {self.pinned_at}{f': {self.why}' if self.why else ''}"


def pin_of(home: Home) -> Pin | None:
    """The home's pin, or None."""
    found = read_json(home.pin, None)
    return None if found is None else Pin(**found)


def roll_back(home: Home, wanted: str, why: str = "") -> Build:
    """Make a kept build the published one, and pin it; `wanted` is its ID, how that begins, or `previous`.

    Raises YusuanError when no kept build, or more than one, is meant.
    """
    with build_lock(home):
        build = _meant(home, wanted)
        # The pin comes first: a kill in between leaves a home that is not built, never one that a night undoes.
        write_json(
            home.pin,
            {
                "build_id": build.build_id,
                "pinned_at": datetime.now(SHANGHAI).isoformat(timespec="seconds"),
                "why": why,
            },
        )
        show(build)
    return build


def unpin(home: Home) -> Build:
    """Make the newest kept build the published one again, and let builds go on; raises YusuanError without a pin."""
    with build_lock(home):
        if pin_of(home) is None:
            raise YusuanError("nothing is pinned here", str(home.warehouse))
        build = complete_builds(home)[-1]
        show(build)
        home.pin.unlink()
    return build


def require_unpinned(home: Home) -> None:
    """Raise YusuanError, naming the pin, where a person went back to an older build."""
    pin = pin_of(home)
    if pin is not None:
        raise YusuanError(
            f"not built: the warehouse is {pin}", str(home.warehouse), "to go on: yusuan rollback --unpin"
        )


def _meant(home: Home, wanted: str) -> Build:
    kept, speaking = complete_builds(home), published(home)
    if wanted == "previous":
        older = [build for build in kept if speaking is not None and build.build_id < speaking.build_id]
        meant = older[-1:]
    else:
        meant = [build for build in kept if build.build_id.startswith(wanted)]
    if len(meant) != 1:
        found = ", ".join(build.build_id for build in kept) or "none"
        raise YusuanError(
            f"{'several builds are' if meant else 'no kept build is'} meant by `{wanted}`", f"kept: {found}"
        )
    return meant[0]
