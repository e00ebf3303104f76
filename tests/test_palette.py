import matplotlib.pyplot as plt
import pytest

from dlcourse import palette


@pytest.fixture(autouse=True)
def figures_closed():
    with plt.rc_context():
        plt.switch_backend("agg")
        yield
        plt.close("all")


def brightness(color):
    """Relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted([brightness(one), brightness(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    "name", sorted(set(palette.COLORS) - {"paper", "grid"})
)
def test_every_colour_can_be_read_on_paper(name):
    """A contrast of at least 4.5 with the page, as WCAG asks for text."""
    found = contrast(palette.COLORS[name], palette.COLORS["paper"])

    assert found >= 4.5


def test_no_two_roles_look_alike():
    """Each role has its own color, and its own marker where color fails."""
    styles = [palette.role(name) for name in palette.ROLES]

    assert len({style["color"] for style in styles}) == len(styles)
    assert len({style["marker"] for style in styles}) == len(styles)


def test_ten_classes_have_ten_markers():
    """Classes that share a color differ in their marker."""
    markers = {palette.class_style(label)["marker"] for label in range(10)}

    assert len(markers) == 10


def test_an_unknown_role_is_named_with_those_we_have():
    """A wrong role says what was found and what could stand there."""
    with pytest.raises(ValueError, match=r"'wieghts'.*data, weights"):
        palette.role("wieghts")


def test_the_style_sheet_uses_colours_of_the_palette_alone():
    """Every color of the style sheet has a name the themes can change."""
    palette.use_style()
    names = [
        "axes.edgecolor",
        "axes.labelcolor",
        "text.color",
        "xtick.color",
        "grid.color",
    ]
    used = {plt.rcParams[name] for name in names}
    cycle = {row["color"] for row in plt.rcParams["axes.prop_cycle"]}

    assert used | cycle <= set(palette.COLORS.values())


def test_figures_have_no_background():
    """A figure lies on the page, light or dark, not on a panel of its own."""
    palette.use_style()

    assert plt.rcParams["savefig.facecolor"] == "none"
    assert plt.rcParams["axes.facecolor"] == "none"


def test_powers_of_ten_stand_in_one_line():
    """No raised exponent, whose letters nobody can read on a phone."""
    _, ax = plt.subplots()
    ax.set(xscale="log", xlim=(1e-5, 1e9), xticks=[1e-5, 0.01, 1, 1e3, 1e9])

    palette.tens(ax.xaxis)
    ax.figure.canvas.draw()

    labels = [label.get_text() for label in ax.get_xticklabels()]
    assert labels == ["1e-5", "0.01", "1", "1000", "1e9"]
