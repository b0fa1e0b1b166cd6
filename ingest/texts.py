"""The sources' own text, kept by address and searchable by word as soon as it is read, by meaning as it is embedded.

SQLite holds the passages (a start costs nothing, however many there are), BM25 finds them. A source
that is read again replaces what was kept of it; the others stay.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from corpus.errors import IndexBuildError
from corpus.refs import ProvisionRef, section_key
from ingest.dense import DenseTexts
from ingest.embedding import Vectors
from ingest.fusion import fused
from ingest.generations import Generations
from ingest.keyword import KeywordIndex
from ingest.norwegian import Analyzer
from ingest.passages import Passage, Pending

_TABLE = """
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, source TEXT NOT NULL, section TEXT NOT NULL, subsection INTEGER, body TEXT NOT NULL
)
"""
_BY_PLACE = "CREATE INDEX place ON passages (source, section)"
_INSERT = "INSERT INTO passages (source, section, subsection, body) VALUES (?, ?, ?, ?)"
_ALL = "SELECT body FROM passages ORDER BY row"
_DEPTH = 100
"""How many of each search are put together."""


class TextStore:
    """The passages of one generation. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.dense: DenseTexts | None = None
        """The same passages by meaning, where that is wanted."""
        self._file = folder / "passages.sqlite"
        self._keywords = KeywordIndex.load(folder / "keywords")

    @classmethod
    def open(cls, root: Path) -> TextStore | None:
        """The store in ``root``, or nothing where no text has been read in."""
        folder = Generations(root).current()
        return cls(folder) if folder else None

    def __len__(self) -> int:
        return self._keywords.size

    def sources(self) -> dict[str, int]:
        """The sources that are kept, and how many passages of each."""
        with closing(self._connect()) as db:
            return dict(db.execute("SELECT source, count(*) FROM passages GROUP BY source ORDER BY source"))

    def passages(self, ref: ProvisionRef) -> tuple[Passage, ...]:
        """The passages at a place: one ledd, or all of a section in their order."""
        query = "SELECT body FROM passages WHERE source = ? AND section = ?"
        values: list[str | int] = [ref.source, section_key(ref.section)]
        if ref.subsection is not None:
            query += " AND subsection = ?"
            values.append(ref.subsection)
        with closing(self._connect()) as db:
            found = db.execute(f"{query} ORDER BY row", values).fetchall()
        return tuple(Passage.model_validate_json(body) for (body,) in found)

    def search(self, question: str, count: int = 10, vector: Vectors | None = None) -> list[tuple[Passage, float]]:
        """Up to ``count`` passages with their score, best first: by word, and where the question's vector is given
        also by meaning, as far as the passages have been embedded.

        The score is BM25's, or the sum of the reciprocal ranks where both searches have found something.
        """
        near = self.dense.nearest(vector, _DEPTH) if self.dense is not None and vector is not None else []
        best = self._keywords.best(question, max(count, _DEPTH) if near else count)
        if near:
            best = fused([[row for row, _ in best], [row for row, _ in near]])[:count]
        return list(zip(self.at([row for row, _ in best]), (score for _, score in best), strict=True))

    def at(self, rows: Iterable[int]) -> list[Passage]:
        """The passages of some rows, counted from 0 in the order of :meth:`all`."""
        with closing(self._connect()) as db:
            bodies = [db.execute("SELECT body FROM passages WHERE row = ?", (row + 1,)).fetchone() for row in rows]
        return [Passage.model_validate_json(body) for (body,) in bodies]

    def all(self) -> Iterator[Passage]:
        """Every passage, in the order it was read."""
        with closing(self._connect()) as db:
            for (body,) in db.execute(_ALL):
                yield Passage.model_validate_json(body)

    def sizes(self) -> Iterator[tuple[str, int]]:
        """The source of every passage and how long it is with all that is kept of it, in the order of :meth:`all`."""
        with closing(self._connect()) as db:
            yield from db.execute("SELECT source, length(body) FROM passages ORDER BY row")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self._file}?mode=ro", uri=True)


def words_at(passages: Iterable[Passage]) -> str | None:
    """The text in force of some passages of one section: new wording where a change has replaced the old."""
    lines: list[str] = []
    for passage in passages:
        new = _replacing(passage)
        line = passage.text if new is None else new
        if line and line not in lines:
            lines.append(line)
    return "\n\n".join(lines) or None


def _replacing(passage: Passage) -> str | None:
    """The wording that has taken the place of a passage's text, where a change in force has one for just this place."""
    for change in reversed(passage.pending):
        for wording in change.wording:
            if not wording.part or (passage.ref.subsection in wording.subsections and "punktum" not in wording.part):
                return wording.text
    return None


def not_worked_in(passages: Iterable[Passage]) -> tuple[Pending, ...]:
    """Changes in force that the consolidated text lacks, each once."""
    return tuple({change.note: change for passage in passages for change in passage.pending}.values())


def store_texts(root: Path, passages: Iterable[Passage], analyzer: Analyzer) -> TextStore:
    """Keep passages in a new generation, beside those of other sources that were kept before.

    Raises :class:`IndexBuildError` where there is nothing to keep; what was kept before stays in use.
    """
    before = TextStore.open(root)
    with Generations(root).stage() as folder, closing(sqlite3.connect(folder / "passages.sqlite")) as db:
        db.execute(_TABLE)
        KeywordIndex.build(_kept(db, passages, before), analyzer).save(folder / "keywords")
        db.execute(_BY_PLACE)
        db.commit()
    kept = TextStore.open(root)
    if kept is None:
        raise IndexBuildError(f"{root} was emptied while it was built; try again")
    return kept


def _kept(db: sqlite3.Connection, passages: Iterable[Passage], before: TextStore | None) -> Iterator[str]:
    """Write the passages, and what was kept of other sources, and give the text to search of each in turn."""
    read: set[str] = set()
    for passage in passages:
        read.add(passage.source)
        db.execute(_INSERT, _row(passage))
        yield _searchable(passage)
    if not read:
        raise IndexBuildError("Nothing was read, so nothing is kept. Check the path and the messages above.")
    for old in before.all() if before is not None else ():
        if old.source not in read:
            db.execute(_INSERT, _row(old))
            yield _searchable(old)


def _row(passage: Passage) -> tuple[str, str, int | None, str]:
    return (passage.source, section_key(passage.ref.section), passage.ref.subsection, passage.model_dump_json())


def _searchable(passage: Passage) -> str:
    """A ledd alone rarely says which act and chapter it is in; the search should know."""
    return f"{' '.join(passage.path)} § {passage.ref.section} {passage.heading}\n{passage.text}"
