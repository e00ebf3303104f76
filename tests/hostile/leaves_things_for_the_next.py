"""Writes wherever a later process might read. True mark: 0.

`zz_finds_nothing_of_others` comes later and looks for it.
"""

CELL = """
import os, site, sys
from multiprocessing import shared_memory

text = "print('left by another')"
places = [
    "/tmp/left.py", "/dev/shm/left", "/var/tmp/left.py", "~/left.py",
    "~/.ipython/profile_default/startup/left.py", "~/.pythonrc.py",
    site.getsitepackages()[0] + "/left.pth", site.getusersitepackages()
    + "/usercustomize.py", os.__file__, np.__file__, "../left.py",
    sys.modules["sandbox"].__path__[0] + "/left.py",
    "~/.config/matplotlib/matplotlibrc",
]
for place in map(os.path.expanduser, places):
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "a") as file:
            file.write(text)
    except OSError:
        pass
try:
    shared_memory.SharedMemory("left", create=True, size=9)
except OSError as error:
    print("no shared memory:", type(error).__name__)
import builtins
builtins.left = np.left = text
np.float64.__doc__
np.set_printoptions(threshold=1)
os.environ["LEFT"] = text
print("left")
"""
SAID = "left"


def held(seen):
    """On this machine there is nothing of it."""
    from pathlib import Path

    for path in ("/tmp/left.py", "/dev/shm/left", "/var/tmp/left.py"):
        assert not Path(path).exists()
