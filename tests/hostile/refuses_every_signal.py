"""Ignores what can be ignored and blocks the rest, then loops.

True mark: 0.
"""

CELL = """
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
"""
SAID = "stopped after 1 s"
