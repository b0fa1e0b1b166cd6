"""The citation grammar: what a text refers to, in any of the ways people write it."""

from assistant.references.finder import Reference, ReferenceFinder
from assistant.references.names import How

__all__ = ["How", "Reference", "ReferenceFinder"]
