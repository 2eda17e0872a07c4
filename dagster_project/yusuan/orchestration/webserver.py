"""Dagster's webserver behind a gate, which lets through what its own page or a program on this machine asks.

Belongs here: which requests are let through, the page that it opens on, and the process that `serve` starts. Dagster's
server alone answers any host name and any page, mutations by GET too: a page that the user happens to look at could
start runs.
"""

from __future__ import annotations

import argparse
from typing import Final

import uvicorn
from dagster import DagsterInstance, __version__
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster_webserver.app import create_app_from_workspace_process_context
from graphql import GraphQLError, OperationDefinitionNode, OperationType, parse
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from yusuan.orchestration.serve import HOST

_NAMES: Final = (HOST, "localhost", "[::1]")
_REFUSED_WEBSOCKET: Final = 1008  # "policy violation"


class FirstPage:
    """ASGI middleware that opens the UI on its list of runs.

    Dagster's own first page is a timeline of the last hours, of runs that its daemon launched: without those of
    `yusuan build` it says that there are none.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lead on from the bare address, or hand on."""
        is_bare = scope["type"] == "http" and scope["path"] == "/" and scope["method"] in ("GET", "HEAD")
        await (RedirectResponse("/runs") if is_bare else self._app)(scope, receive, send)


class Gate:
    """ASGI middleware that lets through what a program on this machine or the server's own page asks.

    Refused with 403: a `Host` other than a loopback name with the port served (a foreign name that resolves to this
    machine), a foreign `Origin`, and what a browser says another site asked for, links to a page apart.
    Refused with 405: a GraphQL mutation by anything but POST.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app, self._port = app, port
        self._hosts = {f"{name}:{port}" for name in _NAMES} | ({*_NAMES} if port == 80 else set())
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the refusal, or hand on."""
        answer: ASGIApp = self._app
        if scope["type"] in ("http", "websocket"):
            asked = HTTPConnection(scope)
            if self._is_foreign(asked):
                refusal = PlainTextResponse(f"Only http://{HOST}:{self._port} and its own pages are served.\n", 403)
                answer = refusal if scope["type"] == "http" else WebSocketClose(_REFUSED_WEBSOCKET)
            elif scope["type"] == "http" and scope["method"] != "POST" and _changes_anything(asked):
                answer = PlainTextResponse("A mutation is taken by POST only.\n", 405, {"Allow": "POST"})
        await answer(scope, receive, send)

    def _is_foreign(self, asked: HTTPConnection) -> bool:
        hosts, origins = asked.headers.getlist("host"), asked.headers.getlist("origin")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return True
        if origins:
            return any(origin.lower() not in self._origins for origin in origins)
        by_another_site = asked.headers.get("sec-fetch-site") in ("cross-site", "same-site")
        return by_another_site and asked.headers.get("sec-fetch-dest") != "document"


def _changes_anything(asked: HTTPConnection) -> bool:
    return any(_is_no_query(text) for text in asked.query_params.getlist("query"))


def _is_no_query(text: str) -> bool:
    """Whether a GraphQL document holds any operation but queries; a text that is none is Dagster's to refuse."""
    try:
        definitions = parse(text).definitions
    except GraphQLError:
        return False
    operations = [node.operation for node in definitions if isinstance(node, OperationDefinitionNode)]
    return any(operation is not OperationType.QUERY for operation in operations)


def main() -> None:
    """Serve the code locations of a workspace file until SIGTERM, on the loopback address."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workspace", required=True)
    options = parser.parse_args()
    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, WorkspaceFileTarget(paths=[options.workspace]), __version__) as context,
    ):
        app = create_app_from_workspace_process_context(context, live_data_poll_rate=2000)
        app.add_middleware(FirstPage)
        app.add_middleware(Gate, port=options.port)
        uvicorn.run(app, host=HOST, port=options.port, log_level="warning", timeout_graceful_shutdown=2)


if __name__ == "__main__":
    main()
