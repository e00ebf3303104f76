"""Sounds in a page: players, each with a file beside the page.

`dlcourse.sounds.Sounds` hands them over. Inside of the page they would have
to come before anything of it is seen; a file comes when somebody plays it.
"""

from base64 import b64decode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.osutil import relative_uri

from dlbook.handed import renderer
from dlcourse.sounds import MIME, STYLE

FOLDER = "_images"  # where Sphinx puts what is no text


class sounds(nodes.General, nodes.Element):
    """Some sounds: `given` is a WAV file, in base64, for each name."""


Renderer = renderer(MIME, sounds)


def write(folder: Path, data: bytes) -> str:
    """The name of a file that holds the sound; it is written once."""
    name = f"sound-{sha256(data).hexdigest()[:16]}.wav"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return name


def visit_sounds(self: Any, node: sounds) -> None:
    """Write a player for each sound, and its file."""
    builder = self.builder
    here = builder.get_target_uri(builder.current_docname)
    self.body.append(f'<div style="{STYLE}">')
    for name, data in node["given"].items():
        file = write(Path(builder.outdir, FOLDER), b64decode(data))
        label, source = escape(name), relative_uri(here, f"{FOLDER}/{file}")
        self.body.append(
            f'<span>{label}<br><audio controls preload="none" '
            f'aria-label="{label}" style="width: 15rem; max-width: 100%" '
            f'src="{source}"></audio></span>'
        )
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """Add the node."""
    app.add_node(sounds, html=(visit_sounds, None))
