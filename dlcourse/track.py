"""A small race track, cars that sense by rays, and a driver to learn from.

Many cars drive at once, each a row (x, y, heading). `look` is all that a
driver may know, `move` is one step, `ride` lets a driver steer until the lap
is done. `expert` is the driver whose steering a network can learn.
"""

from __future__ import annotations  # numpy.random loads only when used

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dlcourse.checks import Array, check_count

Driver = Callable[[Array], Array]  # senses (n, 7) -> steering (n,)

# The middle of the road at an angle a: 1 + sum of height cos(waves a + phase).
WAVES = np.array([[2, 0.18, 0.3], [3, 0.16, 1.1], [5, 0.05, 0.5]])
HALF_WIDTH = 0.13
SPEED = 0.04  # a step; a lap takes some 160
SHARPEST = 0.25  # radians that the heading turns in a step at most

RAYS = np.deg2rad([-75, -50, -25, 0, 25, 50, 75])
SIGHT = 0.9  # how far a ray reaches
ALONG = np.linspace(0, SIGHT, 46)[1:]  # where a ray asks: still road?

# A table by angle, since thousands of rays ask at every step.
FINENESS = 4096
ANGLES = (np.arange(FINENESS) + 0.5) * 2 * np.pi / FINENESS
MIDDLE = 1 + sum(h * np.cos(k * ANGLES + p) for k, h, p in WAVES)
SLOPE = -sum(h * k * np.sin(k * ANGLES + p) for k, h, p in WAVES)
# Across the road is not quite along the radius: half the width, seen so.
REACH = HALF_WIDTH * np.hypot(MIDDLE, SLOPE) / MIDDLE


def spot(angle: Array) -> Array:
    """The row of the tables for an angle of any size, elementwise."""
    turns = np.floor(angle * (FINENESS / (2 * np.pi)))
    return turns.astype(int) % FINENESS


def off_middle(x: Array, y: Array) -> Array:
    """How far from the middle, elementwise: 0 there, 1 at the edges."""
    row = spot(np.arctan2(y, x))
    return abs(np.hypot(x, y) - MIDDLE[row]) / REACH[row]


def on_road(cars: Array) -> Array:
    """True for each of the cars (n, 3) that has not left the road."""
    return off_middle(cars[:, 0], cars[:, 1]) < 1


def look(cars: Array) -> Array:
    """Senses (n, 7) of cars (n, 3): free road along each ray, 0 to 1."""
    direction = cars[:, 2, None] + RAYS
    x = cars[:, 0, None, None] + ALONG * np.cos(direction)[..., None]
    y = cars[:, 1, None, None] + ALONG * np.sin(direction)[..., None]
    free = off_middle(x, y) < 1
    steps = np.where(free.all(axis=2), len(ALONG), (~free).argmax(axis=2))
    return steps / len(ALONG)


def start(n: int, rng: np.random.Generator, *, spread: float = 0.0) -> Array:
    """Cars (n, 3) at random places of the road, pointing along it.

    With `spread` above 0 they stand up to that share of half the width off
    the middle, and point up to half as many radians off.
    """
    check_count("n", n)
    row = rng.integers(0, FINENESS, n)
    angle, middle, slope = ANGLES[row], MIDDLE[row], SLOPE[row]
    radius = middle + spread * REACH[row] * rng.uniform(-1, 1, n)
    heading = angle + np.arctan2(middle, slope)
    heading += spread / 2 * rng.uniform(-1, 1, n)
    return np.stack(
        [radius * np.cos(angle), radius * np.sin(angle), heading], axis=1
    )


def move(
    cars: Array, steering: Array, rng: np.random.Generator, *, wind: float
) -> Array:
    """The cars (n, 3) a step later, steered by (n,) and turned by gusts.

    `wind` is the standard deviation of a gust, in radians a step.
    """
    gusts = wind * rng.standard_normal(len(cars))
    turn = np.clip(steering, -SHARPEST, SHARPEST) + gusts
    heading = cars[:, 2] + turn
    ahead = SPEED * np.stack([np.cos(heading), np.sin(heading)], axis=1)
    return np.column_stack([cars[:, :2] + ahead, heading])


def expert(senses: Array) -> Array:
    """Steering (n,) of a practiced driver, from senses (n, 7) alone.

    It aims at the mean direction of the rays, weighted by the cube of what
    is free there, and turns the wheel by 0.7 of that angle.
    """
    weight = senses**3
    aim = (weight * RAYS).sum(axis=1) / weight.sum(axis=1)
    return np.clip(0.7 * aim, -SHARPEST, SHARPEST)


@dataclass(frozen=True)
class Ride:
    """What happened: paths (steps + 1, n, 3), and laps (n,), 1 when done."""

    paths: Array
    laps: Array

    @property
    def finished(self) -> float:
        """The share of the cars that came around once."""
        return float((self.laps >= 1).mean())


def ride(
    driver: Driver,
    cars: Array,
    rng: np.random.Generator,
    *,
    wind: float,
    steps: int = 220,
) -> Ride:
    """Let a driver steer cars (n, 3) until all are around or off the road.

    A car that has left the road, or done its lap, stays where it is.
    """
    paths, laps = [cars], np.zeros(len(cars))
    for _ in range(steps):
        driving = on_road(cars) & (laps < 1)
        if not driving.any():
            break
        now = cars[driving]
        moved = move(now, driver(look(now)), rng, wind=wind)
        laps[driving] += turned(now, moved) / (2 * np.pi)
        cars = cars.copy()
        cars[driving] = moved
        paths.append(cars)
    return Ride(np.array(paths), laps)


def turned(before: Array, after: Array) -> Array:
    """Radians (n,) that cars (n, 3) went around the center, -pi to pi."""
    place = [np.arctan2(cars[:, 1], cars[:, 0]) for cars in (before, after)]
    return (place[1] - place[0] + np.pi) % (2 * np.pi) - np.pi


def seen_by(
    driver: Driver, n: int, rng: np.random.Generator, *, wind: float
) -> tuple[Array, int]:
    """Senses (n, 7) that a driver meets, and how often it left the road.

    Five cars drive, and one that leaves the road starts anew in the middle.
    """
    cars, senses, accidents = start(5, rng), [], 0
    for _ in range(-(-n // len(cars))):
        senses.append(look(cars))
        cars = move(cars, driver(senses[-1]), rng, wind=wind)
        lost = ~on_road(cars)
        if lost.any():
            cars[lost] = start(int(lost.sum()), rng)
            accidents += int(lost.sum())
    return np.concatenate(senses)[:n], accidents
