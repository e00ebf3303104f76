"""SystemExit, KeyboardInterrupt, MemoryError and the like. True mark: 0."""

KINDS = (
    "SystemExit(0)",
    "KeyboardInterrupt",
    "MemoryError",
    "RecursionError",
    "AssertionError('\\ud800 half a character')",
    "ExceptionGroup('many', [ValueError(1)])",
    "UnicodeDecodeError('utf-8', b'x', 0, 1, 'no')",
    "StopAsyncIteration",
)
NAMES = (
    *("initialize", "dense", "relu", "softmax"),
    *("cross_entropy", "gradients", "sgd_step", "train"),
)
ANSWERS = {
    name: f"def {name}(*_):\n    raise {kind}\n"
    for name, kind in zip(NAMES, KINDS)
}
SAID = "half a character"
