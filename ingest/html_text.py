"""Reads a web page: the main content under its headings, without menus, scripts and forms."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from corpus.errors import DocumentError
from ingest.blocks import Extracted, Outline
from ingest.plain_text import decode
from ingest.xmltree import squeeze, tag_of, text_of

_DROPPED = frozenset(
    ("script style noscript template nav aside form button svg iframe footer select head").split()  # noqa: SIM905
)
_BLOCKS = frozenset({"p", "li", "blockquote", "pre", "dd", "dt", "figcaption", "summary", "caption", "address"})
_INLINE = frozenset(
    ("a abbr b bdi br cite code em i img label mark q s small span strong sub sup time u wbr").split()  # noqa: SIM905
)


def read_html(data: bytes, name: str) -> Extracted:
    """The text of an HTML page.

    Raises :class:`DocumentError` where there is no text in it (a page that a script fills in).
    """
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(decode(data, name), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(f"{name}: not readable as HTML ({error}); save the page anew or as PDF") from error
    title = next((text_of(element) for element in root.iter("title")), "")
    main = next(iter([*root.iter("main"), *root.iter("article"), *root.iter("body")]), root)
    outline = Outline()
    _walk(main, outline)
    blocks = outline.blocks()
    if not blocks:
        raise DocumentError(f"{name}: no text on the page; if a script fills it in, save it as PDF from the browser")
    return Extracted(title, blocks, lines=outline.lines())


def _walk(element: etree._Element, outline: Outline) -> None:
    """Blocks become lines. Words that stand between blocks become lines of their own."""
    loose = [element.text or ""]
    for child in element:
        tag = tag_of(child)
        if tag in _INLINE:
            loose.extend(
                (" " if tag in {"br", "img"} else "", text_of(child) if tag != "img" else "", child.tail or "")
            )
            continue
        outline.line(squeeze("".join(loose)))
        loose = [child.tail or ""]
        if tag in _DROPPED or not tag:
            continue
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            outline.heading(int(tag[1]), text_of(child))
        elif tag == "tr":
            outline.line(" | ".join(text for cell in child if (text := text_of(cell))))
        elif tag in _BLOCKS and not any(tag_of(inner) in {"ul", "ol", "p", "table"} for inner in child):
            outline.line(text_of(child))
        else:
            _walk(child, outline)
    outline.line(squeeze("".join(loose)))
