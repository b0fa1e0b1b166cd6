"""The commands of ``pliktkompass``, one module for each thing that people do. ``ui.cli`` puts them together."""
