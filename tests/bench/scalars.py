"""The tape beside micrograd: one step of micrograd's own demonstration.

A 2-16-16-1 network, 100 points, hinge loss, number by number.
"""

import random
import sys

import numpy as np

from dlcourse.tape import Value, neuron

from .measure import (
    Row,
    by_turns,
    give,
    installed,
    median_ratio,
    median_seconds,
    say,
)

SHAPES = ((2, 16), (16, 16), (16, 1))


def points():
    """100 points on two moons, and which moon, -1 or 1."""
    along = np.pi * np.random.default_rng(0).random(50)
    one = np.c_[np.cos(along), np.sin(along)]
    other = np.c_[1 - np.cos(along), 0.5 - np.sin(along)]
    return [*one.tolist(), *other.tolist()], [-1] * 50 + [1] * 50


def weights():
    """For each layer and each unit its weights, the same every time."""
    random.seed(0)
    return [
        [[random.uniform(-1, 1) for _ in range(d)] for _ in range(k)]
        for d, k in SHAPES
    ]


def long_sum(w, x, b):
    """A neuron with + and *."""
    return sum((a * v for a, v in zip(w, x)), b)


def step(value, unit):
    """The loss and one slope, for a class of values and a kind of neuron."""
    layers = [
        [([value(w) for w in ws], value(0.0)) for ws in layer]
        for layer in weights()
    ]
    total = 0.0
    for x, y in zip(*points()):
        for layer in layers[:-1]:
            x = [unit(ws, x, b).relu() for ws, b in layer]
        ((ws, b),) = layers[-1]
        total = (1 + -y * unit(ws, x, b)).relu() + total
    loss = total * (1 / 100)
    loss.backward()
    return loss.data, layers[0][0][0][0].grad


def main():
    """Measure both kinds of neuron."""
    rows = []
    if installed("micrograd"):
        from micrograd.engine import Value as Peer

        say("tape")
        sys.setrecursionlimit(100_000)  # micrograd's way back is recursive
        jobs = {
            "micrograd": lambda: step(Peer, long_sum),
            "+ and *": lambda: step(Value, long_sum),
            "neuron": lambda: step(Value, neuron),
        }
        expected = jobs["micrograd"]()
        for job in jobs.values():
            assert np.allclose(job(), expected, rtol=1e-9)
        samples = by_turns(jobs, 7)
        for name in ("+ and *", "neuron"):
            rows.append(Row(
                f"tape, a step of micrograd's demonstration, {name}", "s",
                median_seconds(samples[name]), "micrograd",
                median_seconds(samples["micrograd"]),
                median_ratio(samples[name], samples["micrograd"]),
            ))
    give(rows)


if __name__ == "__main__":
    main()
