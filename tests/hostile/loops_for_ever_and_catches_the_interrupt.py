"""Never ends, and swallows whatever is to end it. True mark: 0."""

CELL = """
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
"""
SAID = "stopped after 1 s"
