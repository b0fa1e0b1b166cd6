"""From what somebody wrote to a :class:`Question`: all by the vocabulary's data, nothing by code.

The code knows that there are roles, recipients and facts; which words tell them is in
``corpus/vocabulary``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.asker import Asker, AskerReader, overlap
from assistant.conversation import beside, goes_on, joined, only_tells
from assistant.direction import givers
from assistant.facts import FactReader, Facts
from assistant.framing import framing
from assistant.inflection import forms
from assistant.language import LanguageDetector
from assistant.lines import Wording
from assistant.masking import Masked, Masker
from assistant.orders import OrderReader
from assistant.phrases import Hit, PhraseBook, Vocabulary, phrases_of
from assistant.question import Question
from assistant.references import ReferenceFinder
from corpus.errors import QuestionError
from corpus.knowledge import Knowledge
from corpus.models import Concept, Language

_I = {Language.NB: "jeg", Language.NN: "eg", Language.EN: "I"}
_WRITTEN = {
    Language.NB: (Language.NB, Language.NN),
    Language.NN: (Language.NB, Language.NN),
    Language.EN: (Language.EN,),
}
"""The languages whose frames are looked for: the English «I» is a preposition in the others."""
_BRIEF = 10
"""Words of the longest question that asks what something means and no more."""
_BESIDE_TERM = 4
"""Words beside the term and the asking that such a question may hold; «… for dem som bryter den» asks more."""


class Understanding:
    """Reads questions with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge, longest: int) -> None:
        self._knowledge = knowledge
        self._longest = longest
        self._language = LanguageDetector(knowledge)
        self._masker = Masker(knowledge)
        self._orders = OrderReader(knowledge)
        self._references = ReferenceFinder(knowledge)
        self._facts = FactReader(knowledge)
        self._asker = AskerReader(knowledge)
        documents = [source for source in knowledge.sources.values() if not source.is_law]
        self._book = PhraseBook(
            {
                "roles": {
                    role.id: [
                        form
                        for language in Language
                        for line in (*getattr(role.words, language.value), role.name[language])
                        for form in forms(line, language)
                    ]
                    for role in knowledge.roles.values()
                },
                "recipients": _concepts(knowledge.recipients),
                "topics": _concepts(knowledge.topics),
                "information": _concepts(knowledge.information),
                "dangers": _concepts(knowledge.dangers),
                "cues": _concepts(knowledge.cues),
                "orders": _concepts(knowledge.orders),
                "languages": self._language.markers,
                "documents": {
                    source.id: [*source.aliases, *(source.short[language] for language in Language)]
                    for source in documents
                },
                "terms": {
                    term.id: [*phrases_of(term.also), *(term.term[language] for language in Language)]
                    for term in knowledge.terms.values()
                },
                "talk": {talk.id: phrases_of(talk.words) for talk in knowledge.talk.values()},
                **{
                    _frames(language): {
                        frame.id: [line for own in written for line in getattr(frame.words, own.value)]
                        for frame in knowledge.frames.values()
                    }
                    for language, written in _WRITTEN.items()
                },
                **self._facts.vocabularies,
            }
        )

    def mask(self, text: str) -> Masked:
        """A text without what can identify a person."""
        return self._masker.mask(text)

    def read(self, text: str, role: str | None = None, earlier: tuple[str, ...] = ()) -> Question:
        """Understand a question; ``earlier`` are the asker's questions before it, oldest first.

        Raises :class:`QuestionError` for text that cannot be a question and for an unknown role.
        """
        self._check(text, role)
        masked = self._masker.mask(text)
        wording = Wording(masked.text)
        hits = self._book.find(wording.words)
        only_orders = False
        if hits["orders"]:
            heard = self._orders.without(masked.text)
            only_orders = heard.asks_nothing
            if heard.text and heard.ordered:
                wording = Wording(heard.text)
                hits = self._book.find(wording.words)
        words = wording.words
        language = self._language.by(hits["languages"], wording.text)
        cues = hits["cues"]
        talk = _small_talk(words, hits["talk"])
        facts = self._facts.read(wording, hits, cues)
        told = self._told(wording, hits, language, role, masked.count, facts)
        now = replace(told, only_orders=only_orders)
        if talk is not None:
            before = self.read(earlier[-1], role, earlier[:-1]) if earlier else None
            return replace(now, talk=talk, before=before)
        if not earlier:
            return now
        before = self.read(earlier[-1], role, earlier[:-1])
        tells = now.reply is not None or only_tells(words, (*hits["roles"], *facts.hits), cues)
        if tells or goes_on(words, cues):
            return joined(before, now, tells=tells)
        return beside(before, now, words)

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

    def _told(
        self,
        wording: Wording,
        hits: Mapping[str, list[Hit]],
        language: Language,
        role: str | None,
        masked: int,
        facts: Facts,
    ) -> Question:
        cues, recipients, frames = hits["cues"], hits["recipients"], hits[_frames(language)]
        topics = self._with_implied(hit.owner for hit in hits["topics"])
        rules = frozenset(rule for topic in topics for rule in self._knowledge.topics[topic].rules)
        commas = [place + 1 for place, gap in enumerate(wording.gaps) if gap.startswith(",")]
        asker = self._asker.read(wording, hits["roles"], recipients, cues, frames, bool(rules))
        outside = [hit for hit in recipients if asker.span is None or not overlap(hit, asker.span)]
        finding = any(cue.owner == "finding" for cue in cues)
        about_others = asker.in_general and role in (None, asker.role) and not finding
        dangers = {hit.owner for hit in hits["dangers"]}
        mentions = self._references.find(wording.text)
        return Question(
            text=wording.text,
            sought=_put_as_own(wording, asker, language, frames) if about_others else None,
            language=language,
            role=self._role(role, asker),
            role_is_told=role is not None or asker.role is not None,
            recipients=frozenset(hit.owner for hit in outside) - asker.own,
            givers=givers(wording.lines, outside, frames) - asker.own,
            services=asker.works_at,
            topics=topics,
            rules=rules,
            information=frozenset(hit.owner for hit in hits["information"]),
            facts=facts.values,
            age=facts.age,
            ages=facts.ages,
            asks=frozenset(cue.owner for cue in cues),
            dangers=frozenset() if "not_now" in dangers else frozenset(dangers),
            signs=frozenset(dangers - {"not_now"}),
            not_now="not_now" in dangers,
            mentions=mentions,
            terms=frozenset() if mentions else _asked_terms(wording.words, hits["terms"], cues),
            documents=frozenset(hit.owner for hit in hits["documents"]),
            masked=masked,
            framing=framing(wording.lines, commas, frames),
            reply=_reply(wording.words, cues),
        )

    def _role(self, told: str | None, asker: Asker) -> str | None:
        """The role that was chosen, but for one that the asker names instead of it or more narrowly."""
        if told is None or asker.role is None or asker.role in self._knowledge.role_chain(told):
            return told or asker.role
        narrower = told in self._knowledge.role_chain(asker.role)
        return asker.role if asker.says_so and (narrower or self._knowledge.roles[asker.role].choosable) else told

    def _with_implied(self, topics: Iterable[str]) -> frozenset[str]:
        found = frozenset(topics)
        return found | {other for topic in found for other in self._knowledge.topics[topic].implies}


def _frames(language: Language) -> str:
    """The vocabulary of the frames that are looked for in a language."""
    return f"frames {language.value}"


def _small_talk(words: list[str], hits: Iterable[Hit]) -> str | None:
    """The kind of talk that a whole line is, all of its words but a couple counted."""
    best = max(hits, key=lambda hit: hit.length, default=None)
    return best.owner if best and len(words) - best.length <= min(2, best.length) else None


def _asked_terms(words: list[str], terms: Iterable[Hit], cues: Iterable[Hit]) -> frozenset[str]:
    """The terms that a short question asks the meaning of («hva betyr pålegg?»), the longest named."""
    asking = max((cue.length for cue in cues if cue.owner == "definition"), default=0)
    if len(words) > _BRIEF or not asking:
        return frozenset()
    hits = [hit for hit in terms if len(words) - asking - hit.length <= _BESIDE_TERM]
    longest = max((hit.length for hit in hits), default=0)
    return frozenset(hit.owner for hit in hits if hit.length == longest)


def _put_as_own(wording: Wording, asker: Asker, language: Language, frames: Iterable[Hit]) -> str | None:
    """A question about somebody in general as he would ask it: «Må en tannlege melde?» as «Må jeg melde?».

    The rule is another by who asks, which the role tells; what is searched for is the rule.
    """
    if asker.span is None or not wording.is_placed:
        return None
    text, spots = wording.text, wording.places
    start, end = asker.span.start, asker.span.end
    start = next((frame.start for frame in frames if frame.owner == "article" and frame.end == start), start)
    return f"{text[: spots[start][0]]}{_I[language]}{text[spots[end - 1][1] :]}"


def _reply(words: list[str], cues: list[Hit]) -> str | None:
    """``yes`` or ``no`` where the whole message is one."""
    whole = {cue.owner for cue in cues if cue.length == len(words)}
    return "yes" if "agreed" in whole else "no" if "denied" in whole else None


def _concepts(concepts: Mapping[str, Concept]) -> Vocabulary:
    return {concept.id: phrases_of(concept.words) for concept in concepts.values()}
