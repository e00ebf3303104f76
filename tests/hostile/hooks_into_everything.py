"""Trace functions, audit hooks, garbage callbacks, finalizers.

True mark: 0.
"""

CELL = """
import faulthandler, gc, sys, threading, weakref

heard = []


def hook(*arguments, **options):
    heard.append(1)
    return hook


sys.settrace(hook)
sys.setprofile(lambda *_: None)
threading.settrace(hook)
sys.addaudithook(hook)
gc.callbacks.append(lambda *_: None)
gc.freeze()
sys.setswitchinterval(1e-6)
faulthandler.enable(open("faults.txt", "w"))
sys.set_int_max_str_digits(0)


class Final:
    def __del__(self):
        raise SystemExit(0)


finals = [Final() for _ in range(100)]
del finals
sys.settrace(None)
"""
SAID = "relu"
