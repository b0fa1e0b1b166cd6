"""The chat page (Gradio), one for each language: the conclusion first, the sources beside it.

The conversation lives in the browser's tab. The browser sends the questions asked before with
the next one, and the server keeps nothing, so nobody can be shown another's conversation.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Annotated, Any

# Gradio reads these when it is imported: it would report use and a version check to its makers,
# and keep questions and answers in the browser.
os.environ.update(GRADIO_ANALYTICS_ENABLED="False", GRADIO_RUN_HISTORY="False", HF_HUB_DISABLE_TELEMETRY="1")

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from pydantic import Field

from assistant import Answer, Assistant
from assistant.streaming import Opening, Said, so_far
from corpus.errors import QuestionError
from corpus.models import Entry, Language
from corpus.reading import read_yaml
from ui.pages.asking import asking_texts, problem_with, role_groups
from ui.pages.layout import PREFIX, TEMPLATES, LayoutTexts, frame
from ui.pages.missing import missing
from ui.pages.turns import TurnTexts, turn
from ui.texts import page_texts

PATHS = {language: PREFIX[language] or "/" for language in (Language.NN, Language.EN, Language.NB)}
"""Where each language's page is. The root is last, because it answers for every path below it."""

_STATIC = Path(__file__).parents[1] / "static"
_REMEMBERED = 20
"""Questions before this one that are looked at; a page cannot make the server read more."""
_ALERT = Markup('<p class="problem" role="alert"{}>{}</p>')
_GLANCE = 0.25
"""Seconds that must pass before more of an answer is shown: a whole one that comes at once is shown at once."""
_log = logging.getLogger(__name__)

_Shown = tuple[Any, Any, Any, Any, Any]
"""New values for the box, the newest turn, the questions asked, the problem under the box, and the question that its
asker was warned about."""


def mount_chat(app: FastAPI, assistant: Assistant) -> FastAPI:
    """The application with a chat for each language."""
    # Outside of an event loop, Gradio opens one for each of its locks and closes none of them. In a thread of its own,
    # because the caller may be in one already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_mount(app, assistant))).result()
    return app


async def _mount(app: FastAPI, assistant: Assistant) -> None:
    closed = dict.fromkeys(("docs_url", "redoc_url", "openapi_url"))
    for language, path in PATHS.items():
        if path != "/":
            # The page at the root answers for every path below it, and knows nothing of «/nn».
            app.add_route(path, lambda request: RedirectResponse(f"{request.url.path.rpartition('/')[2]}/"))
        gr.mount_gradio_app(
            app,
            _page(assistant, language),
            path=path,
            footer_links=[],
            run_history=False,
            show_error=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            ssr_mode=False,
            theme=_theme(),
            # As a style sheet of the page: what Gradio is given as css it rewrites, and some of it wrongly.
            head=f"<style>{_read('look.css')}{_read('chat.css')}</style>",
            app_kwargs={**closed, "exception_handlers": {404: partial(missing, language)}},
        )


class ChatTexts(Entry):
    """The words of the chat page that no other page has."""

    intro: str
    privacy: str
    fresh: str
    examples_heading: str
    examples: Annotated[tuple[str, ...], Field(min_length=3)]


class Chat:
    """What the page does with a question."""

    def __init__(self, assistant: Assistant, language: Language) -> None:
        self._assistant = assistant
        self._form = asking_texts(language)
        self._problems = self._form.problems

    def reply(self, question: str, role: str | None, asked: Any, warned: str) -> Iterator[_Shown]:
        """Show the question at once, then its answer. Where there is none, the question stays in the box.

        A question that seems to identify somebody is sent only when it is sent again as it stands (``warned``).
        ``asked`` comes from the browser, so it is taken for what it should be and never trusted.
        """
        problem = problem_with(self._assistant, question, warned, self._form)
        if problem is not None:
            yield gr.skip(), gr.skip(), gr.skip(), self._told(problem), question
            return
        before = [line for line in asked if isinstance(line, str)][-_REMEMBERED:] if isinstance(asked, list) else []
        name = f"turn-{len(before) + 1}"
        yield "", turn(self._assistant, name, question, None), gr.skip(), "", ""
        try:
            for shown, whole in self._answers(question, role or None, before):
                new = [*before, question] if whole else gr.skip()
                yield gr.skip(), turn(self._assistant, name, question, shown, whole=whole), new, "", ""
        except QuestionError:
            yield question, "", gr.skip(), self._told(self._problems.unreadable), ""
        except Exception as error:  # whatever it is, it is told plainly and the question is not lost
            _log.error("The chat failed with %s", type(error).__name__)
            yield question, "", gr.skip(), self._told(self._problems.failed), ""

    def _answers(self, question: str, role: str | None, before: list[str]) -> Iterator[tuple[Answer, bool]]:
        """The answer as far as it has come, now and then, and whole at the end."""
        opening: Opening | None = None
        said: list[Said] = []
        seen = time.monotonic()
        for part in self._assistant.stream(question, role, before):
            if isinstance(part, Answer):
                yield part, True
            elif isinstance(part, Opening):
                opening = part
            else:
                said.append(part)
                if opening is not None and time.monotonic() - seen > _GLANCE:
                    yield so_far(opening, said), False
                    seen = time.monotonic()

    def _told(self, problem: str) -> str:
        return str(_ALERT.format("", problem))


def _page(assistant: Assistant, language: Language) -> Any:
    texts = page_texts("chat", language, ChatTexts)
    form = asking_texts(language)
    layout = page_texts("layout", language, LayoutTexts)
    chat = Chat(assistant, language)
    with gr.Blocks(title=layout.title, analytics_enabled=False) as page:
        _html(TEMPLATES.get_template("chat_top.html").render(frame(language), page=texts))
        role = _html("", html_template=_roles(assistant, language), js_on_load=_read("role.js"), elem_id="role")
        with gr.Column(elem_id="examples"):
            _html(str(Markup("<h2>{}</h2>").format(texts.examples_heading)))
            examples = [gr.Button(example) for example in texts.examples]
        _html('<div id="earlier"></div>')
        newest = _html("", js_on_load=_read("chat.js"))
        status = Markup('<p class="unseen" role="status" data-ready="{}"></p>').format(
            page_texts("turn", language, TurnTexts).ready
        )
        _html(str(status), elem_id="status")
        asked = gr.JSON([], visible=False)
        warned = gr.Textbox("", visible=False)
        with gr.Column(elem_id="composer"):
            problem = _html("")
            _html(str(_ALERT.format(Markup(' id="unreachable" hidden'), form.problems.unreachable)))
            with gr.Row():
                box = gr.Textbox(
                    label=form.question,
                    placeholder=form.placeholder,
                    lines=1,
                    max_lines=8,
                    elem_id="question",
                    scale=6,
                    min_width=220,
                )
                send = gr.Button(form.send, variant="primary", elem_id="ask", scale=0, min_width=104)
            fresh = gr.Button(texts.fresh, elem_id="fresh")

        shown = [box, newest, asked, problem, warned]
        how: dict[str, Any] = {
            "trigger_mode": "once",
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_id": "reply",
        }
        gr.on([box.submit, send.click], chat.reply, [box, role, asked, warned], shown, **how)
        for example in examples:
            example.click(chat.reply, [example, role, asked, warned], shown, **how)
        # In the browser alone, so that it cannot come after an answer that was asked for meanwhile.
        fresh.click(None, None, shown, js="() => ['', '', [], '', '']")
        # The conversation of this tab, which a reload would lose; chat.js has kept it and shows it again.
        page.load(None, None, asked, js=_read("restore.js"))
    page.queue(default_concurrency_limit=20, max_size=64)
    return page


def _html(value: str, **more: Any) -> Any:
    """Our own HTML, without Gradio's styles for running text, which undo those of ``chat.css``."""
    return gr.HTML(value, apply_default_css=False, **{"js_on_load": None, **more})


def _roles(assistant: Assistant, language: Language) -> str:
    """The list of roles as native controls: Gradio's own has no groups, and phones show this one best."""
    groups = role_groups(assistant, language)
    return TEMPLATES.get_template("role.html").render(form=asking_texts(language), groups=groups)


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _theme() -> Any:
    """Fonts that the machine has, and the colours of ``chat.css`` wherever Gradio paints."""
    painted = {name: paint for paint, names in read_yaml(_STATIC / "theme.yaml").items() for name in names}
    painted |= {f"{name}_dark": paint for name, paint in painted.items()}
    # These two are literal: the served page uses them before the style sheet is there.
    painted |= {"body_background_fill": "#f5f7f7", "body_background_fill_dark": "#101615"}
    fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Noto Sans", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]).set(**painted)
