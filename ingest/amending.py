"""Cuts the new wording of provisions out of an amending act.

A consolidated text can lag behind: a change is in force, and only a note says so. The amending act
holds the wording, in formulas that hardly vary::

    I lov 2. juli 1999 nr. 64 om … gjøres følgende endringer:
    § 21 skal lyde: § 21. ...          a whole section
    § 24 første ledd første punktum skal lyde: ...
    § 21 a oppheves.
    Nåværende tredje ledd blir nytt fjerde ledd.     no wording, but ends the one before

Only these formulas are trusted. Where one orders several sections at once and they cannot be told
apart, the change is listed without wording: none is better than a wrong one. In the consolidated
archive an amending act is one run of text, so a cut-out may lack its division into ledd.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.refs import ProvisionRef, section_key
from ingest.act import Act, ChangeKind
from ingest.dates import WRITTEN, written_date

_SECTION = r"\d+(?:-\d+)*(?: ?[A-ZÆØÅ]-\d+| ?[a-zæøåA-Z](?![\wæøå]))?(?:-\d+[a-z]?)*"
_SECTIONS = rf"§§? ?{_SECTION}(?:(?:,| og| til) (?:ny |nye )?(?:§§? ?)?{_SECTION})*"
_ORDINAL = (
    r"(?:første|fyrste|andre|annet|tredje|fjerde|femte|sjette|sjuende|syvende|åttende|niende|tiende|ellevte|tolvte|siste"
    r"|trettende|fjortende|femtende|sekstende)"
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            ("første", "fyrste"),
            ("andre", "annet"),
            ("tredje",),
            ("fjerde",),
            ("femte",),
            ("sjette",),
            ("sjuende", "syvende"),
            ("åttende",),
            ("niende",),
            ("tiende",),
            ("ellevte",),
            ("tolvte",),
            ("trettende",),
            ("fjortende",),
            ("femtende",),
            ("sekstende",),
        ),
        start=1,
    )
    for word in words
}
_LEDD = re.compile(rf"(?:(?:ny|nytt|nye) )?{_ORDINAL}(?:(?:,| og| til) (?:ny |nytt |nye )?{_ORDINAL})* ledd")
_PART = (
    rf"(?:{_ORDINAL}|ledd|leddet|punktum|bokstav(?:ene|ane)?(?: [a-zæøå]{{1,2}})?|nr\. ?\d+|nummer \d+"
    r"|strekpunkt|[a-zæøå]|ny|nytt|nye|og|til|samt|innledningen|innleiinga|(?:paragraf)?overskrift(?:en|a))"
)
_FORMULA = re.compile(
    rf"(?P<new>\b[Nn](?:y|ye|ytt) )?(?P<sections>{_SECTIONS})(?P<part>(?:,? {_PART})*?),? "
    r"(?P<verb>skal (?:lyde|lyda):?|oppheves|(?:blir|vert) oppheva|skal opphevast|opphevast)(?=[\s.:,]|$)"
    rf"|\bskal (?P<sections2>{_SECTIONS})(?P<part2>(?:,? {_PART})*?) (?P<verb2>lyde):"
)
_BOUNDARY = re.compile(
    rf"\b(?:Nåværende|Noverande|Gjeldende|Gjeldande) (?:§|{_ORDINAL}|kapittel|nr\.|bokstav|overskrift)"
    r"|\b(?:Nytt |Ny )?[Kk]apittel \S+(?: [A-Z])?(?: (?:overskrift(?:en|a)|avsnitt))?[^.:§]{0,60} skal lyd[ea]:"
    r"|\b(?:Ny )?(?:[Dd]el|[Mm]ellom)?[Oo]verskrift(?:en|a)? (?:til|over|foran) [^.:]{0,80}skal lyd[ea]"
    rf"|(?<=[.:] )I {_SECTIONS}[^.:]{{0,120}}?(?:endres|erstattes|skal|blir|utgår|gjøres|vert)"
)
_TARGET = re.compile(
    rf"\bI (?:midlertidig )?(?P<kind>lov|forskrift) (?P<date>{WRITTEN})(?: nr\. ?(?P<number>\d+))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """What one amending act does to one section.

    ``part`` is empty for a whole section, else the words that say which part («første ledd første
    punktum»); ``wording`` is None for a repeal and where it could not be cut out reliably.
    """

    act: str
    target: ProvisionRef
    kind: ChangeKind
    part: str
    wording: str | None

    @property
    def subsections(self) -> tuple[int, ...]:
        """The ledd that ``part`` names: «første og andre ledd» is (1, 2), «femte til sjuende ledd» (5, 6, 7)."""
        match = _LEDD.match(self.part)
        if match is None:
            return ()
        numbers = [_NUMBERS[word] for word in re.findall(_ORDINAL, match.group()) if word in _NUMBERS]
        if " til " in match.group() and len(numbers) == 2:
            numbers = list(range(numbers[0], numbers[1] + 1))
        return tuple(numbers)


def amendments_of(act: Act) -> tuple[Amendment, ...]:
    """Every change the act makes to other acts that stands in one of the known formulas."""
    found: list[Amendment] = []
    for chapter in _chapters(act):
        targets = [*_targets(chapter)]
        for index, (start, source) in enumerate(targets):
            end = targets[index + 1][0] if index + 1 < len(targets) else len(chapter)
            found.extend(_changes(act.refid, source, chapter[start:end]))
    return tuple(found)


def _chapters(act: Act) -> Iterator[str]:
    """The text of each section of the act, ledd on lines of their own."""
    for section in act.sections:
        text = section.text
        if any(note.text[:1].isdigit() for note in section.notes):
            text = "\n".join([text, *(note.text for note in section.notes)])
        yield text


def _targets(text: str) -> Iterator[tuple[int, str]]:
    for match in _TARGET.finditer(text):
        day = written_date(match["date"])
        if day is not None:
            number = f"-{match['number']}" if match["number"] else ""
            yield match.end(), f"{match['kind'].lower()}/{day.isoformat()}{number}"


def _changes(act: str, source: str, text: str) -> Iterator[Amendment]:
    formulas = [match for match in _FORMULA.finditer(text) if _is_order(text, match)]
    starts = [_start(text, match) for match in formulas]
    stops = sorted({*starts, *(match.start() for match in _BOUNDARY.finditer(text))})
    for match, begin in zip(formulas, starts, strict=True):
        group = "sections" if match["sections"] else "sections2"
        sections = text[max(begin, match.start(group)) : match.end(group)]
        part = " ".join((match["part"] or match["part2"] or "").strip(" ,").split())
        verb = match["verb"] or match["verb2"]
        named = _named(sections)
        if verb.startswith(("skal lyd", "lyde")):
            end = next((stop for stop in stops if stop >= match.end()), len(text))
            kind = ChangeKind.ADDED if match["new"] and not part else ChangeKind.CHANGED
            for name, wording in _wordings(named, sections, part, text[match.end() : end]):
                yield Amendment(act, ProvisionRef(source, name), kind, part, wording)
        else:
            kind = ChangeKind.CHANGED if part else ChangeKind.REPEALED
            for name in named:
                yield Amendment(act, ProvisionRef(source, name), kind, f"{part} oppheves" if part else "", None)


def _is_order(text: str, match: re.Match[str]) -> bool:
    """«skal lyde» is always an order; «oppheves» only where it opens a sentence."""
    if (match["verb"] or match["verb2"]).startswith(("skal lyd", "lyde")):
        return True
    before = text[: match.start()].rstrip(" ")
    return not before or before[-1] in ".:;\n»" or before.endswith((" og", ","))


def _start(text: str, match: re.Match[str]) -> int:
    """Where an order begins. «... jf. § 5-3, § 18 skal lyde:» inside a sentence begins at its last §."""
    before = text[: match.start()].rstrip(" ")
    if match["sections"] is None or not before or before[-1] in ".:;\n»":
        return match.start()
    return text.rindex("§", match.start("sections"), match.end("sections"))


def _named(sections: str) -> tuple[str, ...]:
    """The sections an order names; a range («§§ 27 til 29») names only its ends, which is not enough."""
    return tuple(" ".join(name.split()) for name in re.findall(_SECTION, sections))


def _wordings(named: tuple[str, ...], sections: str, part: str, text: str) -> Iterator[tuple[str, str | None]]:
    """Each section's new wording. Several sections in one order are cut at their own headings."""
    body = text.strip()
    if "skal lyd" in body or "følgende endringer" in body:
        yield from ((name, None) for name in named)
        return
    if len(named) == 1:
        yield named[0], body or None
        return
    starts: list[int | None] = []
    at = 0
    for name in named:
        match = re.compile(rf"(?:^|(?<=\s))§ ?{re.escape(name)}[. ]").search(body, at)
        starts.append(match.start() if match else None)
        at = match.end() if match else at
    reliable = not part and " til " not in sections and starts[0] == 0 and None not in starts
    for index, name in enumerate(named):
        start = starts[index]
        following = starts[index + 1] if index + 1 < len(named) else len(body)
        yield name, body[start:following].strip() if reliable and start is not None else None


def wordings_for(amendments: tuple[Amendment, ...], act: str, target: ProvisionRef) -> tuple[Amendment, ...]:
    """Those of ``amendments`` that ``act`` makes to the section ``target``."""
    key = (target.source, section_key(target.section))
    return tuple(a for a in amendments if a.act == act and (a.target.source, section_key(a.target.section)) == key)
