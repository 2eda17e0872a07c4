"""Faults done to builds on purpose, each with what is expected of it: `make campaign`, `docs/reliability.md`.

Belongs here: kills, full disks, closed places, odd clocks, builds and readers at once, hostile files, mutated papers.
Does not: absurd but readable papers (tests.chaos), wrong figures (yusuan.benchmarks).
"""
