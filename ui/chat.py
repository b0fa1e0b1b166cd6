"""The chat page (Gradio), with the sources beside the answer."""

from __future__ import annotations

from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant import Answer, Assistant
from corpus.errors import PliktkompassError

_INTRO = (
    "# Pliktkompass\nSpør om taushetsplikt, meldeplikt og samarbeid rundt barn og unge. "
    "Skriv ikke navn eller fødselsnummer."
)


def mount_chat(app: FastAPI, assistant: Assistant) -> FastAPI:
    """The application with the chat at its root."""
    return gr.mount_gradio_app(  # type: ignore[no-any-return]
        app,
        _page(assistant),
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        ssr_mode=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def _page(assistant: Assistant) -> Any:
    roles = [(r.name.nb, r.id) for r in assistant.knowledge.roles.values() if r.choosable]
    with gr.Blocks(title="Pliktkompass", analytics_enabled=False) as page:
        gr.Markdown(_INTRO)
        role = gr.Dropdown([("Ikke valgt", ""), *roles], value="", label="Hvem er du?")
        with gr.Row():
            with gr.Column(scale=3):
                log = gr.Chatbot(label="Samtale", buttons=["copy"])
                box = gr.Textbox(label="Spørsmål", lines=1, max_lines=8, submit_btn="Send")
            with gr.Column(scale=2):
                beside = gr.Markdown("## Kilder", label="Kilder")

        def answer(question: str, chosen: str, history: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]], str]:
            asked = [{"role": "user", "content": _text(turn)} for turn in history if turn["role"] == "user"]
            try:
                given = assistant.ask(question, chosen or None, asked)
                reply, shown = given.text, _sources(given)
            except PliktkompassError as error:
                reply, shown = str(error), ""
            history = [*history, {"role": "user", "content": question}, {"role": "assistant", "content": reply}]
            return "", history, shown

        box.submit(answer, [box, role, log], [box, log, beside], trigger_mode="once")
    page.queue(default_concurrency_limit=20, max_size=64)
    return page


def _text(turn: dict[str, Any]) -> str:
    content = turn["content"]
    return content if isinstance(content, str) else " ".join(part.get("text", "") for part in content)


def _sources(answer: Answer) -> str:
    lines = ["## Kilder"]
    for cited in answer.citations:
        link = f"[{cited.label}]({cited.url})" if cited.url else cited.label
        lines.append(f"**[{cited.n}] {link}** – {cited.title}\n\n{cited.digest or ''}")
    return "\n\n".join(lines)
