"""A notebook of no bytes. Refused."""

MARK, RAW, SAID = None, b"", "the file is empty"
