"""The assistant as tools for other programs' models, over the Model Context Protocol.

The tools give the same objects as the HTTP API. Errors that the project knows reach the caller as plain words.
"""

from __future__ import annotations

from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import Field
from starlette.applications import Starlette

from assistant import Answer, Assistant
from assistant.guide import GuideView
from assistant.provisions import ProvisionView
from assistant.search import Hit
from corpus.errors import PliktkompassError
from corpus.models import Language

_INSTRUCTIONS = (
    "Answers on Norwegian confidentiality, reporting and collaboration law around children, in bokmål, nynorsk or "
    "English. Every statement has the provisions it rests on: keep them beside it when you pass it on. "
    "Where `abstained` is true there is no rule for the question; do not fill in from memory."
)


def mcp_server(assistant: Assistant) -> MCPServer:
    """A server with the tools ``ask``, ``provision``, ``search`` and ``guide``."""
    server = MCPServer("pliktkompass", title="Pliktkompass", instructions=_INSTRUCTIONS, log_level="ERROR")

    @server.tool()
    def ask(
        question: Annotated[str, Field(description="The question, in bokmål, nynorsk or English.")],
        role: Annotated[str | None, Field(description="The asker's role, such as teacher or school_nurse.")] = None,
        before: Annotated[tuple[str, ...], Field(description="The asker's questions before this, oldest first.")] = (),
    ) -> Answer:
        """Answer a question on confidentiality, reporting or collaboration around children in Norway."""
        try:
            return assistant.ask(question, role, before)
        except PliktkompassError as error:
            raise ToolError(str(error)) from error

    @server.tool()
    def provision(
        ref: Annotated[str, Field(description="A provision's address, such as lov/1999-07-02-64#33.")],
        language: Language = Language.NB,
    ) -> ProvisionView:
        """One provision: a digest in plain words, its status today, its own text where that is loaded."""
        try:
            return assistant.provision(ref, language)
        except PliktkompassError as error:
            raise ToolError(str(error)) from error

    @server.tool()
    def search(
        words: Annotated[str, Field(description="Words or a reference, such as «hpl § 33».")],
        language: Language | None = None,
        count: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> list[Hit]:
        """The provisions and places in documents that fit some words or a reference, best first."""
        try:
            return list(assistant.search(words, language, count))
        except PliktkompassError as error:
            raise ToolError(str(error)) from error

    @server.tool()
    def guide(
        answers: Annotated[tuple[str, ...], Field(description="Ids of the answers so far, from the first on.")] = (),
        language: Language = Language.NB,
    ) -> GuideView:
        """The decision guide «May I share?»: its next question with the answers to choose from, or the outcome."""
        try:
            return assistant.guide(answers, language)
        except PliktkompassError as error:
            raise ToolError(str(error)) from error

    return server


def http_app(server: MCPServer) -> Starlette:
    """The server over HTTP, at the path it is mounted on. It keeps no session, and the application around it checks
    who may call."""
    return server.streamable_http_app(
        streamable_http_path="/",
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
