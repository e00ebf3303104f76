"""Makes files until there may be no more. True mark: 0."""

CELL = """
import os

os.mkdir("many")
try:
    for number in range(12_000):
        os.close(os.open(f"many/{number}", os.O_CREAT))
    print("made them all")
except OSError as error:
    print("stopped by", error.strerror)
"""
SAID = "stopped by No space left"
