"""The word an answer opens with, so that it answers the question as it was put."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.framing import Form, Framing, Modal
from assistant.outline import Outline
from assistant.texts import Openings
from corpus.models import Verdict

_PERMISSIONS = frozenset({Verdict.MAY_SHARE, Verdict.MUST_NOT_SHARE})


def opened(plan: Outline, framing: Framing, words: Openings, *, on_the_rule: bool) -> Outline:
    """The plan with «Ja» and «Nei» only where they answer what was asked.

    Where it was asked openly or the other way round, the rule itself is stated; a claim is confirmed or denied first
    where the verdict tells which and the answer rests ``on_the_rule`` that was asked about. Only the first statement
    keeps such a word.
    """
    said = []
    for position, each in enumerate(plan.said):
        yes, rest = _parted(each.text, words)
        text = each.text
        if yes is not None and (position or not _answers(yes, framing, plan.verdict)):
            text = _alone(rest, plan.verdict, words)
        if on_the_rule and position == 0 and (confirmed := _confirmed(framing, plan.verdict)) is not None:
            own = _alone(rest, plan.verdict, words) if yes is not None else text
            text = f"{words.holds if confirmed else words.fails} {own}"
        said.append(replace(each, text=text))
    return replace(plan, said=tuple(said))


def _answers(yes: bool, framing: Framing, verdict: Verdict) -> bool:
    """Whether a yes or no answers what was asked. Where neither may nor must was asked, the entry's own word stands."""
    if framing.form is Form.NONE:
        return True
    if framing.form is not Form.YES_NO or framing.turned:
        return False
    if framing.modal is None or verdict in (Verdict.DEPENDS, Verdict.INFORMATIONAL):
        return True
    return framing.holds(verdict) is yes


def _confirmed(framing: Framing, verdict: Verdict) -> bool | None:
    """Whether a claim is confirmed (true) or denied; nothing where no claim was made or the verdict does not tell.

    That one must something is never confirmed: what it is that one must may be another thing than the rule says. And
    who must report may also report, but that she may do something else does not follow.
    """
    held = framing.holds(verdict) if framing.form is Form.CLAIM else None
    if held and (framing.modal is Modal.MUST or (framing.modal is Modal.MAY and verdict not in _PERMISSIONS)):
        return None
    return held


def _parted(text: str, words: Openings) -> tuple[bool | None, str]:
    """Whether a text opens with yes or no, and what follows."""
    for yes, said in ((True, words.yes), (False, words.no)):
        match = re.match(rf"(?:{'|'.join(map(re.escape, said))})[,.:]\s+", text)
        if match:
            return yes, text[match.end() :]
    return None, text


def _alone(rest: str, verdict: Verdict, words: Openings) -> str:
    """What followed a yes or no, made to stand alone: «når kollegaen trenger det» gets «Det er lov» before it."""
    first, _, after = rest.partition(" ")
    clause = words.clauses.get(verdict)
    if clause is None or first.lower().strip(",") not in words.joins or _has_main_clause(rest, words):
        return rest[:1].upper() + rest[1:]
    return f"{clause}, {first.lower()} {after}"


def _has_main_clause(text: str, words: Openings) -> bool:
    """Whether the first sentence of a text that begins with a «when» goes on with «, you must» or «, tell you»."""
    sentence = re.split(r"(?<=[.!?])\s", text)[0]
    verbs, subjects = ("|".join(map(re.escape, said)) for said in (words.verbs, words.subjects))
    return re.search(rf", (?:(?:{verbs})|\w+ (?:{subjects}))\b", sentence) is not None
