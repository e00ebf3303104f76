"""Helpers that a hostile cell has at hand: it writes frames of its own."""

# In the sandbox the judge's socket is descriptor 3, and whoever looks through
# the garbage collector's list finds the student's side of the talk.
WIRE = '''
import gc, json, socket, struct, time

wire = socket.socket(fileno=3)


def inside():
    """The student's side of the talk."""
    return next(o for o in gc.get_objects() if type(o).__name__ == "Inside")


def raw(data):
    """Write bytes to the judge."""
    wire.setblocking(True)
    wire.sendall(data)
    wire.setblocking(False)


def packed(header, *buffers):
    """A frame."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    parts = [struct.pack(">II", len(text), len(buffers)), text]
    for each in buffers:
        parts += [struct.pack(">Q", len(each)), each]
    return b"".join(parts)


def lie(change):
    """Let change(header, buffers) be sent in place of the next frame."""
    channel = inside().channel
    honest = channel.send

    def send(header, buffers, deadline=None):
        del channel.send
        honest(*change(header, buffers), deadline)

    channel.send = send


def lie_with(*buffers, **more):
    """Let the next frame say this, too."""
    lie(lambda header, honest: ({**header, **more}, [*honest, *buffers]))


def ran(*buffers, **more):
    """Say that the cell has run, and all else; then wait to be read."""
    n = inside().number
    header = {"do": "ran", "outputs": [], "ok": True, "n": n, **more}
    raw(packed(header, *buffers))
    time.sleep(0.05)


def answer(*buffers, **more):
    """Answer the call that is under way, and all else; then wait."""
    header = {"do": "return", "value": None, "n": inside().number, **more}
    raw(packed(header, *buffers))
    time.sleep(0.05)
'''
