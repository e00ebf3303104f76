"""The reference page: what the library offers is there, and explained."""

import doctest
import importlib
import io
import re
import sys
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.inventory import InventoryFile

import dlcourse

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import api  # noqa: E402

PAGE = (ROOT / "book" / "api.md").read_text(encoding="utf-8")
MODULES = re.findall(r"^```{api} (\w+)$", PAGE, re.MULTILINE)
PRIVATE = {"checks", "memory"}  # nothing that a reader calls


def build(folder, **pages):
    """A book of these pages: its folder, and the warnings."""
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    warnings = io.StringIO()
    with patch_docutils(), docutils_namespace():
        Sphinx(
            folder,
            None,
            folder / "html",
            folder / "doctrees",
            "html",
            confoverrides={
                "extensions": ["myst_parser", "dlbook"],
                "source_suffix": {".md": "markdown"},
                "html_math_renderer": "dlbook",
                "html_theme": "basic",
                "root_doc": "api",
                "autodoc_typehints": "none",
                "default_role": "literal",
                "nitpicky": True,
                "templates_path": [str(ROOT / "book" / "_templates")],
            },
            status=None,
            warning=warnings,
        ).build()
    return folder / "html", warnings.getvalue()


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The page as it is, beside a page that shows two functions."""
    return build(
        tmp_path_factory.mktemp("reference"),
        api=PAGE,
        notation="# Notation\n",
        chapter="# Chapter\n\n"
        "```{library} dlcourse.activations.relu\n```\n\n"
        "```{library} dlcourse.losses.check_guesses\n```\n",
    )


def entries(html):
    """The names that other pages can link to."""
    with (html / "objects.inv").open("rb") as file:
        found = InventoryFile.load(file, "", lambda base, uri: uri)
    return {
        name
        for kind, names in found.items()
        if kind.startswith("py:")
        for name in names
    }


def test_every_public_name_has_an_entry(reference):
    """What `from dlcourse import NAME` gives is explained on the page."""
    html, _ = reference

    missing = {f"dlcourse.{name}" for name in dlcourse.__all__} - entries(html)

    assert missing == set()


def test_every_module_that_a_reader_uses_is_on_the_page():
    """A new module is listed, or is private for a reason given here."""
    there = {path.stem for path in (ROOT / "dlcourse").glob("[a-z]*.py")}

    assert set(MODULES) - {"feedback"} == there - PRIVATE


@pytest.mark.parametrize("module", MODULES)
def test_no_entry_is_empty(module):
    """Each name says what it gives back, in a sentence."""
    for name in api.public(importlib.import_module(f"dlcourse.{module}")):
        text = (api.find(name).__doc__ or "").strip().splitlines()
        assert text, name
        assert text[0].endswith("."), name


def test_the_docstrings_are_read_without_a_complaint(reference):
    """A star, a bar or a trailing line is text there, and no markup."""
    html, warnings = reference

    complaints = [
        line for line in warnings.splitlines() if "toctree" not in line
    ]
    assert complaints == []
    assert "exp(-|z|)" in (html / "api.html").read_text(encoding="utf-8")


def test_an_entry_holds_its_source_in_a_fold(reference):
    """The code is that of the file; the docstring is not told twice."""
    page = (reference[0] / "api.html").read_text(encoding="utf-8")
    text = re.sub("<[^>]*>", "", page)

    assert page.count("<details") >= len(dlcourse.__all__)
    assert "np.maximum(Z, 0, out=out)" in text
    assert text.count("The slope at exactly 0 is taken as 0") == 1


def test_a_box_of_code_leads_to_its_entry(reference):
    """The file's name above it is a link, where there is an entry."""
    page = (reference[0] / "chapter.html").read_text(encoding="utf-8")

    assert 'href="api.html#dlcourse.relu"' in page
    assert page.count('href="api.html#') == 1
    assert page.count("dlcourse/losses.py") == 1


def test_a_module_that_does_not_exist_is_named(tmp_path):
    """The build says which one."""
    _, warnings = build(tmp_path, api="# Page\n\n```{api} cakes\n```\n")

    assert "there is no module dlcourse.cakes" in warnings


def test_the_examples_of_the_part_hold():
    """What a docstring shows is what comes out."""
    failed, tried = doctest.testmod(api)

    assert tried
    assert not failed
