"""What lasts is left alone by the search for garbage, and what does not last is still looked for."""

import gc

import pytest

from yusuan.lasting import lasting


def test_what_is_made_inside_is_never_looked_through_and_the_rest_is_as_before() -> None:
    before, threshold = gc.get_freeze_count(), gc.get_threshold()
    try:
        with lasting():
            assert not gc.isenabled()
            made = [[] for _ in range(1000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() >= before + len(made)
        with pytest.raises(ValueError, match="of what is imported"), lasting():
            raise ValueError("of what is imported")
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*threshold)
