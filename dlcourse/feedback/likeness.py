"""In what a wrong function differs from the right one, in one sentence.

Where no known mistake fits, a function is still wrong in some regular way:
turned round, three times too large, right but for one of its results, or as
if an argument were 0. Here such regularities are tried on the small inputs of
`small_inputs.py`, and the first that holds on every one of them is told. So
nothing is told that is not true of all of these inputs. `relations.py` has
what a result may be of the right one, `alterations.py` how a function may take
its arguments for others.
"""

import contextlib
import copy
import itertools
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

import dlcourse
from dlcourse.feedback.alterations import (
    alterations,
    features,
    of_entries,
)
from dlcourse.feedback.calls import quiet
from dlcourse.feedback.relations import Trial, names_of, relation
from dlcourse.feedback.small_inputs import Arguments
from dlcourse.feedback.small_witness import SMALL_WITNESSES
from dlcourse.feedback.smallest import alike, examples

LONGEST = 0.5  # seconds, for all calls of the student's function together
MANY = 4  # results, whose orders are tried
ENOUGH = 4  # so many inputs must be wrong, or any regularity is chance
ORDINARY = 100  # a number as large as this is there to make trouble
# To blame a kind of inputs, so many of them must go wrong, and so many times
# as many as of all.
MOSTLY, LIFT = 0.4, 1.4

# What a function's several results are called.
RESULTS = {
    "dense_backward": ("dX", "dW", "db"),
    "standardize": ("train", "val"),
    "scale_backward": ("dX", "dgain", "dbias"),
    "momentum_step": ("parameters", "velocity"),
}


def likeness(function: Callable) -> str:
    """What is true of all that the function does wrong; "" if nothing is."""
    name = getattr(function, "__name__", "")
    if name in SMALL_WITNESSES:
        return ""
    with quiet(), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        # What a student's function gives back may be anything at all.
        with contextlib.suppress(Exception):
            return likeness_of(name, list(tried(name, function)))
    return ""


def likeness_of(name: str, trials: list[Trial]) -> str:
    """The first regularity in these trials, as a sentence; or ""."""
    if sum(trial.wrong for trial in trials) < ENOUGH:
        return ""
    calm = [trial for trial in trials if ordinary(trial.arguments)]
    for some, where in ((trials, ""), (calm, " of ordinary numbers")):
        if sum(trial.wrong for trial in some) < ENOUGH:
            continue
        words = regularity(name, some)
        if words:
            return f"On all {len(some)} small inputs{where} {words}."
    return (
        of_the_wrong(name, trials)
        or entries(name, trials)
        or place(name, trials)
    )


def tried(name: str, function: Callable) -> Iterator[Trial]:
    """The function on its small inputs, for as long as that may take."""
    end = time.monotonic() + LONGEST
    for arguments, wanted in examples(name):
        if time.monotonic() > end:
            return
        trial = Trial(arguments, wanted)
        try:
            given = function(*copy.deepcopy(arguments))
        except Exception:
            yield replace(trial, stopped=True)
        else:
            yield replace(trial, given=given)


def ordinary(arguments: Arguments) -> bool:
    """Whether no number among these is huge."""
    return all(
        np.abs(value).max(initial=0) < ORDINARY
        for value in arguments
        if isinstance(value, np.ndarray)
    )


def regularity(name: str, trials: list[Trial]) -> str:
    """What holds for all of these, in the middle of a sentence; or ""."""
    if any(trial.stopped for trial in trials):
        return ""
    return (
        part_by_part(name, trials)
        or other_order(name, trials)
        or one_too_many(trials)
        or relation(name, trials)
        or as_if(name, trials)
    )


def of_the_wrong(name: str, trials: list[Trial]) -> str:
    """What holds for all that is wrong, where much is right."""
    wrong = [trial for trial in trials if trial.wrong]
    if any(trial.stopped for trial in wrong):
        return ""
    words = relation(name, wrong)
    right = len(trials) - len(wrong)
    return words and (
        f"{right} of {len(trials)} small inputs come out right; on all others "
        f"{words}."
    )


def parts_of(name: str, value: Any) -> dict[str, Any] | None:
    """The results by their names, where there are several."""
    if isinstance(value, dict):
        return dict(value)
    if isinstance(value, (tuple, list)) and len(value) == len(
        RESULTS.get(name, ())
    ):
        return dict(zip(RESULTS[name], value))
    return None


def part_by_part(name: str, trials: list[Trial]) -> str:
    """Which of several results are right, and what the others have."""
    pairs = [
        (parts_of(name, t.given), parts_of(name, t.wanted)) for t in trials
    ]
    names = list(pairs[0][1] or ())
    if not names or any(g is None or w is None or g.keys() != w.keys()
                        for g, w in pairs):  # fmt: skip
        return ""
    of_each = {
        part: [
            replace(t, given=g[part], wanted=w[part])
            for t, (g, w) in zip(trials, pairs)
            if g is not None and w is not None
        ]
        for part in names
    }
    wrong = [part for part in names if any(t.wrong for t in of_each[part])]
    right = [part for part in names if part not in wrong]
    said = {
        relation(name, of_each[part])
        or (as_if(name, of_each[part], part) if right else "")
        for part in wrong
    }
    words = said.pop() if len(said) == 1 else ""
    if not words and not right:
        return ""
    if not words:
        return f"{named(right)} {be(right)} right, but not {named(wrong)}"
    if right:
        rest = words.replace("yours", named(wrong), 1)
        if len(wrong) > 1:
            rest = rest.replace(" is ", " are ", 1).replace(" has ", " have ")
            rest = rest.replace(" works ", " come out ", 1)
        words = f"{named(right)} {be(right)} right; {rest}"
    return words


def named(parts: list[str]) -> str:
    """The names in one phrase.

    >>> named(["dX", "dW", "db"]), named(["db"])
    ('dX, dW and db', 'db')
    """
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def be(parts: list[str]) -> str:
    """The verb that goes with so many."""
    return "is" if len(parts) == 1 else "are"


def other_order(name: str, trials: list[Trial]) -> str:
    """Whether several results are right but stand in another's place."""
    pairs = [
        (parts_of(name, t.given), parts_of(name, t.wanted)) for t in trials
    ]
    places = list(pairs[0][1] or ())
    if len(places) > MANY or any(
        given is None or given.keys() != set(places) for given, _ in pairs
    ):
        return ""
    for order in itertools.permutations(places):
        if all(
            alike((given or {})[place], (wanted or {})[part])
            for given, wanted in pairs
            for place, part in zip(places, order)
        ):
            moved = [
                f"{part} stands where {place} belongs"
                for place, part in zip(places, order)
                if place != part
            ]
            return f"your results are right, but {named(moved)}"
    return ""


def one_too_many(trials: list[Trial]) -> str:
    """Whether one thing of several that came back would be right alone."""
    for trial in trials:
        if (
            not isinstance(trial.given, (tuple, list))
            or isinstance(trial.wanted, (tuple, dict))
            or len(trial.given) != len(trials[0].given)
        ):
            return ""
    for place, word in enumerate(("first", "second", "third", "fourth")):
        if place < len(trials[0].given) and all(
            alike(trial.given[place], trial.wanted) for trial in trials
        ):
            many = len(trials[0].given)
            return f"the {word} of your {many} results alone would be right"
    return ""


def as_if(name: str, trials: list[Trial], part: str = "") -> str:
    """As if which other arguments were handed in, yours works.

    Of several results only the `part` is looked at, if one is named.
    """
    right = getattr(dlcourse, name, None)
    if right is None:
        return ""
    like = max((trial.arguments for trial in trials), key=len)
    for words, altered in alterations(names_of(name, like), like):
        seen = 0
        for trial in trials:
            arguments = altered(copy.deepcopy(trial.arguments))
            if arguments is None:
                continue
            try:
                expected = right(*arguments)
            except Exception:
                break
            if part:
                expected = (parts_of(name, expected) or {})[part]
            if not alike(trial.given, expected):
                break
            seen += trial.wrong
        else:
            if seen >= ENOUGH:
                return f"yours works as if {words}"
    return ""


def entries(name: str, trials: list[Trial]) -> str:
    """Which numbers of each result alone are wrong; "" if it is no rule."""
    wrong: list[np.ndarray] = []
    for trial in trials:
        if trial.stopped or np.shape(trial.given) != np.shape(trial.wanted):
            return ""
        given, wanted = (
            np.asarray(result, float) for result in (trial.given, trial.wanted)
        )
        wrong.append(~np.isclose(given, wanted).ravel())
    all_wrong = np.concatenate(wrong)
    names = names_of(name, trials[0].arguments)
    best, told = 0.0, ""
    for words, found in of_entries(
        names,
        [t.arguments for t in trials],
        [np.shape(t.wanted) for t in trials],
    ):
        there = np.concatenate(found)
        if there.all() or (all_wrong & ~there).any():
            continue
        share = all_wrong[there].mean()
        if share > best:
            best, told = share, words
    if best < 1 and (best < MOSTLY or best < LIFT * all_wrong.mean()):
        return ""
    return (
        f"In {len(trials)} small inputs every number of yours is right but "
        f"{'those' if best == 1 else 'some of those'} {told}."
    )


def place(name: str, trials: list[Trial]) -> str:
    """On which kind of inputs alone the function goes wrong; "" if on all."""
    wrong = np.array([trial.wrong for trial in trials])
    if wrong.all():
        return ""
    names = names_of(name, trials[0].arguments)
    best, told = 0.0, ""
    for words, has in features(names, trials[0].arguments):
        there = np.array([has(trial.arguments) for trial in trials])
        if there.all() or (wrong & ~there).any():
            continue
        share = wrong[there].mean()
        if share > best:
            best, told = share, words
    if best < MOSTLY or (best < 1 and best < LIFT * wrong.mean()):
        return ""
    stops = all(trial.stopped for trial in trials if trial.wrong)
    does = "stops with an error" if stops else "goes wrong"
    return (
        f"{int((~wrong).sum())} of {len(trials)} small inputs come out right; "
        f"yours {does} {'only' if best < 1 else 'wherever'}"
        f"{' where' if best < 1 else ''} {told}."
    )
