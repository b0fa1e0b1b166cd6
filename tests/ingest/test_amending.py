"""New wording cut out of amending acts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest.act import ChangeKind
from ingest.amending import Amendment, amendments_of
from ingest.archives import read_members
from ingest.lovdata import read_act


def _of(samples: Path, name: str) -> dict[str, Amendment]:
    act = read_act((samples / name).read_bytes(), name)
    return {f"{a.target} {a.part}".strip(): a for a in amendments_of(act)}


def test_wording_out_of_one_run_of_text(samples: Path) -> None:
    found = _of(samples, "nl-20260110-002.xml")
    whole = found["lov/2020-01-01-5#2 a"]
    assert whole.wording is not None
    assert whole.wording.startswith("§ 2 a. Det som er sagt i lekestuen Det barna sier, blir i lekestuen.")
    assert whole.wording.endswith("jf. stueloven § 9-3,")
    part = found["lov/2020-01-01-5#1 første ledd"]
    assert part.wording == "En lekestue er et hus i barnehøyde."
    assert part.subsections == (1,)
    assert found["lov/2020-01-01-5#5-1"].kind is ChangeKind.REPEALED
    assert found["lov/2020-01-01-5#4"].kind is ChangeKind.ADDED
    assert not any("9-3" in name for name in found)


def test_several_sections_in_one_order(samples: Path) -> None:
    found = _of(samples, "nl-20260110-002.xml")
    assert found["forskrift/2019-02-03-44#7"].wording == "§ 7. Kjoler Kjoler vaskes."
    assert found["forskrift/2019-02-03-44#8"].wording == "§ 8. Sko Sko pusses."
    assert found["forskrift/2019-02-03-44#10"].wording is None


def test_structured_acts_keep_their_ledd(samples: Path) -> None:
    found = _of(samples, "nl-20260404-011.xml")
    wording = found["lov/2020-01-01-5#6"].wording
    assert wording is not None
    assert wording.splitlines()[:2] == ["§ 6. Lås", "Døra er open."]
    assert found["lov/2020-01-01-5#1 andre ledd oppheves"].wording is None


@pytest.mark.parametrize(
    ("part", "subsections"),
    [
        ("første ledd", (1,)),
        ("nytt femte ledd", (5,)),
        ("første og andre ledd", (1, 2)),
        ("fjerde til sjette ledd", (4, 5, 6)),
        ("annet ledd bokstav a", (2,)),
        ("overskriften", ()),
        ("", ()),
    ],
)
def test_the_ledd_that_a_part_names(part: str, subsections: tuple[int, ...]) -> None:
    from corpus.refs import ProvisionRef

    target = ProvisionRef("lov/2020-01-01-5", "1")
    assert Amendment("lov/2026-01-10-2", target, ChangeKind.CHANGED, part, "x").subsections == subsections


@pytest.mark.law
def test_the_rewritten_confidentiality_rules_are_cut_as_by_hand(shared: Path) -> None:
    """The corpus holds the act of 23 January 2026 cut by another tool; both must agree word by word."""
    archive = shared / "lovdata" / "gjeldende-lover.tar.bz2"
    (member,) = read_members(archive, {"lov/2026-01-23-1"})
    found = {
        (a.target.source, f"§ {a.target.section} {a.part}".strip()): a.wording
        for a in amendments_of(read_act(member.data, member.name))
    }
    reference = (shared / "lovdata/core/ny-ordlyd-2026-07-01_lov-2026-01-23-1.md").read_text(encoding="utf-8")
    compared = 0
    for law in re.split(r"^## ", reference, flags=re.MULTILINE)[1:]:
        source = re.search(r"\((lov/[\d-]+)\)", law)
        for entry in re.split(r"^### ", law, flags=re.MULTILINE)[1:]:
            place, _, rest = entry.partition("\n")
            assert source is not None
            wording = found[source[1], re.sub(r"^Nye? ", "", place.strip())]
            assert _plain(wording or "") == _plain(rest.strip().split("\n")[0])
            compared += 1
    assert compared == 31


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
