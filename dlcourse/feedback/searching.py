"""What a random search does, seen over many calls.

Its lines are random, so that no value can be compared. What must hold can be:
what comes back, whether `best` is the score of that line, where the random
numbers come from, how many lines are drawn, and which of them is kept. The
first of these that is not as it should be is the face of the mistake; what
comes after it would depend on how the student draws.
"""

import copy
import random
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray
Search = Callable[..., Any]

RIGHT = ""
FEW, MANY = 2, 20
RUNS = 60
ROUNDED = 0.0051  # by two digits
ENOUGH_TRIES = 600
GOOD_SHARE = 0.75  # of halves that a line can part: guessing gets .5
STREAM = 4096  # random numbers that MANY tries cannot use up


def search_face(search: Search, arguments: tuple) -> str:
    """What the search does on X, y, tries and rng, in a few words."""
    X, y = arguments[:2]
    before = np.random.get_state(), random.getstate()
    np.random.seed(0)  # for a search that draws where it should not
    random.seed(0)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            for look in LOOKS:
                words = look(search, X, y)
                if words != RIGHT:
                    return words
    except Exception as error:
        return f"raised {type(error).__name__}"
    finally:
        np.random.set_state(before[0])
        random.setstate(before[1])
    return "right"


def run(search: Search, X: Array, y: Array, tries: int, seed: int) -> Any:
    """The result for a generator of this seed."""
    return search(X, y, tries, np.random.default_rng(seed))


def share_right(X: Array, y: Array, w: Array, b: float) -> float:
    """The share of X (n, d), y (n,) that the line w (d,), b gets right."""
    return float(np.mean((X @ np.asarray(w) + b >= 0) == (y == 1)))


def what_comes_back(search: Search, X: Array, y: Array) -> str:
    """Kinds and shapes of the results, and whether X and y stay."""
    given = X.copy(), y.copy()
    result = run(search, *given, MANY, 1)
    if not (np.array_equal(X, given[0]) and np.array_equal(y, given[1])):
        return "arguments changed"
    if isinstance(result, dict):
        return "a dictionary"
    if not isinstance(result, (tuple, list)):
        return f"one result of shape {np.shape(result)}"
    shapes = [np.shape(part) for part in result]
    return RIGHT if shapes == [(X.shape[1],), (), ()] else f"shapes {shapes}"


def what_best_is(search: Search, X: Array, y: Array) -> str:
    """The meaning of the third result that holds for every seed."""
    results = [run(search, X, y, MANY, seed) for seed in range(RUNS)]
    shares = [share_right(X, y, w, b) for w, b, _ in results]
    swapped = [share_right(X, y, w, b) for w, _, b in results]
    kinds = {
        RIGHT: [best - s for (_, _, best), s in zip(results, shares)],
        "count": [
            best - s * len(y) for (_, _, best), s in zip(results, shares)
        ],
        "percent": [
            best - s * 100 for (_, _, best), s in zip(results, shares)
        ],
        "errors": [best - 1 + s for (_, _, best), s in zip(results, shares)],
        "bias": [best - s for (_, best, _), s in zip(results, swapped)],
    }
    for kind, gaps in kinds.items():
        if np.max(np.abs(gaps)) < 1e-9:
            return kind and f"best is {kind}"
    if np.max(np.abs(kinds[RIGHT])) < ROUNDED:
        return "best is rounded"
    return "best is of another line"


def one_try(search: Search, X: Array, y: Array) -> str:
    """What a single try gives for a single student, right or wrong."""
    troubles = [
        trouble_of_one_try(search, X[:1], np.array([label]), seed)
        for seed in range(RUNS)
        for label in (0, 1)
    ]
    found = sorted(set(troubles) - {RIGHT})
    if not found:
        return RIGHT
    always = "sometimes" if RIGHT in troubles else "always"
    return f"one try {always} {found}"


def trouble_of_one_try(search: Search, X: Array, y: Array, seed: int) -> str:
    """What is wrong with the line of a single try, in a few words."""
    try:
        w, b, best = run(search, X, y, 1, seed)
    except Exception as error:
        return f"raised {type(error).__name__}"
    if w is None:
        return "gave no line"
    if not np.isclose(share_right(X, y, w, b), best):
        return "gave another line"
    return RIGHT


def randomness(search: Search, X: Array, y: Array) -> str:
    """Where the random numbers come from."""
    before = numpys_own_place()
    one, again = (run(search, X, y, MANY, 1) for _ in "ab")
    after = numpys_own_place()
    words = []
    if not all(map(np.array_equal, before, after)):
        words.append("numpy's own generator")
    if not same_line(one, again):
        words.append("not again")
    if same_line(one, run(search, X, y, MANY, 2)):
        first = run(search, X, y, 1, 1)
        lines = [run(search, X, y, tries, 1) for tries in (MANY, 100, 400)]
        words.append("never new")
        words += ["one line"] * all(same_line(first, line) for line in lines)
    elif np.isclose(one[1], run(search, X, y, MANY, 2)[1]):
        words.append("bias never new")
    return ", ".join(words)


def numpys_own_place() -> tuple:
    """Where the generator stands that numpy keeps for everybody."""
    state: Any = np.random.get_state()
    return state[1:3]


def same_line(one: tuple, other: tuple) -> bool:
    """Whether two results hold the same w and b."""
    return bool(np.allclose(one[0], other[0]) and np.isclose(one[1], other[1]))


def line_kept(search: Search, X: Array, y: Array) -> str:
    """Which of the lines comes back: the worst, any or the best."""
    single = score(search, X, y, 1, RUNS * MANY).reshape(RUNS, MANY)
    if np.ptp(single) == 0:  # then nothing can be told of the best
        yes = np.isclose(single, np.mean(y)).all()
        return f"all lines {'say yes' if yes else 'answer alike'}"
    kinds = {
        "the worst kept": single.min(axis=1).mean(),
        "any kept": single.mean(),
        RIGHT: single.max(axis=1).mean(),
    }
    seen = score(search, X, y, MANY, RUNS).mean()
    kind = min(kinds, key=lambda kind: abs(kinds[kind] - seen))
    if kind != RIGHT:
        return f"{kind}, lines {lines_drawn(search, X, y)}"
    return RIGHT


def score(search: Search, X: Array, y: Array, tries: int, runs: int) -> Array:
    """The shares right of `runs` searches."""
    lines = [run(search, X, y, tries, seed)[:2] for seed in range(runs)]
    return np.array([share_right(X, y, w, b) for w, b in lines])


def step_from_try_to_try(search: Search, X: Array, y: Array) -> str:
    """Whether a second line is drawn near the first one."""
    ones, twos = (
        np.array([run(search, X, y, tries, seed)[0] for seed in range(RUNS)])
        for tries in (1, FEW)
    )
    moves = np.abs(twos - ones).max(axis=1)
    moved = moves[moves > 1e-9]
    if len(moved) and np.median(moved) < ones.std() / 2:
        return "near the line before"
    return RIGHT


def count_of_lines(search: Search, X: Array, y: Array) -> str:
    """Whether as many lines are drawn as there are tries."""
    lines = lines_drawn(search, X, y)
    if lines not in ("as many", "unknown"):
        return f"{lines} lines"
    one, two = (
        sum(drawn(search, X, y, tries, seed) for seed in range(RUNS))
        for tries in (1, FEW)
    )
    return "two tries draw as much as one" if 0 < two < 1.1 * one else RIGHT


def lines_drawn(search: Search, X: Array, y: Array) -> str:
    """Whether ten times the tries draw ten times the numbers."""
    few = sum(drawn(search, X, y, FEW, seed) for seed in range(RUNS))
    many = sum(drawn(search, X, y, MANY, seed) for seed in range(RUNS))
    if few <= 0:
        return "unknown"
    ratio = many / few / (MANY / FEW)
    if ratio < 0.2:
        return "once"
    if 0.66 < ratio < 0.74:  # (MANY + 1) / (FEW + 1), over MANY / FEW
        return "one too many"
    return "as many" if 0.85 < ratio < 1.2 else "another number of"


def drawn(search: Search, X: Array, y: Array, tries: int, seed: int) -> int:
    """How many random numbers a call takes from its rng; 0 if unknown."""
    rng = np.random.default_rng(seed)
    stream = copy.deepcopy(rng).bit_generator.random_raw(STREAM)
    search(X, y, tries, rng)
    return int(np.argmax(stream == rng.bit_generator.random_raw()))


def reach(search: Search, X: Array, y: Array) -> str:
    """Which of the halves below many tries part well."""
    bad = [
        name
        for name, X_half, y_half in halves()
        if share_right(
            X_half, y_half, *run(search, X_half, y_half, ENOUGH_TRIES, 3)[:2]
        )
        < GOOD_SHARE
    ]
    return f"bad for {bad}" if bad else RIGHT


def halves() -> list[tuple[str, Array, Array]]:
    """Students whom a line parts in halves, with every sign of w and b."""
    X = np.random.default_rng(1).random((60, 2))
    above = (X.sum(axis=1) >= 1).astype(int)
    return [
        ("w +, b -", X, above),
        ("w -, b +", X, 1 - above),
        ("w +, b +", X - 1, above),
        ("w -, b -", X - 1, 1 - above),
        ("w + and -", X - 0.5, (X[:, 0] >= X[:, 1]).astype(int)),
    ]


# Each look supposes that what the ones before it ask for is right.
LOOKS: list[Callable[[Search, Array, Array], str]] = [
    what_comes_back,
    what_best_is,
    one_try,
    randomness,
    step_from_try_to_try,
    line_kept,
    count_of_lines,
    reach,
]
