"""Lighthouse's four scores of every chapter, on the phone that it imagines.

The book must have been built (`make book`). npm fetches Lighthouse into
_build/lighthouse once; each page is loaded by a fresh Chromium from the server
of tests/browser/site.py, which packs text as a publisher does. Performance is
measured on a machine that must have nothing else to do.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.browser.site import CHROMIUM, QUIET, ROOT, served, toc_pages

from .measure import Row, give, say

# 13 asks for a Node that Debian does not have yet.
VERSION = "12.8.2"
REACH = 98
SITE = ROOT / "_build" / "html"
FOLDER = ROOT / "_build" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
NEEDED = {
    "npm": "Node with npm: apt-get install npm",
    CHROMIUM or "chromium": "Chromium: apt-get install chromium",
}
KB = 1000


def install():
    """Fetch the pinned Lighthouse, unless it is there."""
    kept = PROGRAM.parent.parent / "package.json"
    if kept.exists() and json.loads(kept.read_text())["version"] == VERSION:
        return
    say(f"  npm fetches lighthouse {VERSION}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--prefix", FOLDER,
         f"lighthouse@{VERSION}"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )


def report(address):
    """What Lighthouse says of one page, on a phone: its own default."""
    flags = " ".join(["--headless", *QUIET])
    done = subprocess.run(
        ["node", PROGRAM, address, "--quiet", "--output=json",
         f"--chrome-flags={flags}"],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def row(page, told):
    """One page's line: the four scores, the worst of them, the weight."""
    scores = {
        category["title"]: round(100 * (category["score"] or 0))
        for category in told["categories"].values()
    }
    weight = told["audits"]["total-byte-weight"]["numericValue"] / KB
    for name in lost(told):
        say(f"    {page}: {name}")
    listed = ", ".join(f"{name} {n}" for name, n in scores.items())
    worst = min(scores.values())
    return Row(
        f"{page} in Lighthouse {VERSION}: {listed}", "", worst,
        "KB, figures too", weight, worst, REACH, at_least=True,
    )


def lost(told):
    """The audits that cost a page points."""
    return [
        f"{audit['title']}: {audit.get('displayValue', 'failed')}"
        for category in told["categories"].values()
        for part in category["auditRefs"]
        if part["weight"]
        and (audit := told["audits"][part["id"]])["score"] is not None
        and audit["score"] < 0.9
    ]


def main():
    """Measure every page of the table of contents."""
    missing = [text for name, text in NEEDED.items() if not shutil.which(name)]
    if not SITE.is_dir():
        missing.append("the book: make book")
    rows = []
    if missing:
        say(f"  LEFT OUT, LIGHTHOUSE NEEDS {'; '.join(missing)}")
    else:
        install()
        with served(Path(SITE)) as address:
            for page in toc_pages():
                say(f"  {page}")
                rows.append(row(page, report(f"{address}/{page}.html")))
    give(rows)


if __name__ == "__main__":
    main()
