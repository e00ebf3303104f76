import io

import matplotlib.pyplot as plt
import numpy as np
import pytest

from dlcourse import palette, pictures


@pytest.fixture(autouse=True)
def figures_closed():
    with plt.rc_context():
        plt.switch_backend("agg")
        palette.use_style()
        yield
        plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_images_draws_one_picture_for_each_row():
    """X (3, 16) becomes three pictures of 4 by 4."""
    ax = pictures.images(np.ones((3, 16)))

    assert [image.get_array().shape for image in ax.images] == [(4, 4)] * 3


def test_a_wrong_guess_is_said_in_words():
    """Right guesses show the label; wrong ones say what the image is."""
    ax = pictures.images(np.ones((2, 4)), np.array([3, 4]), np.array([3, 9]))

    assert texts(ax) == ["3", "9, is 4"]


def test_pixels_stay_pixels_in_svg():
    """The picture in the file has as many pixels as the data: no blur."""
    ax = pictures.images(np.ones((1, 64)))
    file = io.StringIO()
    ax.figure.savefig(file, format="svg")

    assert "pixelated" in file.getvalue()


def test_an_image_that_is_no_square_is_refused():
    """The message gives the number of pixels and the way out."""
    with pytest.raises(ValueError, match=r"6 pixels.*\(n, h, w\)"):
        pictures.images(np.ones((1, 6)))


def test_images_may_come_as_rows_of_pixels_or_as_pictures():
    """(n, h, w) need not be square."""
    ax = pictures.images(np.ones((2, 2, 3)))

    assert ax.images[0].get_array().shape == (2, 3)


def test_weights_share_one_scale_around_zero():
    """Zero is clear in every picture, and colors compare between them."""
    W = np.array([[1.0, -3.0], [0, 0], [0, 0], [0, 0]])
    ax = pictures.weights(W)

    limits = {image.get_clim() for image in ax.images}
    assert limits == {(-3.0, 3.0)}


def test_confusion_writes_every_count_that_is_not_zero():
    """Counts stand as numbers; empty cells stay empty."""
    ax = pictures.confusion(np.array([[5, 1], [0, 7]]))

    assert texts(ax) == ["5", "1", "7"]


def test_activations_draws_a_strip_for_each_layer():
    """Rows (1, d) of a trace become strips of d cells."""
    trace = [np.ones((1, 4)), np.ones((1, 3)), np.ones((1, 2))]
    ax = pictures.activations(trace)

    widths = [image.get_array().shape[1] for image in ax.images]
    assert widths == [4, 3, 2]
    assert texts(ax)[::2] == ["X", "A1", "Z"]


def test_arrays_writes_every_number_below_its_name():
    """A vector is one row; signs stand between, from left to right."""
    ax = pictures.arrays(
        pictures.Table(np.array([[1.0, -2.0], [0.5, 3.0]]), "X (2, 2)"),
        "@",
        pictures.Table(np.array([4.0, 5.0]), "w (2,)"),
    )

    expected = ["1", "−2", "0.5", "3", "X (2, 2)", "@", "4", "5", "w (2,)"]
    assert texts(ax) == expected
    assert [text.get_position()[0] for text in ax.texts[4:7]] == sorted(
        text.get_position()[0] for text in ax.texts[4:7]
    )


def test_arrays_frames_the_cells_of_the_mask_and_no_other():
    """Framed cells are thick, faint ones dotted, in the mask's places."""
    mask = np.array([[True, False, False], [False, False, True]])
    ax = pictures.arrays(
        pictures.Table(np.ones((2, 3)), "X", framed=mask, faint=~mask)
    )

    thick = [patch.get_linewidth() > 1 for patch in ax.patches]
    dotted = [patch.get_linestyle() == ":" for patch in ax.patches]
    assert thick == mask.ravel().tolist()
    assert dotted == (~mask).ravel().tolist()


def test_arrays_leaves_no_cell_outside_the_picture():
    """Long names and tall tables find room within the limits."""
    ax = pictures.arrays(
        pictures.Table(np.arange(4.0)[:, None], "a long name (4, 1)"),
        "=",
        pictures.Table(np.array([True, False]), "mask (2,)"),
    )

    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    for patch in ax.patches:
        (x, y), width, height = (
            patch.get_xy(),
            patch.get_width(),
            patch.get_height(),
        )
        assert left < x < x + width < right
        assert bottom < y < y + height < top
