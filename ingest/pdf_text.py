"""Reads a PDF page by page with pypdf, and a scanned one with ocrmypdf where that is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from corpus.errors import DocumentError
from ingest.blocks import Block, Extracted
from ingest.lines import running_text, without_running_lines

MAX_PAGES = 5000
_OCR_SECONDS = 1800
_OCR_LANGUAGES = "nor+eng"
_LEAST_LETTERS = 8


def read_pdf(data: bytes, name: str, *, ocr: bool = True, most_pages: int = MAX_PAGES) -> Extracted:
    """The text of a PDF, one block for each page.

    Args:
        data: the file's bytes.
        name: what to call the file in an error.
        ocr: whether a scanned document may be read with ocrmypdf; it takes seconds a page.
        most_pages: how many pages are read at most.

    Raises:
        DocumentError: not a PDF, cut short, encrypted, a page that cannot be read, or scanned
            while ocrmypdf is not installed. The message names the file, the page and the remedy.
    """
    title, pages = _pages(data, name, most_pages)
    empty = [number for number, lines in enumerate(pages, start=1) if _letters(lines) < _LEAST_LETTERS]
    if len(empty) == len(pages):
        if not ocr or shutil.which("ocrmypdf") is None:
            raise DocumentError(
                f"{name}: page 1 and all {len(pages)} pages are images without text; run it through OCR first "
                "(install ocrmypdf with the Norwegian language, or save it as text)",
                "no_text",
            )
        title, pages = _pages(_with_ocr(data, name), name, most_pages)
        empty = [number for number, lines in enumerate(pages, start=1) if _letters(lines) < _LEAST_LETTERS]
        if len(empty) == len(pages):
            raise DocumentError(f"{name}: OCR found no text on page 1 or any other; check the scan")
    blocks = [
        Block(text, number)
        for number, lines in enumerate(without_running_lines(pages), start=1)
        if (text := running_text(lines))
    ]
    warnings = [f"{name}: page {number} has no text; if it is a scan, run the file through OCR" for number in empty]
    return Extracted(title, tuple(blocks), tuple(warnings))


def _pages(data: bytes, name: str, most: int) -> tuple[str, list[list[str]]]:
    if b"%PDF-" not in data[:1024]:
        raise DocumentError(f"{name}: not a PDF although it is named so; check the file", "wrong_name")
    if b"%%EOF" not in data[-2048:]:
        raise DocumentError(f"{name}: the PDF is cut short (it has no end mark); fetch it again")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _locked(name)
        count = len(reader.pages)
        title = str((reader.metadata.title if reader.metadata else None) or "").strip()
    except DependencyError as error:
        raise _locked(name) from error
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise DocumentError(
            f"{name}: the PDF is damaged ({error}); open and save it anew, or fetch it again"
        ) from error
    if not count or count > most:
        raise DocumentError(
            f"{name}: {count} pages, and between 1 and {most} can be read; split the file", "too_many_pages"
        )
    return title, [_page(reader, index, name) for index in range(count)]


def _page(reader: PdfReader, index: int, name: str) -> list[str]:
    try:
        return reader.pages[index].extract_text().splitlines()
    except DependencyError as error:
        raise _locked(name) from error
    except Exception as error:  # pypdf raises what the damaged page happens to cause
        raise DocumentError(
            f"{name}: page {index + 1} cannot be read ({type(error).__name__}: {error}); "
            "open the file in a PDF program and save it anew, or take that page out"
        ) from error


def _locked(name: str) -> DocumentError:
    return DocumentError(f"{name}: page 1 cannot be read, the PDF is encrypted; save it without a password")


def _letters(lines: list[str]) -> int:
    return sum(char.isalpha() for line in lines for char in line)


def _with_ocr(data: bytes, name: str) -> bytes:
    """The PDF with a text layer. The command is found on the path and gets no part of the name."""
    program = shutil.which("ocrmypdf") or "ocrmypdf"
    with tempfile.TemporaryDirectory(prefix="pliktkompass-ocr-") as folder:
        source, target = Path(folder, "in.pdf"), Path(folder, "out.pdf")
        source.write_bytes(data)
        try:
            subprocess.run(  # noqa: S603 (a fixed command on files of our own naming)
                [program, "--quiet", "--force-ocr", "--language", _OCR_LANGUAGES, str(source), str(target)],
                check=True,
                capture_output=True,
                timeout=_OCR_SECONDS,
            )
            return target.read_bytes()
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
            raise DocumentError(
                f"{name}: page 1 is an image and ocrmypdf failed ({said[0]}); run OCR by hand"
            ) from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DocumentError(f"{name}: page 1 is an image and ocrmypdf did not finish ({error})") from error
