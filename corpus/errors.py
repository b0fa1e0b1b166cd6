"""Every error the project raises on purpose.

PliktkompassError            what happened, to what, and what to do; shown to people as it is
├── ConfigError              a setting is wrong
├── CorpusError              the project's own data is wrong (file, line, remedy)
│   └── RefError             text that should be a provision's address is not one
├── SourceError              a source text cannot be fetched or read
│   ├── DownloadError        the network or the disk stopped a download
│   ├── ArchiveError         an archive is broken or unsafe
│   └── DocumentError        one document is unreadable (file, page, remedy)
├── IndexBuildError          the index cannot be built, opened or used with this embedder
│   └── BusyError            another process is at the same work
├── ModelError               an embedder or a language model cannot do its work
├── QuestionError            a question that cannot be answered as it stands
├── ExportError              a document cannot be made or put where it should be
└── NotFoundError            what was asked for by name does not exist

The hierarchy lives on the lowest floor because every floor may import it from here.
"""

from __future__ import annotations


class PliktkompassError(Exception):
    """Base of all errors that a user may see. The message is plain and says what to do."""


class ConfigError(PliktkompassError):
    """A setting has a value that cannot be used."""


class CorpusError(PliktkompassError):
    """The project's own data is wrong. The message names file, line, entry and remedy."""


class RefError(CorpusError, ValueError):
    """A text that should be a provision's address is not one; a ``ValueError``, so that pydantic tells where."""


class SourceError(PliktkompassError):
    """A source text cannot be fetched or read."""


class DownloadError(SourceError):
    """A download did not finish: the network, the address or the disk."""


class ArchiveError(SourceError):
    """An archive is broken, cut short or tries something unsafe."""


class DocumentError(SourceError):
    """One document (PDF, HTML, DOCX, text) cannot be read.

    ``kind`` says why in one word, so that a page can tell it in the reader's language: ``empty``, ``too_large``,
    ``too_many_pages``, ``macro``, ``other_format``, ``wrong_name``, ``no_text`` or ``unreadable``.
    """

    def __init__(self, message: str, kind: str = "unreadable") -> None:
        super().__init__(message)
        self.kind = kind


class IndexBuildError(PliktkompassError):
    """The index cannot be built, opened, or used with the embedder that is set."""


class BusyError(IndexBuildError):
    """Another process is at the same work."""


class ModelError(PliktkompassError):
    """An embedder or a language model cannot do its work."""


class QuestionError(PliktkompassError):
    """The question cannot be answered as it stands (empty, too long, unknown role)."""


class ExportError(PliktkompassError):
    """A document (note, exercise, report) cannot be made, or not be written where it should be."""


class NotFoundError(PliktkompassError):
    """Something asked for by name (a provision, a source, a case) does not exist."""
