"""Rewrites the code that talks with the judge. True mark: 0.

All that it can change is what it says.
"""

CELL = """
import sys

for name in ("crossing", "inside", "session", "standins", "wire", "kinds"):
    module = sys.modules[f"sandbox.{name}"]
    print(name, [n for n in vars(module) if "expect" in n or "mark" in n])
session = sys.modules["sandbox.session"]
honest = session.Session.reply_to


def reply_to(self, header):
    reply = honest(self, header)
    if reply["do"] == "raise":
        reply = {"do": "return", "value": True}
    return reply


session.Session.reply_to = reply_to
"""
EACH = "    raise ValueError\n"
SAID = "crossing []"
