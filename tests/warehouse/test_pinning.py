"""Going back to a kept build: which one is meant, that nothing is built meanwhile, and the way forth."""

from __future__ import annotations

import pytest

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.build import Build, published
from yusuan.warehouse.pinning import pin_of, require_unpinned, roll_back, unpin
from yusuan.warehouse.publish import publish

IDS = ("20250301-000000-aaaaaa", "20250302-000000-bbbbbb", "20250302-120000-cccccc")


@pytest.fixture
def kept(home: Home) -> Home:
    """A home with three builds, of which the newest is published."""
    home.make()
    for build_id in IDS:
        build = Build(home, build_id)
        build.folder.mkdir(parents=True)
        build.database.touch()
        publish(build)
    return home


@pytest.mark.parametrize(("wanted", "meant"), [("previous", IDS[1]), ("20250301", IDS[0]), (IDS[2], IDS[2])])
def test_a_kept_build_is_published_and_pinned(kept: Home, wanted: str, meant: str) -> None:
    assert roll_back(kept, wanted, "错了").build_id == meant
    speaking, pin = published(kept), pin_of(kept)
    assert speaking is not None
    assert speaking.build_id == meant
    assert kept.database.resolve() == speaking.database.resolve()
    assert pin is not None
    assert (pin.build_id, pin.why) == (meant, "错了")
    with pytest.raises(YusuanError, match=f"pinned to build {meant} since .*: 错了"):
        require_unpinned(kept)


def test_previous_goes_one_back_each_time(kept: Home) -> None:
    roll_back(kept, "previous")
    assert roll_back(kept, "previous").build_id == IDS[0]
    with pytest.raises(YusuanError, match="no kept build is meant by `previous`"):
        roll_back(kept, "previous")


@pytest.mark.parametrize(
    ("wanted", "said"), [("20250302", "several builds are meant"), ("2024", "no kept build is meant by `2024`")]
)
def test_what_means_no_one_build_changes_nothing(kept: Home, wanted: str, said: str) -> None:
    with pytest.raises(YusuanError, match=said) as error:
        roll_back(kept, wanted)
    assert all(build_id in str(error.value) for build_id in IDS)
    assert pin_of(kept) is None
    require_unpinned(kept)


def test_unpinned_the_newest_build_is_published(kept: Home) -> None:
    roll_back(kept, IDS[0])
    assert unpin(kept).build_id == IDS[2]
    speaking = published(kept)
    assert speaking is not None
    assert speaking.build_id == IDS[2]
    require_unpinned(kept)
    with pytest.raises(YusuanError, match="nothing is pinned"):
        unpin(kept)
