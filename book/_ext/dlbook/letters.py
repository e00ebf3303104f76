"""The letters of formulas in the colors of figures: one visual language.

The letters mean the same in the whole course (see the notation page), so a
letter says by itself what it stands for; the color repeats it. `dW` and
"the change of L with W" are slopes, whatever follows the d.
"""

from itertools import pairwise
from xml.etree.ElementTree import Element

ROLES = {
    "data": "xXyY",
    "weights": "wWbθ",
    "activations": "aA",
    "loss": "Lℓ",
    "gradient": "∇",
}
ROLE_OF = {letter: name for name, all_ in ROLES.items() for letter in all_}
CHANGES = {"d", "∂"}
COUNTS = set("dkpnij")  # a d before one of these is a count as well
SCRIPTS = {"msub", "msup", "msubsup", "mover"}


def color(root: Element) -> None:
    """Give each letter that has a role its class, in place."""
    for element in root.iter():
        name = ROLE_OF.get(letter(element))
        if name:
            element.set("class", f"dl-{name}")
    for row in root.iter():
        for sign, changed in pairwise(row):
            base = first(changed)
            if letter(sign) in CHANGES and single(base):
                sign.set("class", "dl-gradient")
                base.set("class", "dl-gradient")


def letter(element: Element) -> str:
    """The one sign that an element holds, or ""."""
    text = (element.text or "").strip()
    return text if element.tag in ("mi", "mo") and len(text) == 1 else ""


def single(element: Element) -> bool:
    """True for a letter: what a d before it makes a slope of."""
    text = letter(element)
    return element.tag == "mi" and text.isalpha() and text not in COUNTS


def first(element: Element) -> Element:
    """The letter below its index: W of W with a 1."""
    while element.tag in SCRIPTS and len(element):
        element = element[0]
    return element
