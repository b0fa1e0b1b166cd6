"""How people and other systems reach the assistant: command line, HTTP, web pages."""
