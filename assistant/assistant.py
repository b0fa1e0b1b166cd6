"""The facade: a question in, a grounded answer out. All that ``ui`` and ``evals`` call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property

from assistant.answer import Answer
from assistant.answering import Answerer
from assistant.cases import Cases
from assistant.grounding import Guard, make_judge
from assistant.guide import DecisionGuide, GuideView
from assistant.language import LanguageDetector
from assistant.llm import Weaver, open_weaver
from assistant.llm.answering import worded
from assistant.llm.tongue import Tongue
from assistant.masking import Masked
from assistant.notes import Note, from_answer, from_guide
from assistant.provisions import ProvisionView, view
from assistant.question import Question
from assistant.retrieval import Retriever
from assistant.routine import Manuscript, Report, RoutineCheck
from assistant.search import Hit, search, with_section_sign
from assistant.settings import Settings
from assistant.streaming import Part, parts
from assistant.text_state import open_texts
from assistant.understanding import Understanding
from assistant.weights import Weights
from assistant.writing import abstention, again, reply
from corpus.knowledge import Knowledge
from corpus.loading import load
from corpus.models import Language
from corpus.refs import ProvisionRef
from ingest.embedders import make_embedder
from ingest.embedding import Embedder
from ingest.index import KnowledgeIndex, Progress, build_index, open_index, quiet
from ingest.texts import TextStore
from ingest.vectors import VectorCache

History = Sequence[str | Mapping[str, str]]
"""What was said before, oldest first: the asker's questions, or messages with ``role`` and ``content``."""


class Assistant:
    """Answers questions from one state of the knowledge. Safe to share between threads."""

    def __init__(
        self,
        settings: Settings,
        knowledge: Knowledge,
        index: KnowledgeIndex,
        embedder: Embedder,
        texts: TextStore | None = None,
    ) -> None:
        self.settings = settings
        self.knowledge = knowledge
        self.texts = texts
        self.retriever = Retriever(knowledge, index, embedder)
        self._embedder = embedder
        self.understanding = Understanding(knowledge, settings.max_question)
        self.cases = Cases(knowledge, settings, embedder, self.understanding, self.ask)

    @classmethod
    def open(cls, settings: Settings, on_progress: Progress = quiet, *, rebuild: bool = False) -> Assistant:
        """Load the knowledge and its index; build the index first where there is none for it."""
        knowledge = load(settings.corpus_dir, settings.data_dir)
        embedder = make_embedder(settings.embedder, settings.threads)
        root = settings.data_dir / "knowledge"
        index = None if rebuild else open_index(root, knowledge, embedder, settings.chroma_url)
        if index is None:
            cache = VectorCache(settings.data_dir / "vectors.sqlite")
            index = build_index(root, knowledge, embedder, cache, settings.chroma_url, on_progress)
        assistant = cls(settings, knowledge, index, embedder, open_texts(settings, embedder))
        _ = assistant.weaver  # a wrong setting of the model is told at the start
        return assistant

    def weighing(self, weights: Weights) -> Assistant:
        """The same assistant with other weights in its search: to measure what each part brings."""
        other = copy(self)
        other.retriever = self.retriever.weighing(weights)
        return other

    @cached_property
    def guard(self) -> Guard:
        """The guard over the same knowledge: whether a provision carries a sentence."""
        judge = make_judge(self.settings.judge, self.settings.threads)
        return Guard(self.knowledge, self._embedder, self.texts, judge=judge)

    @cached_property
    def _routine(self) -> RoutineCheck:
        return RoutineCheck(self.knowledge, self.retriever.provisions_like, self.guard, self.texts)

    def check(self, manuscript: Manuscript, language: Language | None = None) -> Report:
        """Check the references to law in a routine, plan or agreement, and point out what a human should read.

        ``language`` is the report's; the document's own where it is not given. Nothing of the document is kept.
        """
        return self._routine.check(manuscript, self.settings.day(), language)

    def ask(self, question: str, role: str | None = None, history: History = ()) -> Answer:
        """Answer a question.

        ``role`` is an id of the vocabulary's roles, where the asker has chosen one. Raises
        :class:`corpus.errors.QuestionError` for a question that cannot be answered as it stands.
        """
        understood = self.understanding.read(question, role, asked_before(history))
        answer = self._put_together(understood)
        in_words = self._worded(understood, answer)
        if in_words is None:
            return answer
        *_, whole = in_words
        if not isinstance(whole, Answer):
            raise TypeError("the last part of an answer is the whole of it")
        return whole

    def stream(self, question: str, role: str | None = None, history: History = ()) -> Iterator[Part]:
        """Answer a question part by part, as each can be shown. Raises as :meth:`ask` does, before the first part."""
        understood = self.understanding.read(question, role, asked_before(history))
        answer = self._put_together(understood)
        return self._worded(understood, answer) or parts(answer)

    def _put_together(self, question: Question) -> Answer:
        """The answer by what has been reviewed alone."""
        return self.answer(question) if question.talk is None else self._talk(question)

    def _worded(self, question: Question, answer: Answer) -> Iterator[Part] | None:
        """The same answer in a language model's words, where there is one and something to word."""
        if self.weaver is None or answer.abstained or question.talk is not None:
            return None
        return worded(self.weaver, question, answer)

    @cached_property
    def weaver(self) -> Weaver | None:
        """The language model that words answers, where the settings name one."""
        tongue = Tongue(self.knowledge, LanguageDetector(self.knowledge))
        return open_weaver(self.settings, self.guard, tongue) if self.settings.llm else None

    def _talk(self, question: Question) -> Answer:
        """The reply to a greeting and the like, or the answer before it told in another way."""
        talk = self.knowledge.talk[question.talk or ""]
        if talk.reply is not None:
            return reply(talk.reply, question)
        if question.before is None or question.before.talk is not None:
            return abstention(question)
        return again(self.answer(replace(question.before, language=question.language)), talk.again or "")

    def answer(self, question: Question) -> Answer:
        """Answer a question that has been understood."""
        return Answerer(self.knowledge, self.texts, self.retriever, self.settings.day()).answer(question)

    def guide(
        self, answers: Sequence[str] = (), language: Language = Language.NB, known: Mapping[str, str] | None = None
    ) -> GuideView:
        """Where the answers lead in the decision guide: the next question, or the outcome with its citations.

        ``known`` are answers to show as chosen, by step, as an answer's ``guide`` gives them. Raises
        :class:`corpus.errors.QuestionError` for an answer that is not offered.
        """
        return self._guide().view(answers, language, known)

    def note(self, question: str, role: str | None = None, history: History = ()) -> Note:
        """The draft of an assessment note on a question and its answer.

        Raises :class:`corpus.errors.QuestionError` as :meth:`ask` does, and where the answer assesses nothing.
        """
        understood = self.understanding.read(question, role, asked_before(history))
        return from_answer(self.knowledge, understood, self._put_together(understood), self.settings.day())

    def guide_note(self, answers: Sequence[str], language: Language = Language.NB) -> Note:
        """The draft of an assessment note on a path through the guide.

        Raises :class:`corpus.errors.QuestionError` where the path has not come to its end.
        """
        return from_guide(self.knowledge, self.guide(answers, language), self.settings.day())

    def _guide(self) -> DecisionGuide:
        return DecisionGuide(self.knowledge, self.texts, self.settings.day())

    def provision(self, ref: str | ProvisionRef, language: Language = Language.NB) -> ProvisionView:
        """One provision by its address.

        Raises :class:`corpus.errors.RefError` or :class:`corpus.errors.NotFoundError`.
        """
        place = ProvisionRef.parse(ref) if isinstance(ref, str) else ref
        return view(self.knowledge, self.texts, place, language, self.settings.day())

    def mask(self, text: str) -> Masked:
        """A text without what can identify a person, as :meth:`ask` would read it."""
        return self.understanding.mask(text)

    def search(self, words: str, language: Language | None = None, count: int = 10) -> tuple[Hit, ...]:
        """The places of the knowledge, and of the law's text where it is loaded, that fit some words or a reference.

        Raises :class:`corpus.errors.QuestionError` for words that cannot be read.
        """
        question = self.understanding.read(words)
        spelled = None if question.mentions else with_section_sign(words)
        if spelled is not None and (again := self.understanding.read(spelled)).mentions:
            question = again
        return search(self.knowledge, self.texts, self.retriever, question, language or question.language, count)


def asked_before(history: History) -> tuple[str, ...]:
    """The asker's own lines of a conversation, oldest first."""
    lines: list[str] = []
    for entry in history:
        if isinstance(entry, str):
            lines.append(entry)
        elif entry.get("question"):
            lines.append(entry["question"])
        elif entry.get("role", "user") == "user" and entry.get("content"):
            lines.append(entry["content"])
    return tuple(line for line in lines if line.strip())
