"""What a reader does with the site beside reading: search, take away."""

import re

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from tests.browser.site import toc_pages

pytestmark = pytest.mark.xdist_group("book")

WITHOUT_CELLS = {"api", "glossary", "measurements", "notation", "sources"}
RUN = ("layers", "search", "slopes")  # one with moving figures, one with
# wrong answers from an exercise, a short one; all are tried by hand
SYNTAX = re.compile(r"(?<![`\w])\{[a-z:]+\}`|^[`:]{3,}\{", re.M)


@pytest.fixture(scope="module")
def notebooks(site):
    """The downloaded notebooks by name; each is a valid one."""
    found = {}
    for path in sorted((site / "book").glob("*.ipynb")):
        found[path.stem] = nbformat.read(path, as_version=4)
        nbformat.validate(found[path.stem])
    return found


def test_search_finds_the_learning_rate(address, browser):
    """Two words that many pages hold lead to pages about both."""
    tab = browser.new_page()
    tab.goto(f"{address}/search.html?q=learning+rate")
    results = tab.locator("#search-results li a")
    results.first.wait_for()
    tab.get_by_text("Search finished").or_(
        tab.locator(".search-summary")
    ).first.wait_for()

    found = " ".join(results.all_inner_texts())
    tab.close()

    assert "Backpropagation" in found
    assert "Glossary" in found


ASIDE = """() => {
  const note = document.querySelector("aside.margin");
  const lines = note.previousElementSibling.getBoundingClientRect();
  const place = note.getBoundingClientRect();
  return [place.left >= lines.right, place.top >= lines.bottom,
    place.right <= innerWidth];
}"""


@pytest.mark.parametrize(
    ("width", "place"),
    [(1280, [True, False, True]), (390, [False, True, True])],
)
def test_an_aside_stands_in_the_margin_if_there_is_one(
    address, browser, width, place
):
    """Beside the lines that it belongs to; on a phone below them."""
    tab = browser.new_page(viewport={"width": width, "height": 900})
    tab.goto(f"{address}/book/slopes.html")

    found = tab.evaluate(ASIDE)
    tab.close()

    assert found == place


def test_the_site_has_notebooks_and_each_is_led_to(site, notebooks):
    """A notebook stands beside its page, and the page says so."""
    pages = {page.removeprefix("book/") for page in toc_pages()}

    assert len(notebooks) >= 10
    assert set(notebooks) <= pages - WITHOUT_CELLS
    for name in notebooks:
        page = (site / "book" / f"{name}.html").read_text(encoding="utf-8")
        assert f'href="{name}.ipynb"' in page, name


def test_notebooks_hold_code_that_compiles_no_output_and_plain_text(
    notebooks,
):
    """Nothing of the book's own syntax is left for JupyterLab to show."""
    transform = TransformerManager().transform_cell
    for name, notebook in notebooks.items():
        for cell in notebook.cells:
            if cell.cell_type == "code":
                compile(transform(cell.source), name, "exec")
                assert cell.outputs == [], name
                assert cell.execution_count is None, name
            else:
                assert not SYNTAX.search(cell.source), (name, cell.source)


@pytest.mark.parametrize("name", RUN)
def test_a_notebook_runs_from_an_empty_folder(notebooks, name, tmp_path):
    """As it will after `pip install '.[book]'`, away from the book."""
    from nbclient import NotebookClient

    place = {"metadata": {"path": str(tmp_path)}}

    NotebookClient(notebooks[name], resources=place, timeout=600).execute()
