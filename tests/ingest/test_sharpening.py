from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ingest.embedding import Vectors
from ingest.sharpening import sharpened, unit


def _questions(seed: int, entries: int, each: int) -> tuple[Vectors, NDArray[np.intp]]:
    """Entries in pairs that differ in a few directions only, and little; examples vary mostly in the others."""
    random = np.random.default_rng(seed)
    about = np.repeat(random.normal(size=(entries // 2, 24)), 2, axis=0)
    about[:, 20:] = np.tile([[0.4], [-0.4]], (entries // 2, 4))
    members = np.repeat(np.arange(entries), each)
    varied = np.where(np.arange(24) < 20, 1.0, 0.3) * random.normal(size=(len(members), 24))
    return unit((about[members] + varied).astype(np.float32)), members


def _right(train: Vectors, asked: Vectors, members: NDArray[np.intp], asked_members: NDArray[np.intp]) -> float:
    means = unit(np.array([train[members == entry].mean(axis=0) for entry in range(members.max() + 1)]))
    return float(((asked @ means.T).argmax(axis=1) == asked_members).mean())


def test_new_questions_find_their_entry_more_often() -> None:
    vectors, members = _questions(seed=3, entries=60, each=300)
    train = np.arange(len(vectors)) % 6 != 0
    matrix = sharpened(vectors[train], members[train])
    before = _right(vectors[train], vectors[~train], members[train], members[~train])
    moved = unit(vectors @ matrix)
    after = _right(moved[train], moved[~train], members[train], members[~train])
    assert 1 - after < 0.9 * (1 - before)


def test_the_same_examples_give_the_same_matrix() -> None:
    vectors, members = _questions(seed=5, entries=8, each=6)
    assert np.array_equal(sharpened(vectors, members), sharpened(vectors, members))


@given(entries=st.sampled_from([2, 4, 6]), each=st.integers(1, 4))
@settings(max_examples=10, deadline=None)
def test_a_few_examples_change_next_to_nothing(entries: int, each: int) -> None:
    vectors, members = _questions(seed=1, entries=entries, each=each)
    assert np.abs(sharpened(vectors, members) - np.eye(vectors.shape[1])).max() < 0.01
