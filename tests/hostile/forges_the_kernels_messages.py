"""Swallows the kernel's error messages. True mark: 0."""

CELL = """
shell = get_ipython()
shell._showtraceback = shell.showtraceback = lambda *a, **k: None
try:
    session = shell.kernel.session
    session.send = lambda *a, **k: None
except AttributeError:
    print("no kernel to speak through")
"""
SAID = "no kernel to speak through"
