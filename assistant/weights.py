"""How much each sign counts when candidates are ranked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts. Tuned on the development half of the evaluation questions and on fresh ones.

    ``whole`` is the share of the whole conversation in a follow-up, in likeness and in shared words; what was said last
    has the rest.
    ``asked`` is for a verdict that answers what is asked, and against one that does not.
    ``giver`` is for a situation in which the same gives to the asker, and against one in which he receives.
    ``own_rule`` is for what rests on the provision that the rule asked about has for the asker's role, and
    ``general`` for that of it which is the general entry on the rule; ``unbound`` is against a situation that rests
    on what does not bind the asker. All three count in a plain question.
    ``alike`` weighs the likeness to the mean of an entry's examples.
    ``outside`` weighs how much the question sounds like matters outside the field, and ``nearer_outside`` how much
    nearer it is to one of them than to anything inside. Both lower every score; ``inside`` raises it for a question
    that speaks of one of the field's own topics, and ``informed`` for one that tells what kind of information it is
    about;
    ``speaks_for`` is how far behind a provision a situation that rests on it may be and still answer.
    ``agreement`` is how far apart scores may be and still count together where candidates conclude the same;
    ``minimum`` is the score under which nothing fits well enough to answer. ``situation``, ``provision``
    and the like are added for the kind of a candidate; minus infinity leaves the kind out.
    """

    alike: float = 1.9
    whole: float = 0.75
    keyword: float = 0.55
    role: float = 0.28
    other_role: float = -0.7
    anyone: float = 0.13
    service: float = 0.25
    urgent: float = 0.22
    not_urgent: float = -0.05
    recipient: float = 0.13
    giver: float = 0.25
    asked: float = 0.04
    topic: float = 0.05
    own_rule: float = 0.6
    general: float = 0.25
    unbound: float = -0.15
    mentioned: float = 0.4
    looked_up: float = 1.5
    mentioned_in: float = 0.08
    situation: float = 0.0
    provision: float = -0.06
    finding: float = -0.02
    finding_asked: float = 0.3
    document: float = 0.8
    term: float = -0.33
    term_asked: float = 2.0
    outside: float = 1.0
    nearer_outside: float = 3.7
    inside: float = 0.3
    informed: float = 0.6
    agreement: float = 0.15
    speaks_for: float = 0.3
    minimum: float = 1.45
