"""All cases, in the order in which they are tried."""

from __future__ import annotations

from tests.campaign.files import company, fuzzed, generated, given
from tests.campaign.kills import interrupt, kill_real, kill_toys
from tests.campaign.places import at_once, clocks, closed_places, disk_full, growing, readers, served
from tests.campaign.trial import Case

_AFTER = (
    "the last good warehouse answers; the next build succeeds, equal to an undisturbed one, and leaves nothing over"
)

_REFUSED = "a refusal in one clear sentence; no crash, no hang, no more than 4 GB"
_CLEAR = "tables, or a refusal in one clear sentence, within the bounds of time and memory"
_FIFTY = "the fifty are published, equal to the digit, in at most twice the time"

CASES = [
    Case("kill", "SIGKILL of a build, or of one process of it, at a random moment", _AFTER, 200, "10 s", kill_toys),
    Case("kill-real", "the same, of a build of bundled papers", _AFTER, 10, "2 min", kill_real),
    Case("interrupt", "Ctrl-C at a random moment", f"one line and exit 130; {_AFTER}", 20, "10 s", interrupt),
    Case(
        "disk-full",
        "the disk is full from some moment on, or too small",
        f"one clear line; {_AFTER}",
        10,
        "15 s",
        disk_full,
    ),
    Case(
        "closed",
        "places may not be written, or papers not be read",
        f"one clear line, or the rest published; {_AFTER}",
        8,
        "15 s",
        closed_places,
    ),
    Case(
        "clocks",
        "files and clocks are years off",
        "published as with right ones; then nothing is new",
        8,
        "15 s",
        clocks,
    ),
    Case("at-once", "two builds are given one folder at once", "both succeed, each paper once", 5, "15 s", at_once),
    Case(
        "readers",
        "queries without pause while a build publishes",
        "each answers, from the old build or the new",
        5,
        "10 s",
        readers,
    ),
    Case(
        "growing", "a paper is still being written when it is given", "half a paper is never taken", 3, "20 s", growing
    ),
    Case(
        "serve",
        "a build is killed beside `yusuan serve`",
        "the sensor builds what is new, unhindered",
        3,
        "5 min",
        served,
    ),
    Case("hostile", "a hostile file of our own making is read", _CLEAR, 500, "2 s", generated),
    Case("hostile-given", "a file of the folder YUSUAN_HOSTILE is read", _CLEAR, 1000, "5 s", given),
    Case("company", "fifty good papers with a hundred hostile files", _FIFTY, 1, "20 min", company),
    Case("fuzz", "a real paper changed by chance is read", f"tables, or {_REFUSED}", 1_000_000, "1 s", fuzzed),
]
