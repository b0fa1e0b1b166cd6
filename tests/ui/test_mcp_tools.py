"""The tools for other programs' models, tried with the protocol's own client in all three ways."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from assistant import Assistant
from ui.mcp_tools import mcp_server

QUESTION = "Må en jordmor melde fra til barnevernet?"


async def _asked(server: Any, tool: str, arguments: dict[str, Any]) -> Any:
    async with Client(server) as client:
        names = {listed.name for listed in (await client.list_tools()).tools}
        assert {"ask", "provision", "search"} <= names
        return await client.call_tool(tool, arguments)


def call(server: Any, tool: str, arguments: dict[str, Any]) -> Any:
    return asyncio.run(_asked(server, tool, arguments))


def test_a_question_is_answered_over_http(address: str, assistant: Assistant) -> None:
    result = call(f"{address}/mcp/", "ask", {"question": QUESTION, "role": "midwife"})
    assert not result.is_error
    assert result.structured_content == assistant.ask(QUESTION, "midwife").model_dump(mode="json")


def test_a_provision_and_a_search(assistant: Assistant) -> None:
    server = mcp_server(assistant)
    found = call(server, "provision", {"ref": "lov/1999-07-02-64#33", "language": "en"})
    assert found.structured_content["label"] == "the Health Personnel Act § 33"
    hits = call(server, "search", {"words": "hpl § 33"}).structured_content["result"]
    assert hits[0]["ref"] == "lov/1999-07-02-64#33"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": "?!"}),
        ("ask", {"question": "Må jeg?", "role": "wizard"}),
        ("provision", {"ref": "nonsense"}),
    ],
)
def test_what_cannot_be_answered_is_told_in_words(assistant: Assistant, tool: str, arguments: dict[str, Any]) -> None:
    result = call(mcp_server(assistant), tool, arguments)
    assert result.is_error
    assert "Traceback" not in result.content[0].text


@pytest.mark.slow
def test_it_speaks_over_standard_input_and_output(assistant: Assistant) -> None:
    here = Path(__file__).parents[2]
    environment = {"PLIKTKOMPASS_DATA_DIR": str(assistant.settings.data_dir), "PYTHONPATH": str(here)}
    program = StdioServerParameters(command=sys.executable, args=["-m", "ui", "mcp"], env={**os.environ, **environment})
    result = call(program, "ask", {"question": QUESTION})
    assert json.loads(result.content[0].text)["verdict"] == assistant.ask(QUESTION).verdict.value
