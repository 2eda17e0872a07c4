"""The gate before Dagster's webserver: what its own page and programs ask goes through, what others ask does not."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from yusuan.orchestration.webserver import FirstPage, Gate

MUTATION = 'mutation { deleteRun(runId: "x") { __typename } }'
OURS = [("host", "127.0.0.1:3000")]


async def inner(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await PlainTextResponse("served")(scope, receive, send)


def ask(headers: list[tuple[str, str]], method: str = "GET", port: int = 3000, **parameters: Any) -> int | str:
    """The status of a request, or the type of the first message to a websocket."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "websocket" if method == "WEBSOCKET" else "http",
        "method": method,
        "path": "/graphql",
        "query_string": urlencode(parameters, doseq=True).encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    asyncio.run(Gate(inner, port)(scope, receive, send))
    first = sent[0]
    return int(first["status"]) if "status" in first else str(first["type"])


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LocalHost"])
def test_loopback_names_and_their_own_pages_are_served(name: str) -> None:
    host = f"{name}:3000"
    for method in ("GET", "POST", "HEAD"):
        assert ask([("host", host)], method) == 200
        assert ask([("host", host), ("origin", f"http://{host}")], method) == 200
    assert ask([("host", host), ("origin", f"http://{host}")], "WEBSOCKET") == "websocket.accept"
    assert ask([("host", "localhost")], port=80) == 200


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("host", "evil.example:3000")],
        [("host", "evil.example")],
        [("host", "127.0.0.1")],
        [("host", "127.0.0.1:3001")],
        [("host", "127.0.0.1:3000.evil.example")],
        [("host", "127.0.0.1:3000"), ("host", "evil.example")],
        [*OURS, ("origin", "http://evil.example")],
        [*OURS, ("origin", "https://127.0.0.1:3000")],
        [*OURS, ("origin", "http://localhost:8888")],
        [*OURS, ("origin", "http://127.0.0.1:3000.evil.example")],
        [*OURS, ("origin", "null")],
        [*OURS, ("origin", "http://127.0.0.1:3000"), ("origin", "http://evil.example")],
        [*OURS, ("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "image")],
        [*OURS, ("sec-fetch-site", "same-site"), ("sec-fetch-dest", "empty")],
        [*OURS, ("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "iframe")],
    ],
)
def test_other_names_and_other_sites_are_refused(headers: list[tuple[str, str]]) -> None:
    for method in ("GET", "POST", "OPTIONS"):
        assert ask(headers, method) == 403
    assert ask(headers, "WEBSOCKET") == "websocket.close"


def test_a_link_on_another_page_leads_to_ours() -> None:
    assert ask([*OURS, ("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "document")]) == 200


def test_only_queries_are_taken_by_get() -> None:
    query = "query Q { version } fragment F on Query { version }"
    assert ask(OURS, query=query) == 200
    assert ask(OURS, query="no GraphQL {") == 200
    for text in (MUTATION, f"{query} {MUTATION.replace('{', 'M {', 1)}", "subscription { x }", f"\ufeff{MUTATION}"):
        assert ask(OURS, query=text) == 405
    assert ask(OURS, query=[MUTATION, "{ version }"]) == 405
    assert ask(OURS, query=["{ version }", MUTATION]) == 405
    assert ask(OURS, "POST", query=MUTATION) == 200


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/", 307), ("GET", "/runs", 200), ("POST", "/", 200)])
def test_it_opens_on_the_runs(method: str, path: str, status: int) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": []}
    asyncio.run(FirstPage(inner)(scope, None, send))  # type: ignore[arg-type]
    assert sent[0]["status"] == status
    assert (b"location", b"/runs") in sent[0]["headers"] or status == 200
