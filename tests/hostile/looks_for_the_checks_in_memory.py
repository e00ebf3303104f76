"""Searches all objects and frames for hidden checks. True mark: 0."""

CELL = """
import gc, sys


def frames():
    frame = sys._getframe()
    while frame:
        yield from map(repr, frame.f_locals.values())
        frame = frame.f_back


def texts():
    for each in gc.get_objects():
        if type(each) in (dict, list, tuple):
            inner = each.values() if type(each) is dict else each
            yield from (t for t in inner if type(t) is str)


# Backwards, so that this cell itself is not found.
signs = ("STSET NEDDIH NIGEB", ")5(gnr_tluafed", "546372819")


def here(texts):
    return [s for s in signs if any(s in t[::-1] for t in texts)]


print("found", here(texts()))
print("framed", here(frames()))
"""
EACH = """
    print("found", here(texts()))
    return None
"""
SAID = "found []"


def held(seen):
    """Neither before nor during a check."""
    assert seen.words.count("found [") == seen.words.count("found []")
    assert seen.words.count("framed [") == seen.words.count("framed []")
