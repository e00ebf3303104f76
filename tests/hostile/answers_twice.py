"""Answers each question twice. True mark: 0."""

CELL = """WIRE
channel = inside().channel
honest = channel.send


def send(header, buffers, deadline=None):
    honest(header, buffers, deadline)
    honest(header, buffers, deadline)


channel.send = send
"""
SAID = "sent what no honest answer is"
