"""Functions with another name, text, signature and code. True mark: 16.

What they compute is right; what they say of themselves counts for nothing.
"""

MARK = 16
LAST = """
import inspect

for function in (relu, dense, softmax):
    function.__name__ = "'; print('mine') #"
    function.__qualname__ = "x" * 100_000
    function.__doc__ = "<script>" + "y" * 1_000_000
    function.__module__ = "numpy"
    function.__signature__ = inspect.Signature([])
    function.__wrapped__ = print
    function.__defaults__ = (1, 2)
"""


def change(notebook):
    """That cell stands before the checks of the last function."""
    notebook["cells"].insert(-3, notebook["cells"].pop())
