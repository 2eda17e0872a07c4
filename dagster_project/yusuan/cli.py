"""The command `yusuan`.

Belongs here: arguments, exit codes, what is printed. What a command does is elsewhere, and is imported only by the
command that needs it: `sql`, `explain` and `report` must answer at once.
Exit codes: 0 done; 1 it could not be done, with one clear line; 2 a wrong command line; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from yusuan.errors import YusuanError
from yusuan.paths import Home

_FORMATS = ("table", "csv", "json")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    root = argparse.ArgumentParser(
        prog="yusuan", description="Published Chinese budgets and final accounts as a reconciled warehouse."
    )
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="bring the warehouse up to date")
    build.add_argument("documents", nargs="*", metavar="DOCUMENT_OR_FOLDER", help="copied to HOME/raw/documents first")
    build.add_argument(
        "--accept-lost", metavar="WHY", default="", help="publish although coverage was lost; why is kept"
    )
    build.add_argument("--retry", action="store_true", help="read again what the reader failed on before")
    build.set_defaults(run=_build)

    sql = commands.add_parser("sql", help="a read-only query on the published warehouse")
    sql.add_argument("query", metavar="QUERY")
    sql.add_argument("--format", choices=_FORMATS, default="table")
    sql.set_defaults(run=_sql)

    explain = commands.add_parser("explain", help="where a figure is printed, and what vouches for it")
    explain.add_argument(
        "amount_key", metavar="KEY", help="of a table's amount, a figure of the narrative, a row of a fact or a finding"
    )
    explain.set_defaults(run=_explain)

    report = commands.add_parser("report", help="where the report of the published build lies, and its gist")
    report.set_defaults(run=_report)

    read = commands.add_parser("read", help="one document as it is read now: whose it is, its tables, a table whole")
    read.add_argument("file", metavar="FILE")
    read.add_argument("--table", type=int, metavar="N", help="this table whole: columns, rows, codes, levels, values")
    read.add_argument("--statements", action="store_true", help="also the figures of the narrative")
    read.add_argument("--format", choices=("table", "json"), default="table")
    read.set_defaults(run=_read, home=None)

    serve = commands.add_parser("serve", help="the Dagster UI with the nightly schedule and the sensor running")
    serve.add_argument("--port", type=int, default=3000)
    serve.set_defaults(run=_serve)

    for command in (build, sql, explain, report, serve):
        command.add_argument("--home", metavar="DIR", help="folder of documents and warehouse (default: the project)")
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(Home.at(options.home), options)
    except YusuanError as error:
        print("\n".join(part for part in (f"yusuan: {error}", error.detail) if part), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("yusuan: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader of our output went away: that is its right. Nothing more may be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"yusuan: {error.strerror or error} [{error.filename or options.home or 'the project'}]", file=sys.stderr)
        return 1
    return code


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

    from yusuan.orchestration.resources import HomeResource
    from yusuan.orchestration.run import run_build
    from yusuan.warehouse import summary
    from yusuan.warehouse.build import complete_builds, published

    before = published(home)
    outcome = run_build(HomeResource(root=str(home.root), accept_lost=options.accept_lost))
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


def _sql(home: Home, options: argparse.Namespace) -> int:
    from yusuan.warehouse.query import render, run_query

    names, rows = run_query(home, options.query)
    print(render(names, rows, options.format, _terminal_width()), flush=True)
    return 0


def _terminal_width() -> int | None:
    return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else None


def _explain(home: Home, options: argparse.Namespace) -> int:
    from yusuan.serving.explain import explain

    print(explain(home, options.amount_key), flush=True)
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
