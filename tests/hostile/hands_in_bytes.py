"""Bytes that are no text. Refused."""

MARK, SAID = None, "not UTF-8"
RAW = bytes(range(256)) * 1000
