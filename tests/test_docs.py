"""The documents speak of what is there: files, models, seeds and their columns, names in code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from yusuan.paths import DBT_PROJECT, PROJECT, SEEDS
from yusuan.reading.lexicon import SEED_COLUMNS

CODE = PROJECT / "dagster_project" / "yusuan"
CHANGING = PROJECT / "docs" / "changing.md"
GLOSSARY = PROJECT / "docs" / "glossary.md"
DECISIONS = PROJECT / "docs" / "decisions"


def tables(file: Path, heading: str = "") -> Iterator[list[str]]:
    """The cells of every table row, the first of each table left out; only below a heading where one is given."""
    inside, body = not heading, False
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            inside = not heading or line.lstrip("# ").startswith(heading)
        if inside and line.startswith("|"):
            if body:
                yield [cell.strip() for cell in line.strip("|").split("|")]
            body = body or line.startswith("|---")
        else:
            body = False


def ticked(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def test_every_seed_is_listed_with_the_columns_that_reading_uses() -> None:
    listed = {ticked(row[0])[0]: row for row in tables(CHANGING, "Seeds")}
    assert set(listed) == {path.stem for path in SEEDS.glob("*.csv")}
    for seed, row in listed.items():
        with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            columns = next(csv.reader(file))
        named = ticked(row[3].partition("(")[0])
        assert set(named) <= set(columns), seed
        assert set(named) == set(SEED_COLUMNS.get(seed, ())), seed


def test_every_model_that_asks_a_seed_is_listed() -> None:
    models = {path.stem: path.read_text(encoding="utf-8") for path in DBT_PROJECT.glob("models/**/*.sql")}
    for row in tables(CHANGING, "Seeds"):
        seed = ticked(row[0])[0]
        asking = {name for name, text in models.items() if re.search(rf"ref\('{seed}'\)", text)}
        assert asking <= set(ticked(row[2])), f"{seed}: docs/changing.md leaves out {asking - set(ticked(row[2]))}"


def places(folder: str = "") -> Iterator[tuple[str, list[Path]]]:
    """Each file that docs/changing.md names, with where it may lie."""
    roots = [PROJECT, CODE, CODE / "reading", PROJECT / "tests" / "reading", DBT_PROJECT / "macros", CODE.parent]
    for row in tables(CHANGING):
        for name in (name for cell in row for name in ticked(cell)):
            if re.fullmatch(r"[\w/]+\.(py|yml|sql)", name):
                yield name, [root / name for root in roots]


def test_every_file_named_is_there() -> None:
    named = list(places())
    assert len(named) > 80
    assert [name for name, paths in named if not any(path.is_file() for path in paths)] == []


def test_every_model_named_is_there() -> None:
    models = {path.stem for path in DBT_PROJECT.glob("models/**/*") if path.suffix in (".sql", ".py")}
    text = CHANGING.read_text(encoding="utf-8")
    named = {name for name in ticked(text) if re.match(r"(stg|int|dim|fact)_", name)}
    assert len(named) > 40
    assert named - models == set()


def test_every_make_target_named_is_there() -> None:
    files = [*PROJECT.glob("README*.md"), PROJECT / "CONTRIBUTING.md", *(PROJECT / "docs").rglob("*.md")]
    named = {target for file in files for target in re.findall(r"\bmake ([a-z][a-z-]+)", code_of(file))}
    there = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert named <= there


def code_of(file: Path) -> str:
    """What a document sets as code: between backticks, and in indented or fenced blocks."""
    text = file.read_text(encoding="utf-8")
    return "\n".join(
        [*re.findall(r"```.*?```", text, re.DOTALL), *ticked(re.sub(r"```.*?```", "", text, flags=re.DOTALL))]
    )


def sources() -> str:
    folders = [CODE, DBT_PROJECT / "models", DBT_PROJECT / "macros", SEEDS, PROJECT / "expectations"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".sql", ".yml", ".csv")]
    named = " ".join(path.relative_to(PROJECT).as_posix() for path in files)
    return named + "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_the_names_of_the_glossary_are_in_the_code() -> None:
    text = sources()
    names = {name for row in tables(GLOSSARY) for name in ticked(row[3])}
    absent = {name for name in names if not re.search(rf"(?<![A-Za-z0-9]){re.escape(name)}(?![a-z0-9])", text)}
    assert absent == set()


def test_the_glossary_is_whole() -> None:
    rows = list(tables(GLOSSARY))
    assert all(len(row) == 4 and all(row) for row in rows)
    terms = [row[0] for row in rows]
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize("folder", [PROJECT, PROJECT / "docs", DECISIONS])
def test_links_lead_somewhere(folder: Path) -> None:
    for file in folder.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", file.read_text(encoding="utf-8")):
            assert target.startswith("http") or (file.parent / target).exists(), f"{file.name}: {target}"


def test_decisions_are_numbered_and_listed() -> None:
    files = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    for number, path in enumerate(files, start=1):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert f"({path.name})" in index
        for part in ("Situation", "Decision", "Why not otherwise", "What follows"):
            assert f"**{part}.**" in text


@pytest.mark.parametrize(
    ("exposure", "files"),
    [
        ("cookbook", [PROJECT / "docs" / "cookbook.md"]),
        (
            "report",
            [
                *(CODE / "report").rglob("*.py"),
                CODE / "serving" / "evidence.py",
                CODE / "warehouse" / "changes.py",
                CODE / "warehouse" / "summary.py",
            ],
        ),
    ],
)
def test_an_exposure_names_the_marts_that_are_asked(exposure: str, files: list[Path]) -> None:
    marts = {path.stem for path in DBT_PROJECT.glob("models/marts/**/*.sql")}
    said = yaml.safe_load((DBT_PROJECT / "models" / "_exposures.yml").read_text(encoding="utf-8"))["exposures"]
    [depends_on] = [entry["depends_on"] for entry in said if entry["name"] == exposure]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    asked = set(re.findall(r'\b(?:FROM|JOIN)\s+(?:main\.)?"?(\w+)', text)) & marts
    assert {f"ref('{name}')" for name in asked} == set(depends_on)


def test_the_chinese_readme_shows_the_same_commands_and_answers() -> None:
    def shown(name: str) -> list[str]:
        text = (PROJECT / name).read_text(encoding="utf-8")
        blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
        return [re.sub(r" +# .*", "", block) for block in blocks]

    chinese, english = shown("README.zh-CN.md"), shown("README.md")
    assert len(chinese) >= 5
    assert [block for block in chinese if block not in english] == []
