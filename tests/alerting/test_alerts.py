"""Who is told in the morning, and what."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import duckdb
import pytest

from yusuan.alerting import attention
from yusuan.alerting.attention import Attention, needs_attention
from yusuan.alerting.channels import send
from yusuan.alerting.settings import AlertSettings, settings_of
from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT, Home
from yusuan.warehouse.build import SHANGHAI, Build
from yusuan.warehouse.changes import Changes
from yusuan.warehouse.publish import publish
from yusuan.warehouse.summary import Summary

NOW = datetime(2025, 3, 2, 6, 0, tzinfo=SHANGHAI)


def test_settings_are_those_of_the_file(home: Home) -> None:
    assert settings_of(home) == AlertSettings()
    home.alerts.write_text('urls = ["json://127.0.0.1/x"]\nfinding_yuan = 2500000.5\nby = "05:30"\n', encoding="utf-8")
    assert settings_of(home) == AlertSettings(("json://127.0.0.1/x",), Decimal("2500000.5"), time(5, 30))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("urls = [", "not TOML"),
        ('url = ["json://x"]', "unknown settings: url"),
        ('urls = "json://x"', "list of texts"),
        ('by = "six"', "cannot be read"),
        ('finding_yuan = "much"', "cannot be read"),
    ],
)
def test_a_file_that_says_otherwise_is_told(home: Home, content: str, said: str) -> None:
    home.alerts.write_text(content, encoding="utf-8")
    with pytest.raises(YusuanError, match=said):
        settings_of(home)


class Receiver(HTTPServer):
    """What a webhook got."""

    got: list[dict[str, Any]]


class _Hook(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(("127.0.0.1", 0), _Hook) as server:
        server.got = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_an_alert_is_received_and_a_channel_that_does_not_take_it_is_told(receiver: Receiver) -> None:
    url = f"json://127.0.0.1:{receiver.server_port}/hook"
    send([url], "Yusuan: 1 to look at", "set aside, ours to mend: 1\n  甲局.pdf p. 3")
    [got] = receiver.got
    assert (got["title"], got["message"]) == ("Yusuan: 1 to look at", "set aside, ours to mend: 1\n  甲局.pdf p. 3")
    with pytest.raises(YusuanError, match=r"number 2 \(json\), 3 \(nonsense\)") as caught:
        send([url, "json://user:secret@127.0.0.1:1/", "nonsense://secret"], "a", "b")
    assert "secret" not in str(caught.value)
    assert len(receiver.got) == 2  # the others have it


def build_of(home: Home, begun: datetime, verdicts: dict[str, str], quarantined: dict[str, str] | None = None) -> Build:
    """A published build of which nothing is there but the verdicts of one rule, and papers with why they wait."""
    build = Build(home, f"{begun:%Y%m%d-%H%M%S}-aaaaaa")
    build.folder.mkdir(parents=True)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("CREATE TABLE reconciliation_result (result_key VARCHAR, rule_id VARCHAR, verdict VARCHAR)")
        connection.execute("CREATE TABLE dim_document (file_name VARCHAR, status VARCHAR, status_reason VARCHAR)")
        for name, reason in (quarantined or {}).items():
            connection.execute("INSERT INTO dim_document VALUES (?, 'quarantined', ?)", [name, reason])
        for key, verdict in verdicts.items():
            connection.execute("INSERT INTO reconciliation_result VALUES (?, 'total_of_rows', ?)", [key, verdict])
    build.note(build_id=build.build_id, started_at=begun.isoformat())
    publish(build)
    return build


def finding(yuan: str | None, kind: str = "located") -> dict[str, Any]:
    severity = None if yuan is None else Decimal(yuan)
    return {
        "kind": kind,
        "severity_yuan": severity,
        "file_name": "甲局.pdf",
        "page_number": 3,
        "summary": "off",
    }


def summary(**more: Any) -> Summary:
    empty: dict[str, Any] = {"turned_away": [], "set_aside": [], "same_bytes": [], "verdicts": {}, "findings": {}}
    return Summary(build_id="", loaded=1, amounts=1, **(empty | more))


def test_a_night_that_went_well_needs_nobody(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    build_of(home, NOW - timedelta(hours=4), {"a": "exact"})
    monkeypatch.setattr(
        attention, "summarise", lambda *_: summary(changes=Changes(came=[finding("999999"), finding(None)]))
    )
    assert needs_attention(home, AlertSettings(), is_current=True, now=NOW) == []


def test_what_was_not_published_is_told(home: Home) -> None:
    [never] = needs_attention(home, AlertSettings(), is_current=False, now=NOW)
    assert "ever published" in never.what
    build = build_of(home, NOW - timedelta(days=3), {})
    [stuck] = needs_attention(home, AlertSettings(), is_current=False, now=NOW)
    assert build.build_id in stuck.what
    assert needs_attention(home, AlertSettings(), is_current=True, now=NOW) == []


def test_what_is_odd_in_a_new_build_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {f"r{number}": "exact" if number % 2 else "rounding" for number in range(7)}
    build_of(home, NOW - timedelta(days=1, hours=4), held | {"broken": "break"})
    build_of(home, NOW - timedelta(hours=4), dict.fromkeys(held, "break") | {"broken": "break", "new": "break"})
    aside = [("甲局.pdf", 2, "identity", "one key each", "twice")] * 7
    came = [finding("1000000"), finding("5000000", "notice")]
    monkeypatch.setattr(
        attention, "summarise", lambda *_: summary(set_aside=aside, notices=["seven lost"], changes=Changes(came=came))
    )
    found = needs_attention(home, AlertSettings(), is_current=True, now=NOW)
    assert [each.what for each in found] == [
        "set aside, ours to mend: 7",
        "noticed while it was built: 1",
        "new findings of 1,000,000 yuan and more: 1",
        "rules that broke on papers on which they held before: 1",
    ]
    assert found[0].lines[-1] == "… and 2 more"
    assert found[2].lines == ("甲局.pdf p. 3: off",)
    assert found[3].lines == ("total_of_rows: 7 identities",)
    assert str(Attention("a", ("b",))) == "a\n  b"
    later = needs_attention(home, AlertSettings(), is_current=True, now=NOW + timedelta(days=1))
    assert later == []  # it was told in its own morning


def test_what_a_declaration_lets_in_is_told_until_it_is_declared(home: Home) -> None:
    hint = "no other file tells it by its figures: documents.csv may declare it"
    waiting = {f"{number}.pdf": f"publisher unknown; stage unknown; {hint}" for number in range(7)}
    hopeless = {
        "无表.pdf": "no money table could be read",
        "空.pdf": f"year unknown; no money table could be read; {hint}",
    }
    build_of(home, NOW - timedelta(days=9), {}, waiting | hopeless)
    [told] = needs_attention(home, AlertSettings(), is_current=True, now=NOW)
    assert told.what == "quarantined until documents.csv says what they do not: 7"
    assert told.lines[0] == "0.pdf: publisher unknown; stage unknown"
    assert told.lines[-1] == "… and 2 more"
    build_of(home, NOW - timedelta(days=8), {}, hopeless)
    assert needs_attention(home, AlertSettings(), is_current=True, now=NOW) == []


def test_the_reason_of_dbt_is_known() -> None:
    model = (DBT_PROJECT / "models" / "document" / "meaning" / "int_document.sql").read_text(encoding="utf-8")
    [hint] = re.findall(r"then '([^']*documents\.csv[^']*)'", model)
    for what in re.findall(r"then '(\w+ unknown)'", model):
        assert attention._DECLARABLE.fullmatch(f"{what}; {hint}")
