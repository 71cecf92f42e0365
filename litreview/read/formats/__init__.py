"""One file a format: text or bytes → a raw table of records, and what could not be read."""
