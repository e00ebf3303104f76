"""Forks sleepers that leave its session; a bounded number. True mark: 0."""

CELL = """
import ctypes, os, time

libc = ctypes.CDLL(None)
for fork in (os.fork, libc.fork, libc.vfork):
    for _ in range(4):
        try:
            pid = fork()
        except OSError as error:
            print("no fork:", type(error).__name__)
            continue
        if pid == 0:
            os.setsid()
            time.sleep(20)
            os._exit(0)
        print("forked" if pid > 0 else "no fork by the C library")
"""
SAID = "no fork by the C library"


def held(seen):
    """Not one of them was made."""
    assert "no fork: PermissionError" in seen.words
    assert "forked" not in seen.words
