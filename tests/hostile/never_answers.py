"""One function sleeps for ever; the others are right. True mark: 14.

What uses that function is judged with the course's own in its place.
"""

MARK = 14
ANSWERS = {
    "relu": "def relu(Z):\n"
    "    import time\n"
    "    while True:\n"
    "        try:\n"
    "            time.sleep(10)\n"
    "        except BaseException:\n"
    "            pass\n"
}
SAID = "relu was stopped after 1 s"
