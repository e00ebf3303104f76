"""Sets numpy's generators to places beyond their state. True mark: 0.

numpy does not look; the judge, drawing from one of them, would read its own
memory into random numbers, or crash.
"""

PLACES = """
def beyond(place):
    state = np.random.get_state(legacy=False)
    state["state"]["pos"] = place
    np.random.set_state(state)


def generator(place):
    bits = np.random.MT19937(1)
    state = bits.state
    state["state"]["pos"] = place
    bits.state = state
    return np.random.Generator(bits)


def philox(place):
    bits = np.random.Philox(1)
    state = bits.state
    state["buffer_pos"] = place
    bits.state = state
    return np.random.Generator(bits)
"""
CELL = PLACES
ANSWERS = {
    "dense": "def dense(X, W, b):\n    beyond(2_000_000)\n    return 0",
    "relu": "def relu(Z):\n    beyond(-9)\n    return Z",
    "softmax": "def softmax(Z):\n    return generator(2_000_000_000)",
    "cross_entropy": "def cross_entropy(P, y):\n    return philox(-99)",
}
SAID = "relu sent what no honest answer is"


def held(seen):
    """So all four."""
    for name in ANSWERS:
        assert f"{name} sent what no honest answer is" in seen.words
