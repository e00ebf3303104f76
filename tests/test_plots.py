import io

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import plots
from dlcourse.palette import COLORS
from dlcourse.training import Epoch


@pytest.fixture(autouse=True)
def figures_closed():
    with plt.rc_context():
        plt.switch_backend("agg")
        plots.use_style()
        yield
        plt.close("all")


X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
y = np.array([0, 0, 0, 1])


def svg(ax):
    file = io.StringIO()
    ax.figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


DRAWN = {
    "points": lambda ax: plots.points(X, y, names=["no", "yes"], ax=ax),
    "line": lambda ax: plots.line([1.0, 1.0], -1.5, label="line", ax=ax),
    "decision_regions": lambda ax: plots.decision_regions(
        lambda P: (P.sum(axis=1) > 1.5).astype(int), X, y, ax=ax
    ),
    "sides": lambda ax: plots.sides(
        np.linspace(0, 1, 12),
        np.add.outer(*2 * [np.linspace(-1, 1, 12)]),
        ax=ax,
    ),
    "curve": lambda ax: plots.curve(np.tanh, -3, 3, label="tanh", ax=ax),
    "tangent": lambda ax: plots.tangent(np.tanh, 0.5, label="slope", ax=ax),
    "bars": lambda ax: plots.bars([0.2, 0.7, 0.1], ax=ax),
    "loss_curves": lambda ax: plots.loss_curves([(2, 3), (1, 2)], ax=ax),
    "accuracy_curves": lambda ax: plots.accuracy_curves(
        [Epoch(1, 2.0, 0.5, 2.0, 0.4), Epoch(2, 1.0, 0.9, 1.5, 0.8)], ax=ax
    ),
    "loss_landscape": lambda ax: plots.loss_landscape(
        lambda u, v: u**2 + v**2,
        (-1, 1),
        (-1, 1),
        path=[(1, 1), (0.5, 0.5)],
        ax=ax,
    ),
}


def test_the_table_holds_every_plot():
    """A new plot has a row here, so the rules below hold for it too."""
    assert set(DRAWN) == set(plots.__all__) - {"use_style"}


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_draws_on_the_axes_it_was_given(name):
    """With `ax` no new figure is made, and the same axes come back."""
    _, ax = plt.subplots()
    before = plt.get_fignums()

    assert DRAWN[name](ax) is ax
    assert plt.get_fignums() == before


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_is_the_same_file_every_time(name):
    """The book's pages must not change when nothing has changed."""
    assert svg(DRAWN[name](None)) == svg(DRAWN[name](None))


@pytest.mark.parametrize("name", DRAWN)
def test_a_plot_keeps_its_text_as_text(name):
    """Letters stay letters, for search, copying and the reader's font."""
    drawing = svg(DRAWN[name](None))

    assert "<text" in drawing or "<tspan" in drawing


def test_every_class_has_its_own_marker():
    """Two classes differ in more than color."""
    ax = plots.points(X, y)
    first, second = (group.get_paths()[0].vertices for group in ax.collections)

    assert first.shape != second.shape or not np.allclose(first, second)


@pytest.mark.parametrize("bias", [-9.0, -0.5, 0.5, 9.0])
def test_the_side_of_the_yes_is_named(bias):
    """The word stands where the score is 0 or more, if it is anywhere."""
    edge = np.linspace(0, 1, 12)
    ax = plots.sides(edge, edge - edge[:, None] + bias)

    (text,) = ax.texts
    across, up = text.get_position()
    seen = [text.get_alpha() > 0, text.get_bbox_patch().get_alpha() > 0]

    assert seen == [bias > -1] * 2
    assert across - up + bias >= 0 or not any(seen)


def test_the_line_stands_where_the_score_is_zero():
    """Every point of the drawn line satisfies w @ x + b = 0."""
    ax = plots.line([2.0, -1.0], 0.5)
    foot = np.array(ax.lines[0].get_xy1())
    other = np.array(ax.lines[0].get_xy2())

    for x in (foot, other):
        assert [2.0, -1.0] @ x + 0.5 == pytest.approx(0)


def test_a_line_leaves_the_view_as_it_was():
    """A line that leaves the picture does not shrink the points in it."""
    ax = plots.points(X, y)
    before = ax.axis()

    plots.line([1.0, 0.0], 50.0, ax=ax)

    assert ax.axis() == before


def test_a_line_without_weights_is_refused():
    """0 x + b = 0 is no line, and the message says so."""
    with pytest.raises(ValueError, match="not both 0"):
        plots.line([0.0, 0.0], 1.0)


def test_a_tangent_touches_with_the_slope_of_the_curve():
    """At x the drawn line has the height of f and its slope."""
    ax = plots.tangent(lambda x: x**2, 3.0)
    (x1, x2), (y1, y2) = ax.lines[0].get_data()

    assert (y2 - y1) / (x2 - x1) == pytest.approx(6)
    assert (y1 + y2) / 2 == pytest.approx(9)


def test_epochs_and_pairs_give_the_same_curves():
    """`fit` and `train` are drawn alike."""
    records = [Epoch(1, 2.0, 0.5, 3.0, 0.4), Epoch(2, 1.0, 0.9, 2.0, 0.8)]

    one = plots.loss_curves(records).lines
    other = plots.loss_curves([(2.0, 3.0), (1.0, 2.0)]).lines

    for a, b in zip(one, other):
        np.testing.assert_array_equal(a.get_ydata(), b.get_ydata())


def test_training_and_validation_differ_in_their_dash():
    """The two curves can be told apart without color."""
    ax = plots.loss_curves([(2.0, 3.0), (1.0, 2.0)])

    assert [row.get_linestyle() for row in ax.lines] == ["-", "--"]


def test_without_validation_there_is_one_curve():
    """`fit` without X_val leaves None, which is not drawn."""
    ax = plots.loss_curves([Epoch(1, 2.0, 0.5), Epoch(2, 1.0, 0.9)])

    assert len(ax.lines) == 1


def test_a_path_is_drawn_in_the_colour_of_the_gradient():
    """Steps over the loss belong to the gradient, in every picture."""
    ax = DRAWN["loss_landscape"](None)

    assert ax.lines[0].get_color() == COLORS["gradient"]
