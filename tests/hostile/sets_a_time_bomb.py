"""A thread, a timer and a signal that end its process a moment later.

True mark: 0.
"""

CELL = """
import atexit, os, signal, threading

signal.signal(signal.SIGALRM, lambda *_: os._exit(5))
signal.setitimer(signal.ITIMER_REAL, 0.3)
threading.Timer(0.2, os._exit, (6,)).start()
atexit.register(os.abort)
"""
ANSWERS = {"relu": "def relu(Z):\n    import time\n    time.sleep(0.5)\n"}
SAID = "ended with status 6"
