"""A language model as an option: it may word an answer, it never decides one. Off by default."""

from assistant.llm.weaving import Weaver, open_weaver

__all__ = ["Weaver", "open_weaver"]
