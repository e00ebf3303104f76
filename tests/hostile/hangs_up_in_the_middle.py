"""Writes half a frame, and ends. True mark: 0."""

CELL = """WIRE
import os

half = packed({"do": "ran", "n": inside().number})[:-3]
raw(half)
os._exit(0)
"""
SAID = "ended with status 0"
