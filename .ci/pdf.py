"""Print the built book into one PDF, by Chromium.

The chapters of _build/html are put into one page, in the order of _toc.yml,
by pdf.js: so that links between them lead to places in the document. The
look is the site's own for paper, book/_static/print.css.
"""

import os
import shutil
import sys
from pathlib import Path
from threading import Thread

import yaml
from playwright.sync_api import Error, sync_playwright
from serve import bind
from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run"]
PORT = 8765  # the first port to try, for as long as this runs
MINUTES = 10  # that printing may take
LICENCE = "Text and figures: CC BY 4.0. Code: BSD-3-Clause."
# Chromium draws a heading whose letters stand out of its line on the page
# before too, and then its bookmark says it twice: hence the last rule.
STYLE = """
@page { @bottom-center { content: counter(page);
  font: 9pt system-ui, sans-serif; color: #59636e; } }
@page :first { @bottom-center { content: none; } }
#book-title { break-after: page; padding-top: 80mm; }
#book-title h1 { font-size: 34pt; font-weight: 700; line-height: 1.15; }
#book-title h1::after { content: ""; display: block; height: 5pt;
  margin: 14pt 0 20pt; width: 160pt; background: linear-gradient(90deg,
  var(--dl-data) 0 20%, var(--dl-weights) 20% 40%, var(--dl-activations) 40%
  60%, var(--dl-loss) 60% 80%, var(--dl-gradient) 80%); }
#book-title .licence { color: var(--dl-muted); }
#book-contents { list-style: none; padding: 0; }
#book-contents .part { font-weight: 650; margin-top: 0.8em; }
article.bd-article { break-before: page; }
.bd-article h1:first-of-type { break-before: auto; }
.bd-article :is(h1, h2, h3, h4) { padding-top: 2pt; }
"""


def stop(reason: str) -> None:
    """End with one line that says why."""
    sys.exit(f"make: {reason}")


def chromium() -> str:
    """The path of Chromium; without one, the end."""
    named = os.environ.get("CHROMIUM", "")
    if named and not shutil.which(named):
        stop(f"CHROMIUM is {named!r}, but there is no such program")
    for name in (named, *NAMES):
        if found := shutil.which(name):
            return found
    stop(
        "the PDF needs Chromium, and none was found. On Debian or Ubuntu: "
        "apt-get install chromium. Elsewhere: make pdf CHROMIUM=/path/to/it"
    )
    raise AssertionError


def chapters(toc: Path) -> list[tuple[str, str]]:
    """Each page in its order, and the part that begins with it or ""."""
    found = yaml.safe_load(toc.read_text(encoding="utf-8"))
    pages = [(found["root"], "")]
    for part in found["parts"]:
        names = [chapter["file"] for chapter in part["chapters"]]
        captions = [part.get("caption", ""), *[""] * len(names)]
        pages += zip(names, captions)
    return pages


def write(site: Path, target: Path, toc: Path, config: dict) -> None:
    """Print the pages of a site into the file `target`."""
    pages = chapters(toc)
    names = [page for page, _ in pages]
    if missing := [n for n in names if not (site / f"{n}.html").is_file()]:
        stop(f"{site} has no {missing[0]}.html: build the book first")
    server = bind(str(site), PORT)
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=QUIET)
        tab = browser.new_page(color_scheme="light")
        tab.set_default_timeout(MINUTES * 60_000)
        tab.goto(f"http://127.0.0.1:{server.server_port}/{names[0]}.html")
        tab.emulate_media(media="print")
        tab.add_script_tag(path=Path(__file__).with_suffix(".js"))
        about = {
            "title": config["title"],
            "author": config["author"],
            "licence": LICENCE,
            "style": STYLE,
        }
        tab.evaluate("about => begin(about)", about)
        bar = tqdm(pages, unit="page", disable=not sys.stderr.isatty())
        for page, part in bar:
            bar.set_description(page)
            chapter = {"page": page, "pages": names, "part": part}
            tab.evaluate("chapter => addChapter(chapter)", chapter)
        target.parent.mkdir(parents=True, exist_ok=True)
        tab.pdf(
            path=target,
            prefer_css_page_size=True,
            print_background=True,
            tagged=True,
            outline=True,
        )
        browser.close()
    server.shutdown()
    server.server_close()


def main() -> None:
    """Print the book that `make book` built."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    target = ROOT / "_build" / "what-is-deep-learning.pdf"
    chromium()
    print("==> Printing the book (a minute or two)", flush=True)
    try:
        write(ROOT / "_build" / "html", target, ROOT / "_toc.yml", config)
    except Error as error:  # playwright's
        stop(f"Chromium could not print: {str(error).splitlines()[0]}")
    size = target.stat().st_size / 1e6
    print(f"==> {target.relative_to(ROOT)} is there ({size:.1f} MB)")


if __name__ == "__main__":
    main()
