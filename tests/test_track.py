"""The track is a road, the rays measure it, and the expert can drive."""

import numpy as np
import pytest

from dlcourse import track

RNG = np.random.default_rng


def straight(senses):
    """A driver who never turns the wheel."""
    return np.zeros(len(senses))


def test_a_car_starts_in_the_middle_and_points_along_the_road():
    """Two steps ahead it is still near the middle; backward as well."""
    cars = track.start(500, RNG(0))

    ahead = track.move(cars, np.zeros(500), RNG(0), wind=0)
    away = track.off_middle(ahead[:, 0], ahead[:, 1])

    assert track.off_middle(cars[:, 0], cars[:, 1]).max() < 1e-9
    assert away.max() < 0.15


def test_spread_starts_reach_toward_the_edges_but_not_over_them():
    """A share of half the width, to both sides."""
    cars = track.start(2000, RNG(0), spread=0.8)

    away = track.off_middle(cars[:, 0], cars[:, 1])

    assert 0.75 < away.max() <= 0.8 + 1e-9


def test_the_road_is_as_wide_as_it_says():
    """Across the road by just less than half the width is road."""
    cars = track.start(500, RNG(1))
    left = cars[:, 2] + np.pi / 2
    across = np.stack([np.cos(left), np.sin(left)], axis=1)

    for share, there in ((0.85, True), (-0.85, True), (1.2, False)):
        moved = cars.copy()
        moved[:, :2] += share * track.HALF_WIDTH * across
        assert (track.on_road(moved) == there).all()


def test_a_ray_is_as_long_as_the_road_is_free():
    """Its end is road, and a step further is not."""
    cars = track.start(100, RNG(2))
    length = track.look(cars)[:, 3] * track.SIGHT
    step = track.ALONG[0]

    def off(distance):
        x = cars[:, 0] + distance * np.cos(cars[:, 2])
        y = cars[:, 1] + distance * np.sin(cars[:, 2])
        return track.off_middle(x, y)

    short = length < track.SIGHT
    assert (off(length) < 1).all()
    assert (off(length + step)[short] >= 1).all()


def test_a_car_near_the_left_edge_sees_more_on_its_right():
    """Rays to the right have negative angles and stand first."""
    cars = track.start(200, RNG(0))
    left = cars[:, 2] + np.pi / 2
    cars[:, 0] += 0.08 * np.cos(left)
    cars[:, 1] += 0.08 * np.sin(left)

    senses = track.look(cars)

    assert senses[:, 0].mean() > 2 * senses[:, 6].mean()


@pytest.mark.parametrize("seed", range(5))
def test_the_expert_finishes_in_wind_from_anywhere(seed):
    """The driver to learn from does not fail in what the book asks of it."""
    cars = track.start(40, RNG(seed), spread=0.8)

    ride = track.ride(track.expert, cars, RNG(seed), wind=0.1)

    assert ride.finished >= 0.95
    assert len(ride.paths) < 220


def test_who_does_not_steer_leaves_the_road_and_stays_there():
    """The track has bends, and a car off the road does not come back."""
    ride = track.ride(straight, track.start(40, RNG(0)), RNG(0), wind=0)

    assert ride.finished == 0
    assert not track.on_road(ride.paths[-1]).any()


def test_gusts_turn_a_car_by_the_wind():
    """Their spread is the standard deviation that was asked for."""
    cars = track.start(20_000, RNG(0))

    after = track.move(cars, np.zeros(20_000), RNG(1), wind=0.1)

    assert (after[:, 2] - cars[:, 2]).std() == pytest.approx(0.1, rel=0.05)


def test_the_wheel_turns_only_so_far():
    """More is cut off, to both sides."""
    cars = track.start(2, RNG(0))

    after = track.move(cars, np.array([9.0, -9.0]), RNG(0), wind=0)

    assert after[:, 2] - cars[:, 2] == pytest.approx(
        [track.SHARPEST, -track.SHARPEST]
    )


def test_what_is_seen_is_what_was_asked_for():
    """So many senses, whoever drives, even one who always leaves the road."""
    for driver in (track.expert, straight):
        senses, accidents = track.seen_by(driver, 203, RNG(0), wind=0.1)

        assert (accidents > 0) == (driver is straight)
        assert senses.shape == (203, 7)
        assert senses.min() >= 0
        assert senses.max() <= 1
