"""A case exercise: an invented story, what to answer about it, and the key with the law it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from corpus.models.entry import Cite, Entry, Id, Language, Line, Phrases, Text, Verdict
from corpus.models.law import Review


class Stage(Entry):
    """A part of the story. Every stage after the first brings new information."""

    nb: Line
    nn: Line | None = None
    en: Line | None = None

    @property
    def text(self) -> Text:
        return Text(nb=self.nb, nn=self.nn, en=self.en)


class Point(Entry):
    """Something a good answer says: one claim, with the provisions that carry it.

    ``also`` are other wordings that say the same, as people at work would write them.
    """

    nb: Line
    nn: Line | None = None
    en: Line | None = None
    cites: tuple[Cite, ...] = ()
    also: Phrases = Phrases()

    @property
    def text(self) -> Text:
        return Text(nb=self.nb, nn=self.nn, en=self.en)


class WrongClaim(Entry):
    """Something a wrong answer says, as somebody would write it, and what is right instead."""

    nb: Line
    nn: Line | None = None
    en: Line | None = None
    instead: Text
    cites: tuple[Cite, ...] = ()

    @property
    def text(self) -> Text:
        return Text(nb=self.nb, nn=self.nn, en=self.en)


class Key(Entry):
    """What is right: the verdict on what the task asks, the points in order (the conclusion first),
    and what would be wrong."""

    verdict: Verdict
    points: tuple[Point, ...] = ()
    wrong: tuple[WrongClaim, ...] = ()


class Task(Entry):
    """A question about the story, answered by ``role``, who is at the table.

    ``stage`` is how much of the story has been told when it is put (1 is the first stage); without it,
    the whole story. A cite of the key that starts with ``$`` means the provision that ``role`` has.
    """

    role: Id
    stage: Annotated[int, Field(ge=1)] | None = None
    ask: Text
    key: Key


class Case(Entry):
    """An exercise for one person or a group.

    ``minutes`` is the time a group needs, talk included. ``proposed`` marks a key that the assistant
    has proposed and that nobody has approved yet.
    """

    id: Id
    title: Text
    audience: Annotated[str, Field(pattern="^(school|health|welfare|mixed)$")]
    difficulty: Annotated[int, Field(ge=1, le=3)]
    minutes: Annotated[int, Field(ge=5, le=240)]
    roles: tuple[Id, ...] = Field(min_length=1)
    topics: tuple[Id, ...] = ()
    aim: Text
    story: tuple[Stage, ...] = Field(min_length=1)
    tasks: tuple[Task, ...] = Field(min_length=1)
    discuss: Phrases = Phrases()
    mistakes: Phrases = Phrases()
    proposed: bool = False
    reviewed: tuple[Review, ...] = ()

    def stage_of(self, task: Task) -> int:
        """After which stage of the story the task is put, counted from 1."""
        return len(self.story) if task.stage is None else task.stage

    def languages(self) -> tuple[Language, ...]:
        """The languages that the whole case is written in; a case half written in one is not in it."""
        texts = tuple(text for _, text in self.texts())
        lists = tuple(lines for lines in (self.discuss, self.mistakes) if lines.all())
        return tuple(
            language
            for language in Language
            if all(text.has(language) for text in texts) and all(getattr(lines, language.value) for lines in lists)
        )

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text of the case with the name of its place, in the order of reading."""
        yield "title", self.title
        yield "aim", self.aim
        for number, stage in enumerate(self.story, start=1):
            yield f"stage {number}", stage.text
        for number, task in enumerate(self.tasks, start=1):
            yield f"task {number}", task.ask
            for count, point in enumerate(task.key.points, start=1):
                yield f"task {number}, point {count}", point.text
            for count, claim in enumerate(task.key.wrong, start=1):
                yield f"task {number}, wrong claim {count}", claim.text
                yield f"task {number}, what is right instead {count}", claim.instead
