"""Letters in formulas have the colours of figures."""

import re
import sys
from pathlib import Path

import pytest

from dlcourse.palette import ROLES

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import letters  # noqa: E402
from dlbook.formulas import mathml  # noqa: E402

SIGN = re.compile(r'<m[io] class="dl-([a-z]+)">(.)</m[io]>')


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("Z = X W_1 + b", "X data, W weights, b weights"),
        (r"L(\theta)", "L loss, θ weights"),
        (r"\hat{y} = a", "y data, a activations"),
        ("dW_1 = X^T dZ", "d W gradient, X data, d Z gradient"),
        (r"\frac{\partial L}{\partial w}", "∂ L ∂ w gradient"),
        (r"n \times d", ""),
        ("d k + k", ""),
        ("wx_1", "w weights, x data"),
    ],
)
def test_a_letter_has_the_color_of_what_it_stands_for(tex, found):
    """What follows a d is a slope; a count has no color."""
    seen = [f"{sign} {name}" for name, sign in SIGN.findall(mathml(tex))]

    wanted = []
    for group in filter(None, found.split(", ")):
        *signs, name = group.split()
        wanted += [f"{sign} {name}" for sign in signs]
    assert seen == wanted


def test_formulas_and_figures_have_the_same_five_roles():
    """The style sheet has a color for each, from the same property."""
    sheet = (ROOT / "book" / "_static" / "course.css").read_text("utf-8")

    assert set(letters.ROLES) == set(ROLES)
    for name in ROLES:
        rule = f"math .dl-{name} {{\n  color: var(--dl-{name});\n}}"
        assert rule in sheet, name


def test_no_letter_has_two_roles():
    """A reader who learned a letter once knows it everywhere."""
    every = "".join(letters.ROLES.values())

    assert len(every) == len(set(every)) == len(letters.ROLE_OF)
