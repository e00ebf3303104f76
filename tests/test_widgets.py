"""Moving figures: the object, in a kernel, in the book, and elsewhere."""

import sys

import ipywidgets
import matplotlib.pyplot as plt
import pytest

from dlcourse.palette import use_style
from dlcourse.widgets import BUILDING, MIME, Control, MovingFigure

ALT = "A straight line that rises as the bias grows."


@pytest.fixture(autouse=True)
def figures_closed(monkeypatch):
    monkeypatch.delenv(BUILDING, raising=False)
    with plt.rc_context():
        plt.switch_backend("agg")
        use_style()
        yield
        plt.close("all")


def draw(w, b):
    _, ax = plt.subplots()
    ax.plot([0, 1], [b, w + b])
    ax.set(ylim=(-3, 3))
    return ax


def say(w, b):
    return f"With w = {w} and b = {b} it ends at {w + b}."


def figure(**changes):
    """A line over two weights and three biases."""
    given = {"say": say, "alt": ALT, **changes}
    controls = [Control("weight", [1, 2]), Control("bias", [-1, 0, 1], 0)]
    return MovingFigure(draw, controls, **given)


def test_a_frame_is_drawn_and_said_for_every_setting(monkeypatch):
    """Six settings, six pictures that differ, six sentences in order."""
    monkeypatch.setenv(BUILDING, "1")

    bundle = figure()._repr_mimebundle_()

    frames = bundle[MIME]
    assert frames["words"] == [say(w, b) for w in (1, 2) for b in (-1, 0, 1)]
    assert len(set(frames["pictures"])) == 6
    assert [c["start"] for c in frames["controls"]] == [0, 1]
    assert bundle["image/svg+xml"] == frames["pictures"][-1]
    assert bundle["text/plain"] == ALT


def test_the_same_frames_come_out_every_time():
    """The book's pages must not change when nothing has changed."""
    assert figure().frames() == figure().frames()


def test_no_figure_stays_open():
    """A notebook would show it a second time, and matplotlib would warn."""
    figure().frames()

    assert plt.get_fignums() == []


def test_with_a_kernel_a_slider_draws_anew():
    """Moving a slider changes the picture, and what is said of it."""
    bundle = figure()._repr_mimebundle_()
    box = figure().widget()
    (weight,), (bias,) = box.children[0].children, box.children[1].children
    words, picture = box.children[2:]
    before = picture.value

    bias.value = 1

    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert MIME not in bundle
    assert (weight.value, words.value) == (1, say(1, 1))
    assert picture.value != before
    assert f'aria-label="{ALT}"' in picture.value


def test_a_course_in_time_can_be_played_with_a_kernel():
    """A button moves the first slider from its first value to its last."""
    row = figure(play=True).widget().children[0]

    button, slider = row.children
    assert isinstance(button, ipywidgets.Play)
    assert button.max == len(slider.options) - 1


def test_without_ipywidgets_the_last_frame_is_shown(monkeypatch):
    """A notebook on a machine without them has a picture all the same."""
    monkeypatch.setitem(sys.modules, "ipywidgets", None)

    bundle = figure()._repr_mimebundle_()

    assert set(bundle) == {"image/svg+xml", "text/plain"}
    assert bundle["image/svg+xml"] == figure().picture(2, 1)


def test_a_figure_rests_where_it_is_told_to():
    """The last setting may show least; another can stand on paper."""
    weight, bias = Control("w", [1, 2]), Control("b", [0, 5, 9], rest=5)
    frames = MovingFigure(draw, [weight, bias], say=say, alt=ALT).frames()

    assert frames["words"][frames["rest"]] == say(2, 5)
    assert [each["rest"] for each in frames["controls"]] == [1, 1]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: figure(alt="a line"), "say in a sentence"),
        (lambda: figure(say=lambda w, b: " ").frames(), r"for \(1, -1\)"),
        (lambda: MovingFigure(draw, [], say=say, alt=ALT), "one is needed"),
        (lambda: Control("bias", [1]), "bias has 1 values"),
        (lambda: Control("bias", [1, 2], 3), "bias is to stand at 3"),
        (lambda: Control("bias", [1, 2], rest=0), "bias is to stand at 0"),
    ],
)
def test_what_nobody_could_follow_is_refused(wrong, message):
    """No words, no controls, or nothing to move: one line says which."""
    with pytest.raises(ValueError, match=message):
        wrong()
