"""A question and its answer as HTML: the same on every page that shows one."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote as quote_url
from urllib.parse import urlencode

from markupsafe import Markup
from pydantic import Field

from assistant import Answer, Assistant
from assistant.answer import GuideLink
from assistant.labels import day_in
from assistant.relevant import relevant_sentence
from assistant.texts import words
from corpus.models import Entry, Language
from ui.feedback import Reason
from ui.pages.layout import TEMPLATES, is_web
from ui.texts import page_texts

_LONG = 220
"""Characters. A longer digest is folded on its card, so that ten sources can be seen at a glance."""

_FIRST_WORDS = 6
"""Of a sentence, so many are enough to find it on the publisher's page, and few enough to stand on one line there."""


class FeedbackTexts(Entry):
    """What a person is asked when she wants to say something about an answer."""

    heading: str
    helpful: str
    yes: str
    no: str
    why: str
    reasons: dict[Reason, str]
    with_question: str
    send: str
    choose: str
    thanks: str
    failed: str


class TurnTexts(Entry):
    """What stands around a question and its answer."""

    asked: str
    searching: str
    ready: str
    digest: str
    law_text: str
    document_text: str
    new_tab: str
    page: str
    source: str
    follow_up: str
    choose_role: str
    guide: str
    copy_answer: str = Field(alias="copy")
    copied: str
    print: str
    note: str
    note_made: str
    note_failed: str
    feedback: FeedbackTexts


def turn(
    assistant: Assistant,
    name: str,
    question: str,
    answer: Answer | None,
    *,
    scripts: bool = True,
    whole: bool = True,
) -> str:
    """A question and its answer as HTML, all in the language of the answer.

    ``name`` is the turn's own in its page; without an answer, or with one that is not ``whole`` yet, it is
    shown as being looked for. Without ``scripts`` nothing is offered that only a script could do.
    """
    sources = assistant.knowledge.sources
    language = answer.language if answer else assistant.understanding.language(question)
    return TEMPLATES.get_template("turn.html").render(
        turn=name,
        question=question,
        answer=answer,
        long=_LONG,
        scripts=scripts and whole,
        pending=answer is None or not whole,
        language=language.value,
        texts=page_texts("turn", language, TurnTexts),
        own=words(language),
        is_web=is_web,
        day=partial(day_in, language),
        said_in=partial(_said_in, assistant, language),
        is_law=lambda source: sources[source].is_law,
        provisions=" ".join(sorted({f"{c.source}#{c.section}".replace(" ", "_") for c in answer.citations}))
        if answer
        else "",
        guide=_guide(answer.guide) if answer and answer.guide else "",
        leaned_on=_leaned_on(answer),
        marked=_marked,
        at_the_words=_at_the_words,
        source_language=lambda source: sources[source].language.value,
    )


def _guide(link: GuideLink) -> str:
    """Where the guide goes on from what was told, beside the page that the turn is on."""
    known = [("vet", f"{step}.{option}") for step, option in link.known.items()]
    return "kan-jeg-dele?" + urlencode([*(("svar", answer) for answer in link.answers), *known])


def _leaned_on(answer: Answer | None) -> dict[int, str]:
    """For each citation with a quote, the sentence of it that the answer leans on, where one stands out."""
    found: dict[int, str] = {}
    for cited in answer.citations if answer else ():
        said = [statement.text for statement in answer.statements if cited.n in statement.citations] if answer else []
        sentence = relevant_sentence(cited.quote, said) if cited.quote else None
        if sentence:
            found[cited.n] = sentence
    return found


def _marked(quote: str, sentence: str | None) -> Markup:
    """A quote with one of its sentences marked."""
    before, found, after = quote.partition(sentence) if sentence else (quote, "", "")
    return Markup("{}<mark>{}</mark>{}").format(before, found, after) if found else Markup("{}").format(quote)


def _at_the_words(url: str, sentence: str | None) -> str:
    """An address that opens at the first words of a sentence, in browsers that can."""
    if not sentence or "#" in url:
        return url
    return f"{url}#:~:text={quote_url(' '.join(sentence.split()[:_FIRST_WORDS]), safe='')}"


def _said_in(assistant: Assistant, language: Language, text: str) -> Markup:
    """The ``lang`` of a text that is not in the answer's language: not all of the knowledge is in English."""
    if language is not Language.EN:
        return Markup("")
    own = assistant.understanding.language(text)
    return Markup("") if own is language else Markup(' lang="{}"').format(own.value)
