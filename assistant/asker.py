"""Who asks: her role from what she says of herself, and where she works from whom and what she speaks of.

Whoever rings, writes or demands something is somebody else («fastlegen ringte oss»), and the service that
was rung is the asker's own. A question about somebody in general («må en tannlege melde?») is answered as if
he asked. Which words tell such things is in ``corpus/vocabulary/cues.yaml`` and ``frames.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.lines import Line, Wording, line_of
from assistant.phrases import Hit, phrases_of
from corpus.knowledge import Knowledge

_SELF_REACH = 2
"""Words that may stand between «jeg er» and the role."""
_SPEAKS_REACH = 2
"""Words that may stand between somebody and what he says or wants."""
_HEADING = 7
"""Words of the longest line that only says who asks («Jordmor i kommunen.»)."""
_SIGNATURE = 8
"""Words of the longest signature («Hilsen Kari, lærer på 5. trinn»)."""
_SAID, _SIGNED, _HEADED, _GENERAL, _SUBJECT, _OURS = 10.0, 9.0, 8.0, 6.0, 3.0, 1.0
"""How surely a role is the asker's: she says so, signs so, begins so, asks about it in general, asks about its
service, or says «our»."""


@dataclass(frozen=True, slots=True)
class Asker:
    """``role`` is an id of the vocabulary, read at ``span``; ``works_at`` the recipients that tell where she works."""

    role: str | None
    span: Hit | None
    works_at: frozenset[str]
    own: frozenset[str]
    """Of these, the services that are the asker's own, and so no recipients."""
    says_so: bool = False
    """Whether she says herself that this is her role."""
    in_general: bool = False
    """Whether the question is about the role in general, and not about herself («må en tannlege melde?»)."""


class AskerReader:
    """Reads the asker with one state of the knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._definite = knowledge.grammar.definite_endings.words()
        self._names = frozenset(line for role in knowledge.roles.values() for line in phrases_of(role.words))

    def read(
        self,
        wording: Wording,
        roles: Sequence[Hit],
        recipients: Sequence[Hit],
        cues: Sequence[Hit],
        frames: Sequence[Hit],
        asks_rule: bool,
    ) -> Asker:
        """The asker, from the roles, recipients, cues and frames that were found in it.

        ``asks_rule`` tells whether it names a kind of rule, so that it may be about a role's duty in general.
        """
        people = (*roles, *recipients)
        message = _Message(wording.words, wording.gaps, wording.lines, cues, frames, people, asks_rule)
        weight, span = self._span(message, roles, recipients)
        outside = [hit for hit in recipients if span is None or not overlap(hit, span)]
        own = frozenset(self._own(message, [*roles, *outside], outside))
        signs = frozenset(hit.owner for hit in recipients if self._knowledge.recipients[hit.owner].sign)
        spoken_of = frozenset(hit.owner for hit in outside if not is_addressed(hit, cues))
        return Asker(
            span.owner if span else None,
            span,
            own or signs or spoken_of,
            own,
            says_so=weight >= _SAID,
            in_general=_GENERAL <= weight < _HEADED,
        )

    def _span(self, message: _Message, roles: Sequence[Hit], recipients: Sequence[Hit]) -> tuple[float, Hit | None]:
        """Where the asker's role is, and how surely: what she says of herself, else what stands first of nobody else's.

        The longest of several that are as sure tells, then the first.
        """
        best: tuple[float, Hit] | None = None
        places = self._workplaces(message, recipients)
        for hit, weight in (*((hit, self._weight(hit, message)) for hit in roles), *places):
            if weight is None:
                continue
            weight += 0.1 * hit.length - 0.01 * hit.start
            if best is None or weight > best[0]:
                best = (weight, hit)
        return best or (0.0, None)

    def _weight(self, hit: Hit, message: _Message) -> float | None:
        """How surely a role is the asker's; nothing where it is somebody else's."""
        if message.denies(hit):
            return None
        if message.is_self(hit):
            return _SAID
        if message.is_signature(hit):
            return _SIGNED
        if message.is_heading(hit):
            return _HEADED
        spoken_of = self._knowledge.roles[hit.owner].spoken_of
        if message.is_ours(hit) and not spoken_of:
            return _OURS
        if message.is_addressed(hit) or message.speaks(hit):
            return None
        passes_on = message.follows(hit, "tells")
        if (message.asks_rule or passes_on or not spoken_of) and (
            message.asks_about(hit, "duty_of") or ((passes_on or not spoken_of) and message.asks_about(hit, "leave_of"))
        ):
            return _GENERAL
        return None if spoken_of or self._is_somebody_else(hit, message) else 0.0

    def _is_somebody_else(self, hit: Hit, message: _Message) -> bool:
        """Whether one who speaks of herself speaks of this person as of another («læreren har sagt at jeg …»)."""
        if message.follows(hit, "acts"):
            return True
        if not message.is_about_the_asker(hit):
            return False
        word = message.words[hit.start]
        definite = hit.length == 1 and any(
            word.endswith(ending) and word.removesuffix(ending) in self._names for ending in self._definite
        )
        return definite or message.does_to_us(hit) or message.follows(hit, "whose")

    def _workplaces(self, message: _Message, recipients: Sequence[Hit]) -> Iterable[tuple[Hit, float]]:
        """The role of those who work at a service that heads or signs the message, or stands by «vi i» or «vår»."""
        for hit in recipients:
            place = self._knowledge.recipients[hit.owner]
            if place.staff is None:
                continue
            role = Hit(place.staff, hit.start, hit.end)
            if message.works_at(hit):
                yield role, _SAID
            elif message.is_heading(hit) and not place.sign:
                yield role, _HEADED
            elif message.is_our_own(hit) and not (message.speaks(hit) or message.is_addressed(hit)):
                yield role, _OURS
            elif message.asks_about_alone(hit, [other for other in recipients if self._is_elsewhere(other, hit)]):
                yield role, _SUBJECT

    def _is_elsewhere(self, other: Hit, hit: Hit) -> bool:
        """Whether a hit is another service than the one at ``hit``."""
        place = self._knowledge.recipients[other.owner]
        return place.staff is not None and not place.sign and other.owner != hit.owner and not overlap(other, hit)

    def _own(self, message: _Message, people: Sequence[Hit], services: Sequence[Hit]) -> Iterable[str]:
        """The services that somebody else has rung or asked."""
        for cue in message.cues:
            if cue.owner != "speaks":
                continue
            line = line_of(message.lines, cue.start)
            if line is None or not any(
                line.holds(hit.start) and 0 <= cue.start - hit.end <= _SPEAKS_REACH for hit in people
            ):
                continue
            for hit in services:
                near = line.holds(hit.start) and 0 <= hit.start - cue.end <= 1
                if near and self._knowledge.recipients[hit.owner].staff:
                    yield hit.owner


@dataclass(frozen=True, slots=True)
class _Message:
    """A message's words with what was found in them."""

    words: Sequence[str]
    gaps: Sequence[str]
    """What stands between each word and the next, the text's end after the last."""
    lines: Sequence[Line]
    cues: Sequence[Hit]
    frames: Sequence[Hit]
    people: Sequence[Hit]
    asks_rule: bool

    def is_addressed(self, hit: Hit) -> bool:
        """Whether somebody is spoken to or with, alone or in a row («med PPT, barnevernet og helsesykepleier»)."""
        if is_addressed(hit, self.cues):
            return True
        before = hit.start - 1 if self._joins(hit.start - 1) else hit.start
        if before == hit.start and not (hit.start and self.gaps[hit.start - 1].startswith(",")):
            return False
        return any(
            other.end == before and other.start < hit.start and self.is_addressed(other) for other in self.people
        )

    def _joins(self, place: int) -> bool:
        return any(frame.owner == "and" and frame.start == place for frame in self.frames)

    def is_self(self, hit: Hit) -> bool:
        return any(
            cue.owner == "self" and (0 <= hit.start - cue.end <= _SELF_REACH or overlap(cue, hit)) for cue in self.cues
        )

    def works_at(self, hit: Hit) -> bool:
        """Whether it stands right after «vi i» or «jobber på et»."""
        articles = {frame.end: frame.start for frame in self.frames if frame.owner == "article"}
        starts = {hit.start, articles.get(hit.start, hit.start)}
        return any(cue.owner == "self" and cue.end in starts for cue in self.cues)

    def is_our_own(self, hit: Hit) -> bool:
        """Whether «our» stands right by it («helsestasjonen vår»)."""
        return any(
            frame.owner == "ours" and (frame.start == hit.end or frame.end == hit.start) for frame in self.frames
        )

    def denies(self, hit: Hit) -> bool:
        """Whether the asker says that she is not this («jeg er ikke lærer»)."""
        return any(
            cue.owner == "not"
            and 0 <= hit.start - cue.end <= 1
            and any(own.owner == "self" and 0 <= cue.start - own.end <= 1 for own in self.cues)
            for cue in self.cues
        )

    def speaks(self, hit: Hit) -> bool:
        """Whether it is somebody who rings, says or wants something."""
        line = line_of(self.lines, hit.start)
        asker = {frame.start for frame in self.frames if frame.owner == "i"}
        return line is not None and any(
            cue.owner == "speaks"
            and line.holds(cue.start)
            and 0 <= cue.start - hit.end <= _SPEAKS_REACH
            and cue.end not in asker  # «som rektor lurer jeg»
            for cue in self.cues
        )

    def is_heading(self, hit: Hit) -> bool:
        """Whether it begins a short line that tells no more than who asks."""
        line = line_of(self.lines, hit.start)
        if line is None or hit.start - line.start > 1:
            return False
        if line.start == 0 and self.gaps[hit.end - 1][:1] in {",", ":", ".", "-", "–", ";"}:
            return self.is_about_the_asker(hit) and not self.speaks(hit)
        if line.end - line.start > _HEADING:
            return False
        if line.mark not in {".", ":"} or self.lines[-1] is line:
            return False
        if any(
            frame.owner in {"acts", "whose"} and frame.start >= hit.end and line.holds(frame.start)
            for frame in self.frames
        ):
            return False
        return not any(cue.owner in {"speaks", "may", "must"} and line.holds(cue.start) for cue in self.cues)

    def is_signature(self, hit: Hit) -> bool:
        """Whether it stands in the signature that ends the message."""
        return any(
            frame.owner == "signed" and frame.end <= hit.start and len(self.words) - frame.end <= _SIGNATURE
            for frame in self.frames
        )

    def asks_about(self, hit: Hit, frame: str) -> bool:
        """Whether a question asks for somebody's duty or permission in general, and not what he does to the asker."""
        line = line_of(self.lines, hit.start)
        return (
            line is not None
            and (self.asks_rule or self.follows(hit, "tells"))
            and line.mark in {"?", ""}
            and self._stands_after(hit, frame)
            and not self._to_us(hit, line)
        )

    def asks_about_alone(self, hit: Hit, others: Sequence[Hit]) -> bool:
        """Whether a question asks for a service's duty or permission, and no other service is spoken of."""
        return not others and (self.asks_about(hit, "duty_of") or self.asks_about(hit, "leave_of"))

    def does_to_us(self, hit: Hit) -> bool:
        """Whether a question asks what somebody may or must do to the asker («kan rektor nekte meg?»)."""
        line = line_of(self.lines, hit.start)
        asked = self._stands_after(hit, "duty_of") or self._stands_after(hit, "leave_of")
        return line is not None and asked and self._to_us(hit, line)

    def _stands_after(self, hit: Hit, frame: str) -> bool:
        return any(
            found.owner == frame and (found.end == hit.start or self._denied_between(found.end, hit.start))
            for found in self.frames
        )

    def _to_us(self, hit: Hit, line: Line) -> bool:
        return any(
            found.owner == "to_us" and line.holds(found.start) and found.start >= hit.end for found in self.frames
        )

    def _denied_between(self, start: int, end: int) -> bool:
        return any(cue.owner == "not" and cue.start == start and cue.end == end for cue in self.cues)

    def is_about_the_asker(self, hit: Hit) -> bool:
        """Whether she speaks of herself outside the hit, and not only to say that she wonders."""
        wonders = [frame for frame in self.frames if frame.owner == "wonders"]
        return any(
            frame.owner == "me" and not overlap(frame, hit) and not any(overlap(frame, own) for own in wonders)
            for frame in self.frames
        )

    def is_ours(self, hit: Hit) -> bool:
        """Whether it holds the asker herself («pasienten min»)."""
        return any(frame.owner == "me" and overlap(frame, hit) for frame in self.frames)

    def follows(self, hit: Hit, frame: str) -> bool:
        return any(found.owner == frame and found.start == hit.end for found in self.frames)


def is_addressed(hit: Hit, cues: Sequence[Hit]) -> bool:
    """Whether a preposition such as «til» or «med» stands before the hit: somebody is spoken to or with."""
    return any(cue.owner == "to" and 0 <= hit.start - cue.end <= 1 for cue in cues)


def overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end
