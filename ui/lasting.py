"""What a start loads stays until the process ends, so it is never looked through for garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lasting() -> Iterator[None]:
    """For what is made inside to stay: the collector neither runs meanwhile nor looks at it later.

    A million objects are made at a start; looking through them again and again would take a third of it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
