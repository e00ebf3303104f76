"""Sounds to play in a page or a notebook, each with its name.

A notebook carries its sounds inside: no file, no other host. While the book
is built they are handed over to book/_ext/dlbook/sounds.py, which puts each
into a file beside the page. Nothing plays before somebody asks for it.
"""

import base64
import html
import io
import os
import wave
from collections.abc import Mapping
from typing import Any

import numpy as np

from dlcourse.checks import Array
from dlcourse.widgets import BUILDING

__all__ = ["Sounds", "wav"]

MIME = "application/vnd.dlcourse.sounds+json"
STYLE = "display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem"


def wav(samples: Array, rate: int) -> bytes:
    """A WAV file of samples (m,) from -1 to 1, `rate` a second.

    One byte a sample, 0 to 255, as such files have it: small, and good
    enough for a vowel. Raises ValueError if a sample is beyond -1 or 1.
    """
    if np.ndim(samples) != 1 or not np.all(np.abs(samples) <= 1):
        raise ValueError(
            f"samples has shape {np.shape(samples)} and reaches "
            f"{np.abs(samples).max(initial=0):.3g}, but a sound is one row "
            "of numbers from -1 to 1"
        )
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(rate)
        levels = np.round(127.5 + 127.5 * samples).astype("u1")
        out.writeframes(levels.tobytes())
    return file.getvalue()


class Sounds:
    """Players for some sounds: their names, and samples from -1 to 1."""

    def __init__(self, sounds: Mapping[str, Array], rate: int):
        self.sounds, self.rate = dict(sounds), rate

    def __repr__(self) -> str:
        return f"sounds to play: {', '.join(self.sounds)}"

    def _repr_html_(self) -> str:
        """A player for each sound, with its name beside it."""
        players = "".join(map(self.player, self.sounds))
        return f'<div style="{STYLE}">{players}</div>'

    def data(self, name: str) -> str:
        """The file of one sound, in base64."""
        return base64.b64encode(wav(self.sounds[name], self.rate)).decode()

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> dict[str, Any]:
        bundle = {"text/plain": repr(self), "text/html": self._repr_html_()}
        if os.environ.get(BUILDING):
            return {
                **bundle,
                MIME: {name: self.data(name) for name in self.sounds},
            }
        return bundle

    def player(self, name: str) -> str:
        """One player; it is named, so that a screen reader says which."""
        data = self.data(name)
        name = html.escape(name)
        return (
            f'<span>{name}<br><audio controls preload="metadata" '
            f'aria-label="{name}" style="width: 15rem; max-width: 100%" '
            f'src="data:audio/wav;base64,{data}"></audio></span>'
        )
