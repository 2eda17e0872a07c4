"""One build over the sampled published papers, which the tests of this folder look at."""

from __future__ import annotations

import pytest
from tests.corpus.published import sample_files

from yusuan.corpus import scratch
from yusuan.paths import Home
from yusuan.store.intake import take_in
from yusuan.warehouse.build import Build


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The warehouse of the sampled papers in a home of its own."""
    home = Home.at(tmp_path_factory.mktemp("published"))
    home.make()
    take_in(home, sample_files())
    return scratch.build(home).build
