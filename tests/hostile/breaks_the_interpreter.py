"""Recurses in C, reads address 0, frees what is in use. True mark: 10.

Each crash costs the check that met it, and no other.
"""

MARK = 10
ANSWERS = {
    "relu": "def relu(Z):\n    import ctypes\n    ctypes.string_at(0)\n",
    "sgd_step": "def sgd_step(*_):\n"
    "    import sys\n"
    "    sys.setrecursionlimit(2**31 - 1)\n"
    "    class A:\n"
    "        def __getattr__(self, name):\n"
    "            return repr(self) + name\n"
    "        __repr__ = lambda self: str(self.x)\n"
    "    return A().x\n",
    "initialize": "def initialize(*_):\n    import os\n    os.abort()\n",
}
SAID = "relu crashed (SIGSEGV)"


def held(seen):
    """How each ended is said."""
    assert "sgd_step crashed (SIGSEGV)" in seen.words
    assert "initialize crashed" in seen.words
