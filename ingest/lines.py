"""Makes running text of the lines on a page: no running headers, no words broken at the margin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_PAGE_NUMBER = re.compile(r"(?:side|page|s\.)?\s*[-–]?\s*\d{1,4}\s*(?:(?:av|of|/)\s*\d{1,4})?\s*[-–]?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"[•▪◦●■–\-*]\s|\(?\d{1,2}[.)]\s|[a-z]\)\s")
_BROKEN = re.compile(r"(?<=[a-zæøåé])-$")
_EDGE = 2
_REPEATED_ON = 0.6


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The pages' lines without headers, footers and page numbers.

    A line at the very top or bottom that comes back on most pages, whatever its digits, is a running
    line (from three pages on), and then the next one may be too; a bare page number is one on any
    page. A line that is not at the edge is never taken out, however often it comes back.
    """
    counts = Counter(key for page in pages for key in {_key(page[index]) for index in _edges(page)})
    limit = max(3, _REPEATED_ON * len(pages))

    def runs(line: str) -> bool:
        return counts[_key(line)] >= limit or bool(_PAGE_NUMBER.fullmatch(line.strip()))

    kept = []
    for page in pages:
        top = next((index for index, line in enumerate(page[:_EDGE]) if not runs(line)), min(_EDGE, len(page)))
        rest = list(page[top:])
        bottom = next((index for index, line in enumerate(rest[::-1][:_EDGE]) if not runs(line)), min(_EDGE, len(rest)))
        kept.append(rest[: len(rest) - bottom])
    return kept


def running_text(lines: Sequence[str]) -> str:
    """Paragraphs, one on each line, with words that were broken at the margin made whole.

    A hyphen stays before «og» and «eller» («skole- og hjem»): it stands for a word left out.
    """
    clean = [" ".join(line.replace("\u00ad", "").split()) for line in lines]
    width = max((len(line) for line in clean), default=0)
    paragraphs: list[str] = []
    previous, fresh = "", True
    for line in clean:
        if not line:
            fresh = True
            continue
        last = paragraphs[-1] if paragraphs else ""
        if fresh or not last or _starts_paragraph(line, previous, width):
            paragraphs.append(line)
        elif _BROKEN.search(last) and line[:1].islower() and not line.startswith(("og ", "eller ", "and ", "or ")):
            paragraphs[-1] = last[:-1] + line
        else:
            paragraphs[-1] = f"{last} {line}"
        fresh, previous = False, line
    return "\n".join(paragraphs)


def _starts_paragraph(line: str, previous: str, width: int) -> bool:
    if _BULLET.match(line):
        return True
    ends = previous[-1] in ".:!?"
    short = len(previous) < (0.85 if ends else 0.6) * width
    return short and (ends or line[:1].isupper())


def _edges(page: Sequence[str]) -> range | list[int]:
    count = len(page)
    return range(count) if count <= 2 * _EDGE else [*range(_EDGE), *range(count - _EDGE, count)]


def _key(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()
