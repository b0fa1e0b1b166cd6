"""The words people use, and the roles, recipients, facts and terms that they stand for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from corpus.models.entry import Entry, Id, Line, Phrases, Ref, Text
from corpus.models.law import Review


class Role(Entry):
    """Somebody who asks, and which provision each general rule has for them.

    ``groups`` are the wider roles this one is also (a health nurse is ``health_personnel``);
    ``rules`` maps a slot such as ``report_child_welfare`` to the provisions that hold for this role,
    and is inherited from the groups where it is not given.
    """

    id: Id
    name: Text
    audience: Annotated[str, Field(pattern="^(school|health|welfare|everyone)$")]
    groups: tuple[Id, ...] = ()
    words: Phrases = Phrases()
    rules: dict[str, tuple[Ref, ...]] = Field(default_factory=dict)
    choosable: bool = True
    spoken_of: bool = False
    """Whether people more often speak of this role than as it, so that only «jeg er …» tells that it is the asker's."""
    note: Text | None = None


class Concept(Entry):
    """A recipient, topic, fact, kind of information or danger sign, and the words people use for it.

    Words are matched as whole words after Norwegian analysis; a word with ``*`` at its end matches
    any ending, with ``*`` at its start any beginning (compounds).
    """

    id: Id
    name: Text
    words: Phrases = Phrases()
    implies: tuple[Id, ...] = ()
    rules: tuple[Id, ...] = ()
    """For a topic: the slots of the rules that it is about, so that the asker's own provision is found."""
    staff: Id | None = None
    """For a service: the role of those who work there. Who speaks of a service often speaks from it."""
    loose: bool = False
    """A topic that matters outside the field speak of as much: it does not tell that a question is inside it."""
    sign: bool = False
    """No recipient but a sign of where the asker works, however it stands in the sentence («til en elev»)."""


class FactWords(Entry):
    """A fact that answers turn on, how it is asked for, and the phrases that tell its value.

    ``decides`` are the provisions that mean another thing by its value: an answer that rests on one of them
    asks for it. Where ``about`` names recipients, only when one of those is spoken of; where ``when`` names ways
    of asking (ids of cues), only then.
    """

    id: Id
    name: Text
    ask: Text
    kind: Annotated[str, Field(pattern="^(yes_no|age)$")] = "yes_no"
    yes: Phrases = Phrases()
    no: Phrases = Phrases()
    decides: tuple[Ref, ...] = ()
    about: tuple[Id, ...] = ()
    when: tuple[Id, ...] = ()


class Grammar(Entry):
    """Small words and endings that tell how a sentence is built, in lower case; see ``vocabulary/grammar.yaml``."""

    pronouns: Phrases = Phrases()
    prepositions: Phrases = Phrases()
    bounds: Phrases = Phrases()
    joining: Phrases = Phrases()
    condition_verbs: Phrases = Phrases()
    passive: Phrases = Phrases()
    not_only: Phrases = Phrases()
    definite_endings: Phrases = Phrases()
    noun_endings: Phrases = Phrases()
    former: Phrases = Phrases()
    current: Phrases = Phrases()
    no_act: Phrases = Phrases()
    telling: Phrases = Phrases()


class Talk(Entry):
    """Something people say to an assistant that is no question of law.

    ``reply`` answers it; ``again`` answers the question before it in another way: only the conclusion
    (``simpler``) or where each part is written (``sources``).
    """

    id: Id
    words: Phrases
    reply: Text | None = None
    again: Annotated[str, Field(pattern="^(simpler|sources)$")] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Talk:
        if (self.reply is None) == (self.again is None):
            raise ValueError("give either reply or again")
        return self


class Term(Entry):
    """A word that staff stumble over, in two plain sentences, with its source."""

    id: Id
    term: Text
    also: Phrases = Phrases()
    explanation: Text
    cites: tuple[Ref, ...] = Field(min_length=1)
    reviewed: tuple[Review, ...] = ()


class Contact(Entry):
    """Whom to call, in which order, and for what."""

    id: Id
    name: Text
    number: Line | None = None
    when: Text
