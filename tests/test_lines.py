"""Lines of handwriting: composed, cut, and the best of all cuts."""

from itertools import combinations

import numpy as np
import pytest

from dlcourse import datasets, lines

BAR = np.zeros((8, 8))
BAR[:, 2:5] = 1  # a digit of three columns


def composed(count, *, gaps, dust=0.0, seed=0):
    """A line of bars, and their places."""
    rng = np.random.default_rng(seed)
    return lines.compose(np.array([BAR] * count), rng, gaps=gaps, dust=dust)


def test_a_line_holds_its_digits_where_it_says():
    """Real digits, found again at their places, wherever they slipped to."""
    X, _ = datasets.digits()
    images = X[:6].reshape(-1, 8, 8) / 16

    line, places = lines.compose(
        images, np.random.default_rng(0), gaps=(1, 2), dust=0
    )

    assert len(line) == lines.HEIGHT
    for image, (start, stop) in zip(images, places, strict=True):
        digit = lines.trimmed(image)
        tops = range(lines.HEIGHT - 7)
        assert any(
            np.allclose(line[top : top + 8, start:stop], digit) for top in tops
        )


def test_digits_overlap_by_as_much_as_was_asked():
    """A gap below 0 lets two share columns; ink is never above 1."""
    line, places = composed(5, gaps=(-1, -1))

    assert (places[1:, 0] - places[:-1, 1]).tolist() == [-1] * 4
    assert line.max() == 1


def test_dust_falls_on_about_its_share():
    """It only adds ink, and never more than a faint speck."""
    clean, _ = composed(200, gaps=(2, 2))
    dusty, _ = composed(200, gaps=(2, 2), dust=0.1)

    assert (dusty >= clean).all()
    assert (dusty[clean == 0] > 0).mean() == pytest.approx(0.1, abs=0.03)
    assert (dusty[clean == 0] <= 0.4).all()


def test_a_line_of_nothing_is_refused():
    """No digits, or a digit without ink: said in a line."""
    with pytest.raises(ValueError, match=r"images .* is empty"):
        lines.compose(np.zeros((0, 8, 8)), np.random.default_rng(0))
    with pytest.raises(ValueError, match="no ink"):
        lines.trimmed(np.zeros((8, 8)))


def test_digits_that_stand_apart_are_cut_where_they_end():
    """With an empty column between them, the cuts are the places."""
    line, places = composed(6, gaps=(1, 2))

    assert lines.cut(line).tolist() == places.tolist()


def test_what_is_too_wide_is_cut_at_its_faintest_column():
    """Two bars that a thin stroke joins fall apart at the stroke."""
    line = np.zeros((10, 14))
    line[1:9, 2:6] = line[1:9, 8:12] = line[4, 6:8] = 1

    assert lines.cut(line).tolist() == [[2, 6], [6, 12]]


def test_empty_paper_has_no_pieces():
    """Nor has a line with one column of dust."""
    line = np.zeros((10, 12))
    line[:2, 5] = 0.4

    assert lines.cut(line).shape == (0, 2)


def test_a_cutout_is_its_piece_in_the_middle():
    """Columns of the line, moved but not changed; the rest is empty."""
    line = np.random.default_rng(0).random((10, 20))

    wide, narrow = lines.cutouts(line, np.array([[3, 13], [4, 8]]))

    assert np.allclose(wide, line[:, 3:13])
    assert np.allclose(narrow[:, 3:7], line[:, 4:8])
    assert narrow.sum() == pytest.approx(line[:, 4:8].sum())


def test_candidates_are_all_pieces_of_allowed_width():
    """Counted by hand for six columns, widths 2 and 3."""
    places = lines.candidates(np.zeros((10, 6)), 2, 3)

    assert len(places) == 5 + 4
    assert set(np.diff(places)[:, 0]) == {2, 3}
    assert places.max() == 6


def tried_out(places, gains, ink):
    """The most that any row of pieces side by side brings, by trying all."""
    best = -ink.sum()
    for count in range(1, len(places) + 1):
        for row in combinations(range(len(places)), count):
            chosen = places[list(row)]
            if (chosen[1:, 0] >= chosen[:-1, 1]).all():
                free = np.ones(len(ink), bool)
                for start, stop in chosen:
                    free[start:stop] = False
                best = max(best, gains[list(row)].sum() - ink[free].sum())
    return best


@pytest.mark.parametrize("seed", range(10))
def test_the_best_path_is_the_best_of_all(seed):
    """No other row of pieces gains more; the path never overlaps."""
    rng = np.random.default_rng(seed)
    places = lines.candidates(np.zeros((10, 6)), 2, 4)
    gains, ink = -2 * rng.random(len(places)), rng.random(6)

    path = lines.best_path(places, gains, ink)

    chosen = places[path]
    covered = [column for a, b in chosen for column in range(a, b)]
    assert len(covered) == len(set(covered))
    free = np.setdiff1d(np.arange(6), covered)
    found = gains[path].sum() - ink[free].sum()
    assert found == pytest.approx(tried_out(places, gains, ink))


def test_columns_that_are_not_worth_reading_are_left_over():
    """A place that loses more than its ink is no part of the path."""
    places = np.array([[0, 2], [2, 4]])

    path = lines.best_path(places, np.array([-0.1, -5.0]), np.full(4, 0.5))

    assert path == [0]


def test_the_order_of_the_places_does_not_matter():
    """The same pieces are chosen, whatever their numbers."""
    rng = np.random.default_rng(3)
    places = lines.candidates(np.zeros((10, 9)), 2, 4)
    gains, ink = -rng.random(len(places)), rng.random(9)
    order = rng.permutation(len(places))

    path = lines.best_path(places, gains, ink)
    other = lines.best_path(places[order], gains[order], ink)

    assert len(path) > 1
    assert order[other].tolist() == path
    assert (np.diff(places[path][:, 0]) > 0).all(), "not left to right"
