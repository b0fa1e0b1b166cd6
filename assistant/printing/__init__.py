"""Documents that people hand out, fill in or file: one small model, printed as DOCX, PDF or text."""

from assistant.printing.model import (
    Blank,
    Block,
    Box,
    Bullets,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from assistant.printing.saving import Format, render, save

__all__ = [
    "Blank",
    "Block",
    "Box",
    "Bullets",
    "Document",
    "Fields",
    "Format",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Table",
    "render",
    "save",
]
