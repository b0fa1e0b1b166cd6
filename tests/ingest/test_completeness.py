"""The gate: at least 99.9 % of a source's words survive being read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.completeness import GATE, token_loss, token_survival
from ingest.lovdata import read_act


def test_nothing_of_the_samples_is_lost(samples: Path) -> None:
    for file in sorted(samples.glob("*.xml")):
        data = file.read_bytes()
        lost, total = token_loss(data)
        assert (file.name, lost) == (file.name, Counter())
        assert total > 30


def test_unknown_markup_costs_structure_and_no_words() -> None:
    data = (
        '<html lang="nb"><body><main class="documentBody" data-lovdata-URL="NL/lov/2020-01-01-5">løst <h1>Lov</h1>ord'
        "<section><h2>Kapittel</h2>mellom<nytt><b>fet</b>skrift <i>og</i> <ukjent>mer</ukjent></nytt>hale"
        '<article class="legalArticle">foran<h3 class="legalArticleHeader">§ 1</h3>etter<p>avsnitt</p>'
        "<ul>tekst<li>punkt<ul><li>under</li>slutt</ul></li></ul></article>bak</section></main></body></html>"
    ).encode()
    assert token_loss(data)[0] == Counter()


def test_a_loss_is_seen(samples: Path) -> None:
    data = (samples / "nl-20200101-005.xml").read_bytes()
    act = read_act(data, "act")
    poorer = replace(act, sections=act.sections[1:])
    assert token_survival(data, act) == 1
    assert token_survival(data, poorer) < GATE


@pytest.mark.law
@pytest.mark.parametrize("name", ["nl-18140517-000.xml", "regnskapsloven-header-only.xml"])
def test_nothing_of_the_real_files_is_lost(shared: Path, name: str) -> None:
    assert token_survival((shared / "lovdata/samples" / name).read_bytes()) == 1
