"""Writes half a frame and lets the judge wait for the rest. True mark: 0."""

CELL = """WIRE
raw(packed({"do": "ran", "n": inside().number})[:-3])
while True:
    try:
        time.sleep(10)
    except BaseException:
        pass
"""
SAID = "cell 3 "
