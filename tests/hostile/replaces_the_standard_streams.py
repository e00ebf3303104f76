"""Closes and replaces stdout, stderr, print and the shell's own streams.

True mark: 16. Its answers are right, and what it prints is its own affair.
"""

MARK = 16
CELL = """
import builtins, io, os, sys

print("before")
sys.stdout.close()
sys.stdout = sys.stderr = io.StringIO("marks: 16")
sys.__stdout__ = sys.__stderr__ = None
sys.displayhook = sys.excepthook = sys.unraisablehook = print
builtins.print = lambda *arguments, **options: os._exit(3)
"""
SAID = "before"
