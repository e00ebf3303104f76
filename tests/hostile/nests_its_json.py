"""JSON nested deeper than anyone can read. Refused."""

MARK, SAID = None, "nested too deep"
RAW = b'{"cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
