"""A notebook of the old format, without one cell of the course.

True mark: 0.
"""

import json

CELL_OF_3 = {
    "cell_type": "code",
    "collapsed": False,
    "input": ["print('old')"],
    "language": "python",
    "metadata": {},
    "outputs": [],
}
RAW = json.dumps(
    {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": [CELL_OF_3], "metadata": {}}],
    }
).encode()
SAID = "old"
