"""An understood question in, its answer out: what leads, what danger puts first, and the notices beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from assistant import notices
from assistant.answer import Answer, Notice, NoticeKind
from assistant.asking import undecided, with_questions
from assistant.guide import DecisionGuide
from assistant.opening import opened
from assistant.outline import Outline, Said, from_situation, outline, sentences
from assistant.question import Question
from assistant.retrieval import Candidate, Retriever
from assistant.texts import words
from assistant.urgency import judged
from assistant.writing import abstention, emergency, write
from corpus.knowledge import Knowledge
from corpus.models import Status, Verdict
from corpus.refs import ProvisionRef
from ingest.records import Owner
from ingest.texts import TextStore

_NEAR = 0.8
"""How far behind the best candidate an urgent situation may be and still lead the answer when there is danger."""


@dataclass(frozen=True)
class Answerer:
    """Answers by one state of the knowledge, as the law is on ``day``."""

    knowledge: Knowledge
    texts: TextStore | None
    retriever: Retriever
    day: dt.date

    def answer(self, question: Question) -> Answer:
        """Answer a question that has been understood."""
        vectors = self.retriever.vectors(question)
        question = judged(question, self.retriever.alarm(vectors))
        ranked = self._usable(self.retriever.candidates(question, vectors=vectors))
        best = self.retriever.speaker(ranked, question)
        too_far = not ranked or (
            ranked[0].score < self.retriever.weights.minimum and not self.retriever.names(ranked[0], question)
        )
        too_far |= question.only_orders
        if too_far and question.leaning is not None:
            return self.answer(question.leaning)
        if best is None or (too_far and not question.signs):
            return self._abstained(question)
        plan = outline(self.knowledge, question, best, ranked)
        if question.reply is not None and plan.by_yes_or_no:  # «nei» answers what was asked back first
            question = replace(question, facts={**question.facts, plan.by_yes_or_no[0]: question.reply}, reply=None)
            plan = outline(self.knowledge, question, best, ranked)
        plan = undecided(self.knowledge, question, plan)
        if question.dangers:
            plan = self._urgent_first(plan, question, ranked)
        plan = replace(plan, said=(*self._today(question, plan), *plan.said))
        if not plan.said:  # every statement needs a fact that is not told, or a rule that the role has none for
            return self._abstained(question)
        beside = self._beside(question, plan)
        on_the_rule = self.knowledge.is_rule(plan.said[0].refs[0], question.rules, question.role)
        plan = opened(plan, question.framing, words(question.language).openings, on_the_rule=on_the_rule)
        plan = with_questions(self.knowledge, question, plan)
        answer = write(self.knowledge, self.texts, question, plan, beside, self.day)
        if not plan.follow_up or self.knowledge.guide is None:
            return answer
        guide = DecisionGuide(self.knowledge, self.texts, self.day)
        return answer.model_copy(update={"guide": guide.link(question, plan.verdict)})

    def _abstained(self, question: Question) -> Answer:
        """That nothing is known; who to call comes first all the same where there is danger."""
        first = emergency(self.knowledge, question.language) if question.dangers else None
        return abstention(question, self._notices(question, frozenset()), first)

    def _beside(self, question: Question, plan: Outline) -> tuple[Notice, ...]:
        """The notices of an answer: about what was asked, what is cited, and the role that was taken for granted."""
        refs = [ref for said in plan.said for ref in said.refs]
        beside = self._notices(question, frozenset(ref.provision for ref in refs))
        beside += notices.about_cited(self.knowledge, plan.said[0].refs, question.language)
        beside += notices.about_texts(self.knowledge, self.texts, refs, question.language)
        if plan.role is not None and plan.role in self.knowledge.staff_of(question.givers):
            beside += (self._assumed(question, plan.role, words(question.language).notices.giving_role),)
        elif plan.role is not None and not question.role_is_told:
            beside += (self._assumed(question, plan.role, words(question.language).notices.assumed_role),)
        return beside

    def _usable(self, ranked: list[Candidate]) -> list[Candidate]:
        """Candidates without the law that does not apply on the day: it is told of in notices, never applied."""
        return [c for c in ranked if c.kind is not Owner.PROVISION or self._in_force(ProvisionRef.parse(c.owner))]

    def _in_force(self, ref: ProvisionRef) -> bool:
        return self.knowledge.status(ref, self.day) is Status.IN_FORCE

    def _today(self, question: Question, plan: Outline) -> tuple[Said, ...]:
        """What today's law says in place of the repealed law that the asker named, where the plan does not say it."""
        cited = {ref.provision for said in plan.said for ref in said.refs}
        return tuple(
            Said(sentences(self.knowledge.digests[ref.provision].text(ref)[question.language])[0], (ref,))
            for mention in question.mentions
            for entry in self.knowledge.replacements_of(mention.ref)
            if entry.kind != "coming"
            for ref in entry.now
            if ref.provision in self.knowledge.digests and ref.provision not in cited and self._in_force(ref)
        )

    def _urgent_first(self, plan: Outline, question: Question, ranked: list[Candidate]) -> Outline:
        """The plan with what the best-fitting urgent situation says first.

        It leads, but for a plan that itself tells to report or to avert: there it comes second, since
        that plan names the rule for this very case. What leads also sets the verdict.
        """
        urgent = next(
            (
                c.owner
                for c in ranked
                if c.kind is Owner.SITUATION
                and self.knowledge.situations[c.owner].urgent
                and ranked[0].score - c.score < _NEAR
            ),
            None,
        )
        if urgent is None:
            return plan
        first = from_situation(self.knowledge, self.knowledge.situations[urgent], question)
        new = tuple(said for said in first.said[:1] if said not in plan.said)
        own = 1 if plan.verdict in (Verdict.MUST_REPORT, Verdict.MUST_AVERT) else 0
        verdict = plan.verdict if own or not new else first.verdict
        return replace(plan, verdict=verdict, said=(*plan.said[:own], *new, *plan.said[own:]))

    def _notices(self, question: Question, cited: frozenset[ProvisionRef]) -> tuple[Notice, ...]:
        found = notices.about_mentions(self.knowledge, question, cited, self.day)
        if question.masked:
            text = words(question.language).notices.masked.format(count=question.masked)
            found += (Notice(kind=NoticeKind.MASKED, text=text),)
        return found

    def _assumed(self, question: Question, role: str, template: str) -> Notice:
        name = self.knowledge.roles[role].name[question.language]
        text = template.format(role=name)
        return Notice(kind=NoticeKind.ASSUMED_ROLE, text=text)
