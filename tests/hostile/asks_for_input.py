"""Waits for somebody at a keyboard. True mark: 0."""

CELL = "answer = input('your mark? ')\n"
SAID = "does not support input"
