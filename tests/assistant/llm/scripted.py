"""A real server on loopback that speaks OpenAI's form and misbehaves as it is told."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Handler", dict[str, Any]], None]


class Handler(BaseHTTPRequestHandler):
    """Answers every request by the server's script, and keeps what it was sent."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.received.append((self.path, dict(self.headers), body.decode("utf-8")))
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.reply(self, json.loads(body))

    def do_GET(self) -> None:
        self.server.received.append((self.path, dict(self.headers), ""))
        self.send(200, "text/plain", b"elsewhere")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the terminal."""

    def send(self, status: int, kind: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()

    def say(self, text: str) -> None:
        chunk = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "m",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
        }
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        self.wfile.flush()

    def end(self) -> None:
        self.wfile.write(b"data: [DONE]\n\n")


class Server(ThreadingHTTPServer):
    """The server, its script, and what it received: path, headers, body."""

    daemon_threads = True

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.received: list[tuple[str, dict[str, str], str]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def serving(reply: Reply) -> Iterator[Server]:
    server = Server(reply)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def given(body: dict[str, Any]) -> list[tuple[str, str]]:
    """The checked statements in a prompt, each with its first id."""
    prompt = body["messages"][-1]["content"]
    return re.findall(r"^- (.*?) \[(\w{4})\]", prompt, re.MULTILINE)


def saying(make: Callable[[list[tuple[str, str]]], str]) -> Reply:
    """A script that streams a text in small pieces."""

    def reply(handler: Handler, body: dict[str, Any]) -> None:
        text = make(given(body))
        handler.begin()
        for start in range(0, len(text), 7 if len(text) < 5000 else 1000):
            handler.say(text[start : start + (7 if len(text) < 5000 else 1000)])
        handler.end()

    return reply


def half(handler: Handler, body: dict[str, Any]) -> None:
    """Half an answer, and the line is dropped."""
    handler.begin()
    text, id_ = given(body)[0]
    handler.say(f"{text} [{id_}]\n{text[: len(text) // 2]}")
    handler.close_connection = True
    handler.connection.shutdown(2)


def never(handler: Handler, body: dict[str, Any]) -> None:
    """No answer at all."""
    del handler, body
    time.sleep(3)


def dripping(handler: Handler, body: dict[str, Any]) -> None:
    """A word now and then, for ever."""
    del body
    handler.begin()
    for _ in range(200):
        handler.say("og ")
        time.sleep(0.2)


def broken_utf8(handler: Handler, body: dict[str, Any]) -> None:
    del body
    handler.begin()
    handler.wfile.write(b'data: {"choices": [{"delta": {"content": "\xff\xfe\xfa"}}]}\n\n')
    handler.end()


def error_page(handler: Handler, body: dict[str, Any]) -> None:
    del body
    handler.send(502, "text/html", b"<html><h1>Bad gateway</h1></html>")


def page_for_answer(handler: Handler, body: dict[str, Any]) -> None:
    del body
    handler.send(200, "text/html", b"<html><h1>Log in</h1></html>")


def invalid_json(handler: Handler, body: dict[str, Any]) -> None:
    del body
    handler.begin()
    handler.wfile.write(b'data: {"choices": [{"delta"\n\n')


def wrong_key(handler: Handler, body: dict[str, Any]) -> None:
    del body
    handler.send(401, "application/json", b'{"error": {"message": "Incorrect API key provided: sk-secret"}}')


def redirecting(to: str) -> Reply:
    def reply(handler: Handler, body: dict[str, Any]) -> None:
        del body
        handler.send(307, "text/plain", b"", location=to)

    return reply
