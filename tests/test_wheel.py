"""What a wheel carries, told by what it is made of: building one takes longer (`make wheel`)."""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution

from yusuan import paths
from yusuan.paths import DBT_PROJECT, EXPECTATIONS, PACKAGE, PROJECT, Home
from yusuan.warehouse import dbt_manifest
from yusuan.warehouse.inputs import digest_of, source_files


def loaded(name: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of a file, under a name of its own."""
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def test_models_seeds_and_suites_travel(monkeypatch: pytest.MonkeyPatch) -> None:
    made = loaded("setup_of_the_wheel", PROJECT / "setup.py", monkeypatch)
    wanted = {path.relative_to(PROJECT) for folder in (DBT_PROJECT, EXPECTATIONS) for path in source_files(folder)}
    assert set(made.carried()) == wanted


def test_every_file_of_the_package_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setuptools' own list, by the patterns of pyproject.toml, and every file that lies there."""
    monkeypatch.chdir(PROJECT)
    said = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    where = said["packages"]["find"]["where"][0]
    folders = {path.parent for path in PACKAGE.rglob("__init__.py")}
    packages = [".".join(folder.relative_to(PACKAGE.parent).parts) for folder in sorted(folders)]
    command = build_py(
        Distribution(
            {
                "script_name": "setup.py",
                "packages": packages,
                "package_dir": {"": where},
                "package_data": said["package-data"],
            }
        )
    )
    command.ensure_finalized()
    modules = [Path(file) for _, _, file in command.find_all_modules()]
    data = [Path(folder) / name for _, folder, _, names in command.data_files for name in names]
    listed = {path.resolve() for path in modules + data}
    assert listed == set(source_files(PACKAGE))


def test_an_installed_package_uses_what_it_carries_and_has_one_version_with_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "yusuan"
    for place in ("paths.py", "carried/dbt/dbt_project.yml"):
        (package / place).parent.mkdir(parents=True, exist_ok=True)
        (package / place).write_bytes(Path(paths.__file__).read_bytes())
    installed = loaded("installed_paths", package / "paths.py", monkeypatch)
    assert package / "carried" / "dbt" == installed.DBT_PROJECT
    assert installed.Home.at().root == Path.cwd()
    assert not installed.Home.at().is_project
    assert Home.at().is_project
    with_it = digest_of(package)
    (package / "carried" / "dbt" / "dbt_project.yml").unlink()
    assert digest_of(package) == with_it


def test_what_another_user_installed_is_parsed_in_a_folder_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert dbt_manifest.parsed_folder(tmp_path) == tmp_path / "target"
    monkeypatch.setattr(dbt_manifest.os, "access", lambda *_: False)
    assert dbt_manifest.parsed_folder(tmp_path).parent == tmp_path / "cache" / "yusuan"
