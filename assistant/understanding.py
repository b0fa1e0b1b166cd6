"""From what somebody wrote to a :class:`Question`: all by the vocabulary's data, nothing by code.

The code knows that there are roles, recipients and facts; which words tell them is in
``corpus/vocabulary``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.language import LanguageDetector
from assistant.masking import Masked, Masker
from assistant.phrases import Hit, PhraseFinder
from assistant.question import Question
from assistant.references import ReferenceFinder
from corpus.errors import QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Concept, Language, Phrases
from ingest.norwegian import tokens

_AGE = re.compile(
    r"(?<![\d§-])(?P<age>\d{1,2})\s*-?\s*(?:år(?:ing|ig|s|\b)|years?\b|yo\b)"
    r"|\b(?:på|er|is|fylt|fylte|fyller|aged?|turned|she's|he's)\s+(?P<bare>\d{1,2})(?![\d.,:/-]*\d)"
    r"(?!\s*(?:%|prosent|percent|min|dag|day|uke|veke|week|måned|månad|mnd|month|time|tim|hour|kr|barn|born|elev|child|pupil))",
    re.IGNORECASE,
)
_REACH = 2
"""Words that may stand between a negation and what it denies."""
_BRIEF = 10
"""Words of the longest question that asks what something means and no more."""
_CHILD = 25
"""Ages above this are an adult's and tell nothing about the child or youth the question is about."""


class Understanding:
    """Reads questions with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge, longest: int) -> None:
        self._knowledge = knowledge
        self._longest = longest
        self._language = LanguageDetector(knowledge)
        self._masker = Masker(knowledge)
        self._references = ReferenceFinder(knowledge)
        self._roles = _finder((role.id, role.words, role.name) for role in knowledge.roles.values())
        self._recipients = _concepts(knowledge.recipients)
        self._topics = _concepts(knowledge.topics)
        self._information = _concepts(knowledge.information)
        self._dangers = _concepts(knowledge.dangers)
        self._cues = PhraseFinder({cue.id: _lines(cue.words) for cue in knowledge.cues.values()})
        told = [fact for fact in knowledge.facts.values() if fact.kind == "yes_no"]
        self._yes = PhraseFinder({fact.id: _lines(fact.yes) for fact in told})
        self._no = PhraseFinder({fact.id: _lines(fact.no) for fact in told})
        documents = [source for source in knowledge.sources.values() if not source.is_law]
        self._documents = PhraseFinder(
            {source.id: [*source.aliases, *(source.short[language] for language in Language)] for source in documents}
        )
        self._terms = PhraseFinder(
            {
                term.id: [*_lines(term.also), *(term.term[language] for language in Language)]
                for term in knowledge.terms.values()
            }
        )
        self._talk = PhraseFinder({talk.id: _lines(talk.words) for talk in knowledge.talk.values()})
        self._numbers = PhraseFinder({cue.id: _lines(cue.words) for cue in knowledge.numbers.values()})

    def mask(self, text: str) -> Masked:
        """A text without what can identify a person."""
        return self._masker.mask(text)

    def read(self, text: str, role: str | None = None, earlier: tuple[str, ...] = ()) -> Question:
        """Understand a question; ``earlier`` are the asker's questions before it, oldest first.

        Raises :class:`QuestionError` for text that cannot be a question and for an unknown role.
        """
        self._check(text, role)
        masked = self._masker.mask(text)
        words = tokens(masked.text)
        language = self._language.detect(masked.text)
        talk = self._small_talk(words)
        now = self._told(masked.text, words, language, role, masked.count)
        if talk is not None:
            before = self.read(earlier[-1], role, earlier[:-1]) if earlier else None
            return replace(now, talk=talk, before=before)
        if not earlier or not self._goes_on(words):
            return now
        return _joined(self.read(earlier[-1], role, earlier[:-1]), now)

    def _small_talk(self, words: list[str]) -> str | None:
        """The kind of talk that a whole line is, all of its words but a couple counted."""
        best = max(self._talk.find(words), key=lambda hit: hit.length, default=None)
        return best.owner if best and len(words) - best.length <= min(2, best.length) else None

    def language(self, text: str) -> Language:
        return self._language.detect(text)

    def _check(self, text: str, role: str | None) -> None:
        if not text.strip():
            raise QuestionError("The question is empty. Write what you wonder about in a sentence or two.")
        if len(text) > self._longest:
            raise QuestionError(
                f"The question has {len(text)} characters; the limit is {self._longest}. "
                "Shorten it to what happened and what you wonder."
            )
        if sum(not (c.isprintable() or c.isspace()) for c in text) > len(text) // 20 or not re.search(r"\w", text):
            raise QuestionError("The question is not readable text. Write it in words.")
        if role is not None and role not in self._knowledge.roles:
            known = ", ".join(sorted(r.id for r in self._knowledge.roles.values() if r.choosable))
            raise QuestionError(f"The role «{role}» does not exist. The roles are: {known}.")

    def _told(self, text: str, words: list[str], language: Language, role: str | None, masked: int) -> Question:
        cues = self._cues.find(words)
        role_hits = self._roles.find(words)
        told, span = self._role(role_hits, cues)
        outside = [hit for hit in self._recipients.find(words) if span is None or not _overlap(hit, span)]
        dangers = {hit.owner for hit in self._dangers.find(words)}
        return Question(
            text=text,
            language=language,
            role=role or told,
            role_is_told=role is not None or told is not None,
            recipients=frozenset(hit.owner for hit in outside),
            services=frozenset(hit.owner for hit in outside if not _is_addressed(hit, cues)),
            topics=self._with_implied(hit.owner for hit in self._topics.find(words)),
            information=frozenset(hit.owner for hit in self._information.find(words)),
            facts=self._facts(words, cues),
            age=self._age(text, words),
            asks=frozenset(cue.owner for cue in cues),
            dangers=frozenset() if "not_now" in dangers else frozenset(dangers),
            signs=frozenset(dangers - {"not_now"}),
            not_now="not_now" in dangers,
            mentions=self._references.find(text),
            terms=self._asked_terms(words, cues),
            documents=frozenset(hit.owner for hit in self._documents.find(words)),
            masked=masked,
        )

    def _asked_terms(self, words: list[str], cues: list[Hit]) -> frozenset[str]:
        """The terms that a short question asks the meaning of («hva betyr pålegg?»), the longest named."""
        if len(words) > _BRIEF or not any(cue.owner == "definition" for cue in cues):
            return frozenset()
        hits = self._terms.find(words)
        longest = max((hit.length for hit in hits), default=0)
        return frozenset(hit.owner for hit in hits if hit.length == longest)

    def _with_implied(self, topics: Iterable[str]) -> frozenset[str]:
        found = frozenset(topics)
        return found | {other for topic in found for other in self._knowledge.topics[topic].implies}

    def _role(self, hits: list[Hit], cues: list[Hit]) -> tuple[str | None, Hit | None]:
        """The asker's role: what stands after «jeg er», else the first that is not somebody's recipient."""
        best: tuple[float, Hit] | None = None
        for hit in hits:
            is_self = any(
                (cue.owner == "self" and 0 <= hit.start - cue.end <= 2) or (cue.owner == "self" and _overlap(cue, hit))
                for cue in cues
            )
            if not is_self and (_is_addressed(hit, cues) or self._knowledge.roles[hit.owner].spoken_of):
                continue
            weight = (10.0 if is_self else 0.0) + 0.1 * hit.length - 0.01 * hit.start
            if best is None or weight > best[0]:
                best = (weight, hit)
        return (best[1].owner, best[1]) if best else (None, None)

    def _facts(self, words: list[str], cues: list[Hit]) -> dict[str, str]:
        """Each fact's value by its longest phrase.

        Where yes and no overlap the longer tells («vil ikke samtykke»), and a «yes» right after a
        negation is a no («uten at foreldrene samtykker»).
        """
        best: dict[str, tuple[int, str]] = {}
        for value, hits in (("no", self._no.find(words)), ("yes", self._yes.find(words))):
            for hit in hits:
                denied = value == "yes" and any(
                    cue.owner == "not" and 0 <= hit.start - cue.end < _REACH for cue in cues
                )
                if hit.length > best.get(hit.owner, (0, ""))[0]:
                    best[hit.owner] = (hit.length, "no" if denied else value)
        return {fact: value for fact, (_, value) in best.items()}

    def _age(self, text: str, words: list[str]) -> int | None:
        ages = [int(match["age"] or match["bare"]) for match in _AGE.finditer(text)]
        if not ages:
            ages = [int(hit.owner.removeprefix("n")) for hit in self._numbers.find(words)]
        return next((age for age in ages if age <= _CHILD), None)

    def _goes_on(self, words: list[str]) -> bool:
        """Whether a question leans on the one before it: short, or begun with a cue such as «og hvis»."""
        begins = any(cue.owner == "more" and cue.start <= 1 for cue in self._cues.find(words))
        return begins or len(words) <= 6


def _joined(before: Question, now: Question) -> Question:
    """The earlier question with what the later one adds or changes."""
    return Question(
        text=f"{before.text}\n{now.text}",
        latest=now.text,
        language=now.language if len(now.text.split()) > 3 else before.language,
        role=now.role or before.role,
        role_is_told=now.role_is_told or before.role_is_told,
        recipients=now.recipients or before.recipients,
        services=now.services or before.services,
        topics=before.topics | now.topics,
        information=before.information | now.information,
        facts={**before.facts, **now.facts},
        age=before.age if now.age is None else now.age,
        asks=before.asks | now.asks,
        dangers=now.dangers,
        signs=now.signs,
        not_now=now.not_now,
        mentions=now.mentions or before.mentions,
        documents=now.documents or before.documents,
        masked=now.masked,
    )


def _is_addressed(hit: Hit, cues: list[Hit]) -> bool:
    """Whether a preposition such as «til» or «med» stands before the hit: somebody is spoken to or with."""
    return any(cue.owner == "to" and 0 <= hit.start - cue.end <= 1 for cue in cues)


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end


def _lines(phrases: Phrases) -> Iterable[str]:
    return (line for _, line in phrases.all())


def _finder(entries: Iterable[tuple[str, Phrases, object]]) -> PhraseFinder:
    return PhraseFinder({owner: _lines(words) for owner, words, _ in entries})


def _concepts(concepts: Mapping[str, Concept]) -> PhraseFinder:
    return PhraseFinder({concept.id: _lines(concept.words) for concept in concepts.values()})
