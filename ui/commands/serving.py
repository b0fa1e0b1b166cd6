"""``serve`` and ``mcp``: the web pages and the HTTP API, and the tools for other programs."""

from __future__ import annotations

import os
import webbrowser
from typing import Annotated

import typer

from assistant import load_settings
from ui.opening import open_assistant

app = typer.Typer()


@app.command()
def serve(
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on; loopback unless you say otherwise.")] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Open the assistant as a web page and an HTTP API."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import uvicorn

    from ui.background import work_beside
    from ui.server import create_app, free_port

    settings = load_settings(**{name: value for name, value in (("port", port), ("host", host)) if value is not None})
    free_port(settings)
    assistant = open_assistant(settings)
    address = f"http://{settings.host}:{settings.port}/"
    print(f"Pliktkompass is at {address} (stop with Ctrl+C)", flush=True)
    if open_browser:
        webbrowser.open(address)
    application = create_app(assistant)
    with work_beside(assistant):
        uvicorn.run(application, host=settings.host, port=settings.port, log_level="warning", access_log=False)


@app.command()
def mcp() -> None:
    """Serve the assistant's tools over the Model Context Protocol on standard input and output."""
    from ui.mcp_tools import mcp_server

    assistant = open_assistant()
    mcp_server(assistant).run()
