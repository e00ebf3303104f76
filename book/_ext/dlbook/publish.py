"""What a published site has: descriptions, a sitemap, cards, a 404 page.

A page's address and the repository stand in _config.yml (`html: baseurl:`,
`repository: url:`), or in the environment, where a publisher's program sets
them: COURSE_URL and COURSE_REPOSITORY. Without the first there is no sitemap
and no card, since both need whole addresses; without the second there are no
links to edit a page. Nothing else is missing then.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from dlbook import cards

SITE, REPOSITORY = "COURSE_URL", "COURSE_REPOSITORY"
BUTTONS = ("repository", "edit_page", "issues")
NO_CONTENT = ["index.html", "search.html", "genindex.html", "404.html"]
LARGE = '<meta name="twitter:card" content="summary_large_image" />'


def whole(address: str, source: str) -> str:
    """An address that ends in a slash, or "" for none.

    Ends the build if it is not the address of a page: an error of Sphinx's
    would reach the publisher as three screens of Jupyter Book's traceback.

    >>> whole("https://a.example/course", "COURSE_URL")
    'https://a.example/course/'
    """
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SystemExit(
            f"The book was not built: {source} is {address!r}, but it must "
            "be a whole address, such as https://someone.example/course/"
        )
    return address.rstrip("/") + "/"


def site(config: Config) -> str:
    """Where the book will be published, or "" where nobody said."""
    given = os.environ.get(SITE)
    if given is not None:
        return whole(given, SITE)
    return whole(config.html_baseurl, "html: baseurl: in _config.yml")


def configure(app: Sphinx, config: Config) -> None:
    """Tell the theme and the extensions where things are."""
    base = site(config)
    config.html_baseurl = base
    config.notfound_urls_prefix = urlsplit(base).path or "/"
    if base:
        config.sitemap_url_scheme = "{link}"
        config.sitemap_excludes = NO_CONTENT
        config.ogp_site_url = base
        config.ogp_site_name = config.html_title
        config.ogp_custom_meta_tags = (LARGE,)
        config.ogp_social_cards = {"enable": False}  # ours stand in for it
    options = config.html_theme_options
    given = os.environ.get(REPOSITORY, options.get("repository_url"))
    if given:
        options["repository_url"] = whole(given, REPOSITORY).rstrip("/")
        options.update({f"use_{button}_button": True for button in BUTTONS})


def description(document: nodes.document) -> str:
    """The page's description, from `html_meta` in its first lines."""
    for meta in document.findall(nodes.meta):
        if meta.get("name") == "description":
            return meta["content"]
    return ""


def describe(
    app: Sphinx,
    page: str,
    template: str,
    context: dict[str, Any],
    document: nodes.document | None,
) -> None:
    """Give a page's card its text and its picture."""
    if document is None or not app.config.html_baseurl:
        return
    title = app.env.titles[page].astext()
    card = cards.write(title, Path(app.outdir))
    context["meta"] = {
        **(context["meta"] or {}),
        "og:title": title,
        "og:description": description(document),
        "og:image": card,
        "og:image:alt": f"{title}: {app.config.html_title}",
        "og:image:width": str(cards.WIDTH),
        "og:image:height": str(cards.HEIGHT),
    }


def front(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """The page at the site's own address: it leads to the first chapter.

    Jupyter Book would write one too, without a title and without a card.
    """
    if app.config.root_doc == "index":
        return []
    base = app.config.html_baseurl
    card = cards.write(app.config.html_title, Path(app.outdir)) if base else ""
    told = description(app.env.get_doctree(app.config.root_doc))
    return [
        ("index", {"told": told, "base": base, "card": card}, "front.html")
    ]


def setup(app: Sphinx) -> None:
    """Load what a published site needs and an unpublished one does not."""
    if site(app.config):
        app.setup_extension("sphinx_sitemap")
        app.setup_extension("sphinxext.opengraph")
    app.connect("config-inited", configure, priority=100)
    app.connect("html-page-context", describe, priority=400)
    app.connect("html-collect-pages", front)
