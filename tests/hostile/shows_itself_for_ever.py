"""Objects that never come to an end of showing themselves.

True mark: 0.
"""

CELL = """
class Endless:
    def _repr_html_(self):
        while True:
            pass


class Wrong:
    def __repr__(self):
        raise SystemExit(0)

    def _repr_mimebundle_(self, **options):
        return {"text/html": object(), 3: 4, "image/png": "no picture"}


Endless()
"""
SAID = "stopped after 1 s"
