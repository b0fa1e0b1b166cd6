"""The chat page (Gradio), one for each language: the conclusion first, the sources beside it.

The conversation lives in the page's own memory. The browser sends the questions asked before with
the next one, and the server keeps nothing, so nobody can be shown another's conversation.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

# Gradio reads these when it is imported: it would report use and a version check to its makers,
# and keep questions and answers in the browser.
os.environ.update(GRADIO_ANALYTICS_ENABLED="False", GRADIO_RUN_HISTORY="False", HF_HUB_DISABLE_TELEMETRY="1")

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from assistant import Answer, Assistant
from assistant.texts import words
from corpus.errors import QuestionError
from corpus.models import Language
from corpus.reading import read_yaml
from ui.texts import PageTexts, page_texts

PATHS = {Language.NN: "/nn", Language.EN: "/en", Language.NB: "/"}
"""Where each language's page is. The root is last, because it answers for every path below it."""

_STATIC = Path(__file__).parent / "static"
_TEMPLATES = Environment(loader=FileSystemLoader(_STATIC), autoescape=True, trim_blocks=True)
_REMEMBERED = 20
"""Questions before this one that are looked at; a page cannot make the server read more."""
_LONG = 220
"""Characters. A longer digest is folded on its card, so that ten sources can be seen at a glance."""
_ALERT = Markup('<p class="problem" role="alert"{}>{}</p>')
_log = logging.getLogger(__name__)

_Shown = tuple[Any, Any, Any, Any]
"""New values for the box, the newest turn, the questions asked, and the problem under the box."""


def mount_chat(app: FastAPI, assistant: Assistant) -> FastAPI:
    """The application with a chat for each language."""
    # Outside of an event loop, Gradio opens one for each of its locks and closes none of them. In a thread of its own,
    # because the caller may be in one already.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_mount(app, assistant))).result()
    return app


async def _mount(app: FastAPI, assistant: Assistant) -> None:
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
            head=f"<style>{_read('chat.css')}</style>",
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        )


class Chat:
    """What the page does with a question."""

    def __init__(self, assistant: Assistant, texts: PageTexts) -> None:
        self._assistant = assistant
        self._texts = texts

    def reply(self, question: str, role: str | None, asked: Any) -> Iterator[_Shown]:
        """Show the question at once, then its answer. Where there is none, the question stays in the box.

        ``asked`` comes from the browser, so it is taken for what it should be and never trusted.
        """
        problem = self._problem(question)
        if problem is not None:
            yield gr.skip(), gr.skip(), gr.skip(), problem
            return
        before = [line for line in asked if isinstance(line, str)][-_REMEMBERED:] if isinstance(asked, list) else []
        name = f"turn-{len(before) + 1}"
        yield "", self._turn(name, question, None), gr.skip(), ""
        try:
            answer = self._assistant.ask(question, role or None, before)
        except QuestionError:
            yield question, "", gr.skip(), self._told(self._texts.problems.unreadable)
        except Exception as error:  # whatever it is, it is told plainly and the question is not lost
            _log.error("The chat failed with %s", type(error).__name__)
            yield question, "", gr.skip(), self._told(self._texts.problems.failed)
        else:
            yield gr.skip(), self._turn(name, question, answer), [*before, question], ""

    def _problem(self, question: str) -> str | None:
        limit = self._assistant.settings.max_question
        if not question.strip():
            return self._told(self._texts.problems.empty)
        if len(question) > limit:
            return self._told(self._texts.problems.too_long.format(limit=limit))
        return None

    def _told(self, problem: str) -> str:
        return str(_ALERT.format("", problem))

    def _turn(self, name: str, question: str, answer: Answer | None) -> str:
        """A question and its answer as HTML, all in the language of the answer."""
        sources = self._assistant.knowledge.sources
        language = answer.language if answer else self._assistant.understanding.language(question)
        template = _TEMPLATES.get_template("turn.html")
        return template.render(
            turn=name,
            question=question,
            answer=answer,
            long=_LONG,
            language=language.value,
            page=page_texts(language),
            own=words(language),
            is_web=lambda url: bool(url) and url.startswith(("https://", "http://")),
            day=partial(_day, language),
            said_in=partial(self._said_in, language),
            is_law=lambda source: sources[source].is_law,
            source_language=lambda source: sources[source].language.value,
        )

    def _said_in(self, language: Language, text: str) -> Markup:
        """The ``lang`` of a text that is not in the answer's language: not all of the knowledge is in English."""
        if language is not Language.EN:
            return Markup("")
        own = self._assistant.understanding.language(text)
        return Markup("") if own is language else Markup(' lang="{}"').format(own.value)


def _page(assistant: Assistant, language: Language) -> Any:
    texts = page_texts(language)
    chat = Chat(assistant, texts)
    with gr.Blocks(title=texts.title, analytics_enabled=False) as page:
        _html(_head(texts, language))
        role = _html("", html_template=_roles(assistant, texts, language), js_on_load=_read("role.js"), elem_id="role")
        with gr.Column(elem_id="examples"):
            _html(str(Markup("<h2>{}</h2>").format(texts.examples_heading)))
            examples = [gr.Button(example) for example in texts.examples]
        _html('<div id="earlier"></div>')
        newest = _html("", js_on_load=_read("chat.js"))
        status = Markup('<p class="unseen" role="status" data-ready="{}"></p>').format(texts.turn.ready)
        _html(str(status), elem_id="status")
        asked = gr.JSON([], visible=False)
        with gr.Column(elem_id="composer"):
            problem = _html("")
            _html(str(_ALERT.format(Markup(' id="unreachable" hidden'), texts.problems.unreachable)))
            with gr.Row():
                box = gr.Textbox(
                    label=texts.question,
                    placeholder=texts.placeholder,
                    lines=1,
                    max_lines=8,
                    elem_id="question",
                    scale=6,
                    min_width=220,
                )
                send = gr.Button(texts.send, variant="primary", elem_id="ask", scale=0, min_width=104)
            fresh = gr.Button(texts.fresh, elem_id="fresh")

        shown = [box, newest, asked, problem]
        how: dict[str, Any] = {
            "trigger_mode": "once",
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_id": "reply",
        }
        gr.on([box.submit, send.click], chat.reply, [box, role, asked], shown, **how)
        for example in examples:
            example.click(chat.reply, [example, role, asked], shown, **how)
        fresh.click(lambda: ("", "", [], ""), None, shown, **how)
    page.queue(default_concurrency_limit=20, max_size=64)
    return page


def _html(value: str, **more: Any) -> Any:
    """Our own HTML, without Gradio's styles for running text, which undo those of ``chat.css``."""
    return gr.HTML(value, apply_default_css=False, **{"js_on_load": None, **more})


def _head(texts: PageTexts, language: Language) -> str:
    up = "./" if language is Language.NB else "../"
    languages = [(other, page_texts(other).name, f"{up}{PATHS[other].strip('/')}") for other in Language]
    return _TEMPLATES.get_template("head.html").render(
        page=texts,
        language=language,
        languages=[(other.value, name, address.rstrip("/") + "/") for other, name, address in languages],
    )


def _roles(assistant: Assistant, texts: PageTexts, language: Language) -> str:
    """The list of roles, under the heading of those they work among, in the order of the vocabulary."""
    headings = texts.audiences.model_dump()
    roles = sorted(
        (role for role in assistant.knowledge.roles.values() if role.choosable),
        key=lambda role: list(headings).index(role.audience),
    )
    groups = [
        (headings[audience], [{"id": role.id, "name": _capital(role.name[language])} for role in group])
        for audience, group in groupby(roles, key=lambda role: role.audience)
    ]
    return _TEMPLATES.get_template("role.html").render(page=texts, groups=groups)


def _day(language: Language, day: dt.date) -> str:
    return f"{day:%d %B %Y}".lstrip("0") if language is Language.EN else f"{day.day}.{day.month}.{day.year}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


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
