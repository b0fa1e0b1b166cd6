"""Sources to passages to index: everything between a file on disk and a search."""
