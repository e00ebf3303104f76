"""Starts threads that never end, as many as it can. True mark: 16.

Its own answers suffer most; they come in time all the same.
"""

MARK = 16
CELL = """
import threading, time

started = 0
try:
    for _ in range(300):
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        started += 1
except RuntimeError as error:
    print("no more:", error)
print("fewer than a hundred:", started < 100)
"""
SAID = "fewer than a hundred: True"
