"""What a published site has beside its chapters' text."""

import doctest
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
import yaml
from docutils import nodes
from PIL import Image

from tests.browser.site import served

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from dlbook import cards, downloads, markdown, publish  # noqa: E402
from dlbook.exercises import DESCRIPTIONS  # noqa: E402

COURSE = "https://someone.example/course/"
TOC = """\
format: jb-book
root: book/index
chapters:
  - file: book/glossary
  - file: book/notation
  - file: book/chapter
"""
CHAPTER = r"""---
myst:
  html_meta:
    description: "What chapter is about, in a sentence of enough letters."
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3, language: python}
---

# The chapter

```{code-cell} python
:tags: [remove-cell]
from pathlib import Path

import matplotlib.pyplot as plt
from dlcourse import plots
from dlcourse.grade.mistakes import read_mistakes
from myst_nb import glue

plots.use_style()
known = read_mistakes(Path("../exercises/3_loss/mistakes.py"))
wrong = {each.id: each.wrong for each in known}["minus_left_out"]
glue("seven", 7, display=False)
```

## Begin

It costs 1 \$ or 2 \$, says {cite:t}`rosenblatt1958`: **{glue:text}`seven`**
times $x_1$, as {eq}`sum` and {numref}`fig-line` show; see {doc}`notation`.
1. is no list here, and *this* and `a{b}` stay.

```{code-cell} python
:tags: [remove-input]
:mystnb:
:  figure:
:    name: fig-line
:    caption: "A line in `ink`."
:  image:
:    alt: "A straight line from the lower left to the upper right."
plt.plot([0, 1], [0, 1]);
```

$$
s = a + b
$$ (sum)

- one
- two

  still two

| name | or |
|---|---|
| `a\|b` | $n$ |

:::{admonition} Predict first
:class: tip
What comes?

```python
print('~')
```
:::

:::{quiz}
What is `1 + 1`?

- [x] 2

  One more than one.
- [ ] 11

  These are words.
:::

```{library} dlcourse.losses.mean_squared_error
:folded:
```

```{mistake} 3_loss minus_left_out
```

```{code-cell} python
1 + 1
```

```{code-cell} python
:tags: [hide-input, raises-exception]
1 / 0
```
"""
MISTAKES = """
from dlcourse.grade.mistakes import hint, mistake


def helper(x):
    return x


@mistake("cross_entropy", "One.\\nTwo.\\nThree?")
def minus_left_out(Z, y):
    return helper(1.0)


@mistake("cross_entropy", "One.\\nTwo.\\nThree?")
def never_run(Z, y):
    return 0


hint("cross_entropy", "a", "b", "c")
"""


PAGE = """\
---
myst:
  html_meta:
    description: "What {title} is about, in a sentence of enough letters."
---

# The {title}

Some words.
"""


def build(folder, **environment):
    """The site of three pages without cells, built as `make book` does."""
    for name in ("_ext", "_static", "_templates"):
        shutil.copytree(ROOT / "book" / name, folder / "book" / name)
    shutil.copy(ROOT / "book" / "references.bib", folder / "book")
    for name in ("index", "glossary", "notation"):
        page = folder / "book" / f"{name}.md"
        page.write_text(PAGE.format(title=name))
    with (folder / "book" / "glossary.md").open("a") as page:
        page.write("```{bibliography}\n```\n")
    (folder / "book" / "chapter.md").write_text(CHAPTER)
    (folder / "exercises" / "3_loss").mkdir(parents=True)
    (folder / "exercises" / "3_loss" / "mistakes.py").write_text(MISTAKES)
    (folder / "_toc.yml").write_text(TOC)
    shutil.copy(ROOT / "_config.yml", folder)
    return subprocess.run(
        [Path(sys.executable).with_name("jupyter-book"), "build", "."],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def built(folder, **environment):
    """The folder of a site whose build must succeed."""
    done = build(folder, **environment)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return folder / "_build" / "html"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A site whose publisher said where it and its repository will be."""
    return built(
        tmp_path_factory.mktemp("published"),
        COURSE_URL=COURSE.rstrip("/"),
        COURSE_REPOSITORY="https://github.com/someone/course",
    )


@pytest.fixture(scope="module")
def unpublished(tmp_path_factory):
    """A site of which nobody said where it will be."""
    return built(
        tmp_path_factory.mktemp("unpublished"),
        COURSE_URL="",
        COURSE_REPOSITORY="",
    )


class Head(HTMLParser):
    """The descriptions, cards and addresses of a page."""

    def __init__(self, page):
        super().__init__()
        self.meta, self.links, self.addresses = {}, [], []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "meta":
            name = given.get("name", given.get("property"))
            self.meta.setdefault(name, []).append(given.get("content"))
        if tag == "a":
            self.links.append(given.get("href"))
        for name in ("href", "src", "action"):
            if name in given:
                self.addresses.append(given[name])


# Descriptions


def described():
    """Each page of the book, and its description or None."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    pages = [toc["root"]]
    pages += [c["file"] for part in toc["parts"] for c in part["chapters"]]
    return {page: told_by(page) for page in pages}


def told_by(page):
    """The description in a page's first lines, or None."""
    if page.startswith("book/exercises/"):
        return DESCRIPTIONS.get(page.rpartition("/")[2])
    text = (ROOT / f"{page}.md").read_text(encoding="utf-8")
    if not text.startswith("---\n"):
        return None
    first = yaml.safe_load(text.split("---\n")[1])
    meta = first.get("myst", {}).get("html_meta", {})
    return meta.get("description")


def test_every_page_has_a_description_of_its_own():
    """50 to 160 letters, written by hand, and no two pages have the same."""
    found = described()

    lacking = [page for page, text in found.items() if not text]
    assert lacking == [], "write myst: html_meta: description: above it"
    lengths = {page: len(text) for page, text in found.items()}
    assert {p: n for p, n in lengths.items() if not 50 <= n <= 160} == {}
    assert max(Counter(found.values()).values()) == 1


def test_the_description_reaches_the_page(unpublished):
    """A search engine reads what was written, once."""
    head = Head(unpublished / "book" / "notation.html")

    assert head.meta["description"] == [
        "What notation is about, in a sentence of enough letters."
    ]


# Cards


def test_a_shared_page_shows_its_title_its_description_and_a_card(published):
    """The card is the site's own picture, at a whole address."""
    meta = Head(published / "book" / "notation.html").meta

    assert meta["og:title"] == ["The notation"]
    assert meta["og:description"] == meta["description"]
    assert meta["og:url"] == [COURSE + "book/notation.html"]
    (address,) = meta["og:image"]
    assert address.startswith(COURSE)
    with Image.open(published / address.removeprefix(COURSE)) as card:
        assert card.size == (1200, 630)
    assert meta["og:image:alt"] == ["The notation: What is deep learning?"]
    assert meta["twitter:card"] == ["summary_large_image"]


def test_each_page_has_a_card_of_its_own(published):
    """The title stands in the picture, so the pictures differ."""
    pages = list((published / "book").glob("*.html"))

    images = {Head(page).meta["og:image"][0] for page in pages}

    assert len(images) == len(pages) == 4


def test_a_card_is_drawn_once_and_always_alike(tmp_path):
    """A build without changes draws nothing; another machine, the same."""
    here, there = tmp_path / "here", tmp_path / "there"
    name = cards.write("Loss", here)
    drawn = (here / name).stat().st_mtime_ns

    assert cards.write("Loss", here) == cards.write("Loss", there) == name
    assert (here / name).stat().st_mtime_ns == drawn
    assert (here / name).read_bytes() == (there / name).read_bytes()


def test_the_longest_title_stays_on_its_card():
    """No word reaches the network on the right, or the line below."""
    titles = [
        re.search(r"^# (?:# )?(.+)$", path.read_text("utf-8"), re.M)[1]
        for path in (*ROOT.glob("book/*.md"), *ROOT.glob("exercises/*/*e.py"))
    ]
    assert len(titles) > 15

    for title in titles:
        figure = cards.draw(title)
        (page,) = figure.axes
        text = page.texts[0].get_window_extent()
        assert text.x1 < 7.9 * cards.DPI, title
        assert 1.2 * cards.DPI < text.y0 < text.y1 < 5.2 * cards.DPI, title


# Where the site will be


def test_the_sitemap_names_every_page_and_nothing_else(published):
    """Whole addresses; no search page, no index, no page that is not there."""
    root = ElementTree.parse(published / "sitemap.xml").getroot()

    assert sorted(place.text for place in root.iter() if place.text) == [
        f"{COURSE}book/{name}.html"
        for name in ("chapter", "glossary", "index", "notation")
    ]


def test_the_page_that_is_not_there_helps_from_any_address(published):
    """Its links are whole paths of files that exist, and it can search."""
    head = Head(published / "404.html")
    own = [a for a in head.addresses if not re.match(r"https?:|#", a)]

    assert own
    for address in own:
        path = address.partition("?")[0]
        assert path.startswith("/course/"), address
        assert (published / path.removeprefix("/course/")).is_file(), address
    assert "/course/search.html" in own
    assert "/course/book/glossary.html" in head.links


def test_the_sites_own_address_leads_to_the_first_page(published):
    """It has a title and a card too, since that is what people share."""
    head = Head(published / "index.html")

    assert head.links == ["book/index.html"]
    assert "refresh" in (published / "index.html").read_text()
    assert (published / head.meta["og:image"][0][len(COURSE) :]).is_file()
    assert head.meta["og:url"] == [COURSE]


def test_a_page_leads_to_its_source_where_the_repository_is_known(published):
    """The edit link names the file; the page on its own is no file."""
    links = Head(published / "book" / "notation.html").links

    edit = "https://github.com/someone/course/edit/main/book/notation.md"
    assert edit in links
    assert "https://github.com/someone/course" in links


def test_a_page_leads_to_its_neighbours_by_their_titles(published):
    """Previous and next say where they lead."""
    text = (published / "book" / "glossary.html").read_text()

    titles = re.findall(r'"prev-next-title">(.*?)</p>', text)
    assert titles == ["The index", "The notation"]


def test_without_an_address_nothing_points_to_one(unpublished):
    """No invented host: no sitemap, no card, no link to a repository."""
    text = (unpublished / "book" / "notation.html").read_text()

    assert not (unpublished / "sitemap.xml").exists()
    assert "og:" not in text
    assert "canonical" not in text
    assert "github.com" not in text
    assert "/book/glossary.html" in Head(unpublished / "404.html").links
    assert Head(unpublished / "index.html").links == ["book/index.html"]


def test_an_address_that_is_none_is_refused_in_one_line(tmp_path):
    """The message names the variable, what it holds, and an example."""
    done = build(tmp_path, COURSE_URL="someone.example/course")

    assert done.returncode != 0
    (said,) = done.stderr.strip().splitlines()
    assert "COURSE_URL" in said
    assert "'someone.example/course'" in said
    assert "https://someone.example/course/" in said


@pytest.mark.parametrize("module", [downloads, markdown, publish])
def test_the_examples_of_publishing_hold(module):
    """What a docstring shows is what comes out."""
    failed, tried = doctest.testmod(module)

    assert tried
    assert not failed


# Downloads


@pytest.fixture(scope="module")
def notebook(published):
    """The chapter as a reader downloads it."""
    path = published / "book" / "chapter.ipynb"
    found = nbformat.read(path, as_version=4)
    nbformat.validate(found)
    return found


def text_of(notebook):
    """What stands between the cells of code."""
    return "\n\n".join(
        cell.source for cell in notebook.cells if cell.cell_type == "markdown"
    )


def test_a_chapter_leads_to_its_notebook_and_a_page_without_cells_to_none(
    published,
):
    """The notebook stands beside the page."""
    book = published / "book"

    assert "chapter.ipynb" in Head(book / "chapter.html").links
    assert [path.name for path in book.glob("*.ipynb")] == ["chapter.ipynb"]
    assert "ipynb" not in (book / "notation.html").read_text()


def test_a_downloaded_notebook_says_first_what_it_needs(notebook):
    """Where it is from, and the line that installs what its cells import."""
    first = notebook.cells[0].source

    assert f"{COURSE}book/chapter.html" in first
    assert "pip install '.[book]'" in first


def test_a_downloaded_notebook_runs_anywhere(notebook, tmp_path):
    """In an empty folder: the wrong answers that it runs come with it."""
    from nbclient import NotebookClient

    place = {"metadata": {"path": str(tmp_path)}}
    assert all(
        not cell.outputs for cell in notebook.cells if cell.cell_type == "code"
    )

    NotebookClient(notebook.copy(), resources=place, timeout=600).execute()

    (written,) = tmp_path.glob("chapter-files/*/mistakes.py")
    assert "minus_left_out" in written.read_text()
    assert "never_run" not in written.read_text()
    assert "hint(" not in written.read_text()


def test_the_cells_are_the_chapters_own_in_their_order(notebook):
    """Those that the page hides are folded; none is lost."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    folded = [
        cell.metadata.get("jupyter", {}).get("source_hidden", False)
        for cell in cells
    ]

    starts = [cell.source.split("\n")[0] for cell in cells]
    assert starts[2:] == [
        "from pathlib import Path",
        "plt.plot([0, 1], [0, 1]);",
        "1 + 1",
        "1 / 0",
    ]
    assert folded == [True, True, True, True, False, True]
    assert cells[-1].metadata["tags"] == ["raises-exception"]


def test_the_text_is_plain_markdown(notebook):
    """Nothing that only the book's build understands is left."""
    text = text_of(notebook)

    assert not re.search(r"(?<![`\w])\{[a-z:]+\}`|^[`:]{3,}\{", text, re.M)
    for part in (
        "# The chapter",
        "## Begin",
        "It costs 1 \\$ or 2 \\$, says Rosenblatt \\[[1958](",
        "**7** times $x_1$",
        "`a{b}`",
        f"see [The notation]({COURSE}book/notation.html)",
        f"[Fig. 1]({COURSE}book/chapter.html#fig-line)",
        "**Fig. 1** A line in `ink`.",
        "$$\ns = a + b \\tag{1}\n$$",
        "- one\n\n- two\n\n  still two",
        "| name | or |\n| --- | --- |\n| `a\\|b` | $n$ |",
        "> **Predict first**\n>\n"
        "> What comes?\n>\n> ```python\n> print('~')\n> ```",
        "def mean_squared_error(",
        "def cross_entropy(Z, y):\n    return helper(1.0)",
    ):
        assert part in text, part


def test_a_quiz_keeps_its_answers_in_a_fold(notebook):
    """The options stand open, their verdicts and reasons do not."""
    text = text_of(notebook)
    asked, _, answers = text.partition(
        "<summary>The answer, and why</summary>"
    )

    assert "What is `1 + 1`?\n\n- **A.** 2\n- **B.** 11" in asked
    assert "One more than one." not in asked
    assert "- **A.** **Right.**\n\n  One more than one." in answers
    assert "- **B.** **Not this one.**" in answers


def test_without_an_address_a_notebook_has_no_dead_link(unpublished):
    """What would lead to another page is text."""
    path = unpublished / "book" / "chapter.ipynb"

    text = text_of(nbformat.read(path, as_version=4))

    assert "see The notation." in text
    assert "](" not in text


def test_what_has_no_markdown_is_a_warning():
    """A new directive cannot vanish from the downloads in silence."""
    with pytest.raises(markdown.NoMarkdown, match="sound"):
        markdown.Writer(str).block(type("sound", (nodes.Element,), {})())


# Paper


@pytest.fixture(scope="module")
def paper(published, browser):
    """The chapter, in the dark theme of a reader who prints it."""
    with served(published) as address:
        context = browser.new_context(color_scheme="dark")
        tab = context.new_page()
        tab.goto(f"{address}/book/chapter.html", wait_until="load")
        tab.emulate_media(media="print", color_scheme="dark")
        yield tab
        context.close()


def test_paper_is_white_and_its_ink_is_dark(paper):
    """Whatever the screen shows: text, code and boxes in light colors."""
    dark = paper.evaluate("""() => {
        const light = color => {
            const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number)
            return a < 0.1 || (r + g + b) / 3 > 200
        }
        return [...document.querySelectorAll("body, body *")]
            .filter(part => part.checkVisibility() && part.innerText)
            .filter(part => {
                const look = getComputedStyle(part)
                const says = [...part.childNodes].some(
                    node => node.nodeType === 3 && node.data.trim())
                return !light(look.backgroundColor)
                    || says && light(look.color)
            })
            .map(part => part.outerHTML.slice(0, 80))
    }""")

    assert dark == []


def test_paper_has_no_navigation_and_one_title(paper):
    """Sidebars, search, buttons and links to neighbours stay on screen."""
    for name in ("navigation", "search", "button", "searchbox"):
        found = paper.get_by_role(name).all()
        assert not [part for part in found if part.is_visible()], name
    titles = paper.locator("h1").all()
    assert [t.inner_text() for t in titles if t.is_visible()] == [
        "The chapter"
    ]


def test_on_paper_every_fold_is_open(paper):
    """Answers, reasons and folded code take room on the page."""
    folds = paper.locator("details").all()

    assert len(folds) >= 4
    for fold in folds:
        last = fold.locator(":scope > :not(summary)").last
        assert last.bounding_box()["height"] > 10, fold.inner_text()


def test_on_paper_long_code_goes_on_overleaf_and_nothing_fades_in(paper):
    """Else half a page stays empty, and what has just opened is faint."""
    moving = paper.evaluate("""() => {
        const folds = [...document.querySelectorAll("details")]
        folds.forEach(fold => fold.open = true)
        const names = [...document.querySelectorAll("details *")]
            .map(part => getComputedStyle(part).animationName)
        folds.forEach(fold => fold.open = false)
        return names
    }""")

    assert len(moving) > 10
    assert set(moving) == {"none"}
    for part in (".highlight", ".literal-block-wrapper", ".highlight pre"):
        first = paper.locator(part).first
        look = first.evaluate("part => getComputedStyle(part).breakInside")
        assert look == "auto", part


# The whole book as a PDF


def test_the_pdf_holds_every_page_and_its_links_stay_inside(
    published, browser, tmp_path
):
    """A title page, the contents, four chapters, each from a new page."""
    target = tmp_path / "book.pdf"
    toc = tmp_path / "_toc.yml"
    toc.write_text(TOC.replace("chapters:", "parts:\n- chapters:"))
    command = (
        "import pdf, pathlib, sys; pdf.write(*map(pathlib.Path, sys.argv[1:]),"
        " {'title': 'All of it', 'author': 'Us'})"
    )

    subprocess.run(
        [sys.executable, "-c", command, published, target, toc],
        env={**os.environ, "PYTHONPATH": str(ROOT / ".ci")},
        check=True,
    )

    text = target.read_bytes()
    assert text.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", text)) >= 6
    titles = re.findall(rb"/Title \(([^)]*)\)", text)
    for title in (b"The index", b"The chapter", b"The glossary", b"Begin"):
        assert titles.count(title) == 1, titles
    assert b"/Dest /book-notation--" in text
    assert b"127.0.0.1" not in text


def test_without_chromium_the_pdf_says_what_to_install():
    """One line, before anything is done."""
    done = subprocess.run(
        [sys.executable, ROOT / ".ci" / "pdf.py"],
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert said.startswith("make: the PDF needs Chromium")
    assert "apt-get install chromium" in said
