"""Set Superset up for one person: secret key, account, and the bundle with the path of the published file put in.

Belongs here: the steps of `make bi`, which may be taken again at any time. Does not: what Superset is told.
Run by the Python of `bi/.venv`; what it writes lies in `bi/.superset`, readable by its owner only.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
STATE = HERE / ".superset"
PORT = 8088


def environment() -> dict[str, str]:
    """What Superset's commands are started with."""
    told = {"SUPERSET_HOME": str(STATE), "SUPERSET_CONFIG_PATH": str(HERE / "superset_config.py")}
    return os.environ | told | {"FLASK_APP": "superset.app:create_app()"}


def superset(*arguments: str) -> None:
    """Run a command of Superset; what it says goes to `log`, and is shown where it fails."""
    command = [str(Path(sys.executable).with_name("superset")), *arguments]
    with (STATE / "log").open("a", encoding="utf-8") as log:
        done = subprocess.run(command, env=environment(), stdout=log, stderr=log, check=False)
    if done.returncode:
        raise SystemExit(f"superset {arguments[0]} {arguments[1] if len(arguments) > 1 else ''}: see {STATE / 'log'}")


def secret(name: str, size: int) -> str:
    """A secret made once and kept, readable by its owner only."""
    path = STATE / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(size), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def bundle_for(database: Path, folder: Path) -> Path:
    """A copy of the bundle that names the published file by its link, so that it leads to the next build too."""
    copy = Path(shutil.copytree(HERE / "superset", folder / "bundle"))
    path = copy / "databases" / "yusuan.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    told["sqlalchemy_uri"] = f"duckdb:///{database}"
    path.write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    return copy


def set_up(home: Path) -> None:
    """Take all steps; the account and its password are made once."""
    database = Path(os.path.abspath(home)) / "warehouse" / "yusuan.duckdb"  # noqa: PTH100 (resolve() would follow the link)
    if not database.exists():
        raise SystemExit(f"no build is published in {home}: run `yusuan build` first")
    STATE.mkdir(mode=0o700, exist_ok=True)
    secret("secret_key", 48)
    anew = not (STATE / "password").exists()
    password = secret("password", 12)
    superset("db", "upgrade")
    if anew:
        name = ("--firstname", "Local", "--lastname", "Admin", "--email", "admin@localhost")
        superset("fab", "create-admin", "--username", "admin", *name, "--password", password)
    superset("init")
    with tempfile.TemporaryDirectory() as folder:
        superset("import-directory", str(bundle_for(database, Path(folder))), "--overwrite")


def serve() -> None:
    """Become the server, on loopback only."""
    address = f"http://127.0.0.1:{PORT}"
    print(f"{address}/superset/dashboard/yusuan-money/   {address}/superset/dashboard/yusuan-trust/", flush=True)
    print(f"user admin, password in {STATE / 'password'}; stop with Ctrl-C", flush=True)
    options = ("--bind", f"127.0.0.1:{PORT}", "--workers", "1", "--threads", "8", "--worker-class", "gthread")
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        *options,
        "--timeout",
        "120",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    os.execve(sys.executable, [*command, "superset.app:create_app()"], environment())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, default=HERE.parent)
    parser.add_argument("--no-serve", action="store_true", help="set up only")
    given = parser.parse_args()
    set_up(given.home)
    if not given.no_serve:
        serve()
