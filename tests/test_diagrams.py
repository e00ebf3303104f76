import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.patches import Circle, Ellipse, FancyArrowPatch

from dlcourse import diagrams, palette


@pytest.fixture(autouse=True)
def figures_closed():
    with plt.rc_context():
        plt.switch_backend("agg")
        palette.use_style()
        yield
        plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def count(ax, kind):
    return sum(type(patch) is kind for patch in ax.patches)


def test_flow_has_an_arrow_for_each_input_and_output():
    """Two things go in, one comes out: three arrows."""
    ax = diagrams.flow(["data", "answers"], "machine learning", ["rules"])

    assert count(ax, FancyArrowPatch) == 3
    assert set(texts(ax)) == {"data", "answers", "machine learning", "rules"}


def test_nested_sets_lie_inside_each_other():
    """Each set reaches less far than the one around it."""
    ax = diagrams.nested("AI", "ML", "DL")
    rings = [patch for patch in ax.patches if type(patch) is Ellipse]

    for outer, inner in zip(rings, rings[1:]):  # noqa: RUF007
        assert inner.width < outer.width
        assert inner.height < outer.height
        assert np.abs(np.subtract(inner.center, outer.center)).max() < 1


def test_a_loop_comes_back_to_its_first_step():
    """As many arrows as steps, and the steps are numbered."""
    ax = diagrams.loop(["guess", "measure", "change"])

    assert count(ax, FancyArrowPatch) == 3
    assert texts(ax)[:3] == ["1  guess", "2  measure", "3  change"]


def test_a_network_has_a_line_for_every_weight():
    """2 inputs, 3 hidden neurons, 1 output: 2 * 3 + 3 * 1 lines."""
    ax = diagrams.network([2, 3, 1])

    assert len(ax.lines) == 9
    assert count(ax, Circle) == 6


def test_a_wide_layer_is_cut_and_says_its_size():
    """64 neurons become five and three dots; the label tells the size."""
    ax = diagrams.network([64, 2])

    assert count(ax, Circle) == 5 + 3 + 2
    assert "inputs\n64" in texts(ax)


def test_slopes_flow_back_along_the_edges_they_belong_to():
    """An edge whose start has a slope gets a second arrow, dotted."""
    ax = diagrams.computation_graph(
        {"x": (0, 1), "w": (0, 0), "z": (1, 0.5)},
        [("x", "z"), ("w", "z")],
        forward={"x": "2"},
        backward={"w": "dw = 2"},
    )
    arrows = [patch for patch in ax.patches if type(patch) is FancyArrowPatch]

    assert len(arrows) == 3
    assert [a.get_linestyle() for a in arrows].count(":") == 1
