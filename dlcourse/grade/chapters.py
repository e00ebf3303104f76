"""Which chapter of the book helps with a function, and where it stands.

The report and the explanation of a mark point there. Without an address of
the book they name the chapter alone.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from dlcourse.feedback.asked import ASKED

SITE = "COURSE_URL"  # where a publisher says the book's address
BUILT = Path("_build") / "html"
FIRST = "book/index.html"
TITLES = {
    "search": "Learning as search with feedback",
    "layers": "Neurons and layers",
    "loss": "Loss",
    "slopes": "Slopes",
    "backprop": "Backpropagation",
    "training-loop": "The training loop, in five steps",
    "initialization": "Initialization",
    "generalize": "Does it generalize?",
    "digit-classifier": "A digit classifier from scratch",
    "teaching": "A lesson plan",
}
USUAL = {
    "1_search": "search",
    "2_forward": "layers",
    "3_loss": "loss",
    "4_backprop": "backprop",
    "5_training": "training-loop",
    "6_digits": "digit-classifier",
}
OTHERS = {
    "initialize": "initialization",
    "numerical_gradient": "slopes",
    "best_epoch": "generalize",
    "train_val_split": "generalize",
    "standardize": "generalize",
}


@dataclass(frozen=True)
class Chapter:
    """A page of the book; its address is empty where the book is not."""

    title: str
    address: str = ""


class Book:
    """The book at an address, a folder's or a site's; "" for none."""

    def __init__(self, address: str = ""):
        self.address = address.rstrip("/")

    def chapter(self, assignment: str, function: str) -> Chapter | None:
        """What to read again, None for a function of another course."""
        page = OTHERS.get(function) or USUAL.get(assignment)
        return self.page(page) if page and assignment in ASKED else None

    def lesson(self, assignment: str) -> Chapter | None:
        """The week of the lesson plan that goes with an assignment."""
        if assignment not in ASKED:
            return None
        week = list(ASKED).index(assignment) + 1
        return self.page("teaching", f"#week-{week}")

    def page(self, name: str, place: str = "") -> Chapter:
        """A page, and a place on it."""
        address = f"{self.address}/book/{name}.html{place}"
        return Chapter(TITLES[name], address if self.address else "")


def find_book(address: str | None, page: Path) -> Book:
    """The book at this address; else the published one, else the built one.

    The built one is named as seen from `page`, which may be moved with it.
    """
    if address is not None:
        return Book(address)
    if os.environ.get(SITE):
        return Book(os.environ[SITE])
    if not (BUILT / FIRST).is_file():
        return Book()
    here = page.resolve().parent
    return Book(Path(os.path.relpath(BUILT.resolve(), here)).as_posix())
