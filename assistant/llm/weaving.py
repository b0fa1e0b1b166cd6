"""Weaves an answer's statements into fluent words with a language model, and lets nothing unproven through."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, AnswerStatement, Citation
from assistant.grounding import Guard, SourceText
from assistant.llm.contradiction import contradicts
from assistant.llm.endpoint import Endpoint, endpoint
from assistant.llm.failing import Failure, WeaverError
from assistant.llm.prompts import Stream, Told, messages
from assistant.llm.reading import Written, sentences
from assistant.llm.tongue import Tongue
from assistant.outline import sentences as split
from assistant.question import Question
from assistant.settings import Settings
from assistant.texts import words
from corpus.refs import ProvisionRef

_HEAD = 3
"""Sentences that are read before any is shown: if most of them do not hold, none is."""
_MOST = 8
"""Sentences that are asked for at most; twice as many are read."""


@dataclass
class Woven:
    """What has become of a model's reply so far."""

    held: int = 0
    dropped: int = 0
    failure: Failure | None = None
    shown: list[AnswerStatement] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the model's sentences that hold."""
        return self.held / max(1, self.held + self.dropped)


class Weaver:
    """Writes answers with one model. Safe to share between threads."""

    def __init__(self, where: Endpoint, stream: Stream, guard: Guard, tongue: Tongue, least: float) -> None:
        self.where = where
        self._stream = stream
        self._guard = guard
        self._tongue = tongue
        self._least = least

    @property
    def name(self) -> str:
        """The model, as an answer's ``engine`` tells it."""
        return f"{self.where.provider}:{self.where.name}"

    def weave(self, question: Question, answer: Answer, told: Woven) -> Iterator[AnswerStatement]:
        """The verified sentences of the model, one by one; ``told`` is filled in on the way. Raises nothing."""
        by_id = _ids(answer.citations)
        waiting: list[AnswerStatement] = []
        try:
            for written in self._read(question, answer, by_id):
                if contradicts(written.text, answer):
                    raise WeaverError(Failure.CONTRADICTED)
                statement = self._proven(written, answer, by_id)
                if statement is None:
                    told.dropped += 1
                else:
                    told.held += 1
                    if not _repeats(statement, (*answer.statements[:1], *waiting, *told.shown)):
                        waiting.append(statement)
                seen = told.held + told.dropped
                if seen >= _HEAD and told.share < self._least:
                    raise WeaverError(Failure.UNPROVEN)
                if seen >= _HEAD:
                    yield from self._show(waiting, told)
                if seen >= 2 * _MOST:
                    break
            if told.held + told.dropped == 0:
                raise WeaverError(Failure.EMPTY)
            if told.share < self._least:
                raise WeaverError(Failure.UNPROVEN)
            yield from self._show(waiting, told)
        except WeaverError as error:
            told.failure = error.failure

    def _show(self, waiting: list[AnswerStatement], told: Woven) -> Iterator[AnswerStatement]:
        for statement in waiting:
            told.shown.append(statement)
            yield statement
        waiting.clear()

    def _read(self, question: Question, answer: Answer, by_id: dict[str, Citation]) -> Iterator[Written]:
        numbers = {citation.n: id_ for id_, citation in by_id.items()}
        given = [(s.text, [numbers[n] for n in s.citations]) for s in answer.statements]
        sources = [Told(id_, f"{c.digest or ''}\n{c.quote or ''}".strip()) for id_, c in by_id.items()]
        conclusion = words(answer.language).verdicts[answer.verdict]
        fence = f"data-{secrets.token_hex(4)}"
        return sentences(
            self._stream(messages(question.text, sources, given, conclusion, answer.language, fence, _MOST))
        )

    def _proven(self, written: Written, answer: Answer, by_id: dict[str, Citation]) -> AnswerStatement | None:
        """The sentence as a statement, where every id it gives exists and their text carries it."""
        if not written.ids or any(id_ not in by_id for id_ in written.ids):
            return None
        cited = [by_id[id_] for id_ in written.ids]
        if not self._tongue.speaks(written.text, answer.language):
            return None
        sources = [SourceText(ref=str(_ref(citation))) for citation in cited]
        numbers = {citation.n for citation in cited}
        beside = [line for s in answer.statements if numbers & set(s.citations) for line in split(s.text)]
        if not self._guard.verify(written.text, sources, answer.language, beside, strict=True).holds:
            return None
        return AnswerStatement(text=written.text, citations=tuple(citation.n for citation in cited))


def open_weaver(settings: Settings, guard: Guard, tongue: Tongue) -> Weaver | None:
    """The weaver that the settings name, or nothing where none is set. Raises :class:`ConfigError`."""
    if not settings.llm:
        return None
    from assistant.llm.model import open_model, stream_of  # LangChain's models take a second to import

    where = endpoint(settings.llm, settings.llm_url, remote_allowed=settings.llm_remote)
    return Weaver(where, stream_of(open_model(where, settings), settings), guard, tongue, settings.llm_least)


def _ids(citations: Sequence[Citation]) -> dict[str, Citation]:
    """An id for each citation that tells nothing and that no earlier answer had."""
    drawn: dict[str, Citation] = {}
    for citation in citations:
        while True:
            id_ = f"{secrets.choice('bcdfghjkmpqrstvwxz')}{secrets.randbelow(900) + 100}"
            if id_ not in drawn:
                drawn[id_] = citation
                break
    return drawn


def _ref(citation: Citation) -> ProvisionRef:
    return ProvisionRef(citation.source, citation.section, citation.subsection)


def _repeats(statement: AnswerStatement, others: Sequence[AnswerStatement]) -> bool:
    plain = " ".join(statement.text.lower().split()).rstrip(".")
    return any(plain in " ".join(other.text.lower().split()) for other in others)
