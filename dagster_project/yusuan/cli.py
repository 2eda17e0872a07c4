"""The command `yusuan`.

Belongs here: arguments, exit codes, what is printed. What a command does is elsewhere, and is imported only by the
command that needs it: `sql`, `explain` and `report` must answer at once.
Exit codes: 0 done; 1 it could not be done, with one clear line; 2 a wrong command line; 3 `check` found something to
look at; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from yusuan import interrupts
from yusuan.errors import YusuanError
from yusuan.paths import Home

_HOME = "folder of documents and warehouse (default: YUSUAN_HOME, else the checkout; of an installed wheel this folder)"
_FORMATS = ("table", "csv", "json")
_INTERRUPTED = "yusuan: interrupted"
_EXIT_INTERRUPTED = 130


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(
        prog="yusuan", description="Published Chinese budgets and final accounts as a reconciled warehouse."
    )
    root.add_argument("--version", action="store_true", help="of the program, of its rules, and of the published data")
    root.set_defaults(home=None)
    commands = root.add_subparsers(dest="command", metavar="COMMAND")

    build = commands.add_parser("build", help="bring the warehouse up to date")
    build.add_argument("documents", nargs="*", metavar="DOCUMENT_OR_FOLDER", help="copied to HOME/raw/documents first")
    build.add_argument(
        "--accept-lost", metavar="WHY", default="", help="publish although coverage was lost; why is kept"
    )
    build.add_argument("--retry", action="store_true", help="read again what the reader failed on before")
    build.set_defaults(run=_build)

    sql = commands.add_parser("sql", help="a read-only query on the published warehouse")
    sql.add_argument("query", metavar="QUERY", nargs="?", help="`-`, or none: what stands in the standard input")
    sql.add_argument("--file", metavar="FILE", help="the query that stands in this file")
    sql.add_argument("--format", choices=_FORMATS, default="table")
    sql.add_argument(
        "--seconds", type=_between(float, 0.1, 86_400), metavar="N", help="how long the query may take (default: 300)"
    )
    sql.add_argument(
        "--rows",
        type=_between(int, 1, 1_000_000_000),
        metavar="N",
        help="how many rows it may have (default: 1,000,000)",
    )
    sql.set_defaults(run=_sql)

    search = commands.add_parser("search", help="bodies with these words in their names, and where papers say them")
    search.add_argument("words", nargs="+", metavar="WORD", help="all of them stand in what is found")
    search.add_argument(
        "--limit", type=_between(int, 1, 1_000_000), default=30, metavar="N", help="places to show (default: 30)"
    )
    search.add_argument("--format", choices=_FORMATS, default="table")
    search.set_defaults(run=_search)

    explain = commands.add_parser("explain", help="where a figure is printed, and what vouches for it")
    explain.add_argument(
        "amount_key", metavar="KEY", help="of a table's amount, a figure of the narrative, a row of a fact or a finding"
    )
    explain.set_defaults(run=_explain)

    export = commands.add_parser("export", help="a table, or the rows of a query, for another program")
    export.add_argument(
        "target", metavar="TARGET", help="FILE.xlsx, FILE.csv, FILE.parquet, or a FOLDER: a Fiscal Data Package"
    )
    asked = export.add_mutually_exclusive_group()
    asked.add_argument("--table", default="v_expenditure", help="of the warehouse (default: v_expenditure)")
    asked.add_argument("--query", metavar="SQL", help="a reading query")
    export.set_defaults(run=_export)

    report = commands.add_parser("report", help="where the report of the published build lies, and its gist")
    report.set_defaults(run=_report)

    builds = commands.add_parser("builds", help="the builds that are kept, and which of them people read")
    builds.set_defaults(run=_builds)

    rollback = commands.add_parser("rollback", help="make an older build the published one, until it is unpinned")
    meant = rollback.add_mutually_exclusive_group(required=True)
    meant.add_argument("build", metavar="ID", nargs="?", help="of a kept build, how it begins, or `previous`")
    meant.add_argument("--unpin", action="store_true", help="back to the newest build; nights build again")
    rollback.add_argument("--why", metavar="TEXT", default="", help="kept beside the pin")
    rollback.set_defaults(run=_rollback)

    read = commands.add_parser("read", help="one document as it is read now: whose it is, its tables, a table whole")
    read.add_argument("file", metavar="FILE")
    read.add_argument("--table", type=int, metavar="N", help="this table whole: columns, rows, codes, levels, values")
    read.add_argument("--statements", action="store_true", help="also the figures of the narrative")
    read.add_argument("--format", choices=("table", "json"), default="table")
    read.set_defaults(run=_read, home=None)

    serve = commands.add_parser("serve", help="the Dagster UI with the nightly schedule and the sensor running")
    serve.add_argument("--port", type=_between(int, 1, 65_535), default=3000)
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="what needs a person's attention: nothing (0) or something (3)")
    check.add_argument("--send", action="store_true", help="tell it through the channels of the home's alerts.toml")
    check.set_defaults(run=_check)
    for command in (build, check, sql, search, explain, export, report, builds, rollback, serve):
        command.add_argument("--home", metavar="DIR", help=_HOME)
    return root


def _between(kind: type[int] | type[float], least: float, most: float) -> Callable[[str], float]:
    """A type of an argument: a number between two others."""

    def number(text: str) -> float:
        value = kind(text)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{text} is not between {least:g} and {most:,}")
        return value

    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    command_line = parser()
    options = command_line.parse_args(arguments)
    if options.version:
        options.run = _version
    elif options.command is None:
        command_line.error("a COMMAND is wanted")
    with interrupts.heard(_end_at_once) as was_interrupted:
        try:
            code: int = options.run(_home(options.home or os.environ.get("YUSUAN_HOME")), options)
        except BrokenPipeError:
            # The reader of our output went away: that is its right. Nothing more may be written at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  whatever a library made of an interrupt
            if isinstance(error, KeyboardInterrupt) or was_interrupted():
                print(_INTERRUPTED, file=sys.stderr)
                return _EXIT_INTERRUPTED
            return _refused(error, options.home)
    return code


def _end_at_once() -> None:
    """End as a kill does: nothing else ends what was interrupted. A query of DuckDB's was seen to go on for ever."""
    os.write(sys.stderr.fileno(), f"{_INTERRUPTED}\n".encode())
    os._exit(_EXIT_INTERRUPTED)


def _home(folder: str | None) -> Home:
    """The home that is named; raises YusuanError where that cannot be a folder."""
    home = Home.at(folder)
    there = next(path for path in (home.root, *home.root.parents) if path.exists())
    if not there.is_dir():
        raise YusuanError(
            "a home is a folder, and this is a file", str(there), "name a folder by --home or YUSUAN_HOME"
        )
    return home


def _refused(error: Exception, home: str | None) -> int:
    """Say in one line why a command could not be done; what nobody foresaw is raised again."""
    if isinstance(error, YusuanError):
        print("\n".join(part for part in (f"yusuan: {error}", error.detail) if part), file=sys.stderr)
    elif isinstance(error, OSError):
        print(f"yusuan: {error.strerror or error} [{error.filename or home or 'the project'}]", file=sys.stderr)
    else:
        raise error
    return 1


def _build(home: Home, options: argparse.Namespace) -> int:
    from yusuan.progress import say
    from yusuan.store.intake import present, take_in
    from yusuan.store.sets import forget_failures

    given = present(options.documents)
    home.make()
    taken = take_in(home, given)
    if taken.written:
        say(f"copied {len(taken.written)} document{'s' if len(taken.written) > 1 else ''} into {home.documents}")
    for name, reason in taken.left_out.items():
        say(f"left out: {name}: {reason}")

    if options.retry:
        forget_failures(home.extracted)

    from yusuan.orchestration.run import run_build
    from yusuan.warehouse import summary
    from yusuan.warehouse.build import complete_builds, published
    from yusuan.warehouse.recipe import Recipe

    before = published(home)
    outcome = run_build(Recipe(root=str(home.root), accept_lost=options.accept_lost))
    build = published(home)
    if build is None:
        raise YusuanError("nothing published", str(home.warehouse))
    if outcome["outcome"] == "nothing_new":
        print(f"nothing new: {outcome['known_count']} documents unchanged, none read; {build.build_id} is current")
        print(f"warehouse: {home.database}")
        return 0
    still_there = before is not None and any(kept.build_id == before.build_id for kept in complete_builds(home))
    last = before if still_there else None
    for line in summary.lines(summary.summarise(build, last), outcome["read_count"], outcome["known_count"]):
        print(line)
    print(f"warehouse: {home.database}")
    print(f"report: {home.current / 'reports' / 'index.html'}")
    return 0


def _check(home: Home, options: argparse.Namespace) -> int:
    from yusuan.alerting.settings import settings_of
    from yusuan.orchestration.morning import look_at, tell
    from yusuan.orchestration.resources import HomeResource
    from yusuan.warehouse.build import published

    settings, resource = settings_of(home), HomeResource(root=str(home.root))
    if options.send and not settings.urls:
        raise YusuanError("no channel is named", str(home.alerts), 'give it urls = ["…"], see docs/operation.md')
    found = look_at(resource, settings)
    for each in found:
        print(each)
    if found and options.send:
        tell(resource, settings, found)
    build = published(home)
    if not found and build is not None:
        print(f"nothing to look at: {build.build_id} is published, of the files that lie here")
    return 3 if found else 0


def _sql(home: Home, options: argparse.Namespace) -> int:
    from yusuan.warehouse.query import LIMITS, render, run_query

    given = {name: value for name in ("seconds", "rows") if (value := getattr(options, name)) is not None}
    names, rows = run_query(home, _query(options), replace(LIMITS, **given))
    print(render(names, rows, options.format, _terminal_width()), flush=True)
    return 0


def _query(options: argparse.Namespace) -> str:
    """The query of the command line, of a file, or of the standard input."""
    if options.file is not None:
        if options.query is not None:
            raise YusuanError("a query and a file of one are given", options.file, "leave one out")
        return _text_of(Path(options.file).expanduser())
    if options.query in (None, "-"):
        return sys.stdin.read()
    return str(options.query)


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise YusuanError(
            f"the query cannot be read: {why}", str(file), "name a text file that holds one query"
        ) from error


def _search(home: Home, options: argparse.Namespace) -> int:
    from yusuan.serving.search import COLUMNS, as_rows, nothing_has, search
    from yusuan.warehouse.query import render

    words = " ".join(options.words)
    found = search(home, words, options.limit)
    rows = as_rows(found.rows, words, cut=options.format == "table")
    print(render(COLUMNS, rows, options.format, _terminal_width()), flush=True)
    if found.more and options.format == "table":
        print(f"{found.more} more: --limit {found.count} shows all")
    if not found.rows and options.format == "table":
        print(nothing_has(home, words))
    return 0


def _terminal_width() -> int | None:
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None


def _explain(home: Home, options: argparse.Namespace) -> int:
    from yusuan.serving.explain import explain

    print(explain(home, options.amount_key), flush=True)
    return 0


def _export(home: Home, options: argparse.Namespace) -> int:
    from yusuan.exporting.export import export

    target = Path(options.target).expanduser()
    count = export(home, target, options.table, options.query)
    print(f"{count:,} rows in {target}")
    return 0


def _report(home: Home, options: argparse.Namespace) -> int:  # noqa: ARG001  every command takes its options
    from yusuan.warehouse import summary
    from yusuan.warehouse.build import published
    from yusuan.warehouse.publish import require_published

    require_published(home)
    build = published(home)
    if build is None:
        raise YusuanError("the published build is not there", str(home.current), "run `yusuan build`")
    facts = build.record
    print(f"report: {home.current / 'reports' / 'index.html'}")
    print(f"build: {build.build_id}")
    for line in summary.lines(summary.summarise(build), facts.get("read_count", 0), facts.get("known_count", 0)):
        print(line)
    return 0


def _builds(home: Home, options: argparse.Namespace) -> int:  # noqa: ARG001  every command takes its options
    from yusuan.warehouse.build import complete_builds, published
    from yusuan.warehouse.pinning import pin_of
    from yusuan.warehouse.publish import require_published

    require_published(home)
    speaking, pin = published(home), pin_of(home)
    for build in reversed(complete_builds(home)):
        said = ["published"] if build == speaking else []
        said += [str(pin)] if pin is not None and pin.build_id == build.build_id else []
        facts = build.record
        made = f"begun {facts['started_at']}, {facts.get('read_count', 0)} read, made by {facts.get('code_version')}"
        print("  ".join([build.build_id, made, *said]))
    return 0


def _rollback(home: Home, options: argparse.Namespace) -> int:
    from yusuan.warehouse.pinning import roll_back, unpin
    from yusuan.warehouse.publish import require_published

    require_published(home)
    if options.unpin:
        print(f"{unpin(home).build_id} is published, and builds go on")
    else:
        build = roll_back(home, options.build, options.why)
        print(f"{build.build_id} is published, and stays so until `yusuan rollback --unpin`")
    return 0


def _version(home: Home, options: argparse.Namespace) -> int:  # noqa: ARG001  every command takes its options
    from yusuan.paths import SEEDS
    from yusuan.store.reader import reader_version
    from yusuan.warehouse.build import published
    from yusuan.warehouse.inputs import code_version, stage_version

    build = published(home)
    print(f"yusuan {code_version()}, reading {reader_version(SEEDS)}, rules {stage_version()}")
    if build is not None:
        facts = build.record
        made = f"made by {facts.get('code_version')}, reading {facts.get('extractor_version')}"
        made += f", rules {facts.get('stage_version')}"
        print(f"published: {build.build_id}, {made}")
    return 0


def _read(_: Home, options: argparse.Namespace) -> int:
    from yusuan.serving.document_view import as_json, overview, read_file, statements_text, table_text

    view = read_file(Path(options.file).expanduser())
    table = None if options.table is None else view.table(options.table)
    if options.format == "json":
        print(as_json(view, table, options.statements), flush=True)
        return 0
    print(overview(view) if table is None else table_text(table, _terminal_width()))
    if options.statements:
        print("", statements_text(view, _terminal_width()), sep="\n")
    return 0


def _serve(home: Home, options: argparse.Namespace) -> int:
    from yusuan.orchestration.serve import serve

    return serve(home, options.port)


if __name__ == "__main__":
    sys.exit(main())
