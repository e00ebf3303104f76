"""Fonts cut to what the book sets: letters, signs of formulas, icons.

A cut takes a second, and a build seldom asks for a new one: what was cut is
kept beside the site, under a name that holds all that it was made from.
"""

import logging
import os
import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import fontTools
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# Every table that it cuts is a line at INFO, which Jupyter Book would print.
logging.getLogger("fontTools").setLevel(logging.WARNING)

KEPT = ".fonts"  # the folder, beside the site
TEXT_NAME = "Course Text"  # "Source" is kept for the whole font
NAMED = (1, 3, 4, 6)  # the entries of a font that say its name
TYPED = set(range(ord(" "), ord("~") + 1))  # what a script may write
# A letter alone in a formula is drawn as its italic sign.
ITALIC, PLANCK = "MATHEMATICAL ITALIC", "\N{PLANCK CONSTANT}"
# Glyphs that stand in for others: accents, and letters in small script.
BY_RULE = ("ccmp", "dtls", "flac", "ssty")
SET_WELL = ("ccmp", "kern", "liga", "mark", "tnum")


def of_text(
    font: Path, letters: set[str], weights: Any, folder: Path
) -> bytes:
    """A font of the text with these letters and weights, by our name."""
    characters = TYPED | set(map(ord, letters))
    return cut(font, characters, folder, SET_WELL, weights)


def of_formulas(font: Path, signs: set[str], folder: Path) -> bytes:
    """The font of formulas with what draws these signs."""
    return cut(font, drawn_in_formulas(signs, load(font)), folder, BY_RULE)


def drawn_in_formulas(signs: set[str], font: TTFont) -> set[int]:
    """The characters that draw these signs: themselves, and italic ones."""
    italic = {
        code
        for code in font.getBestCmap()
        if unicodedata.name(chr(code), "").startswith(ITALIC)
        and unicodedata.normalize("NFKD", chr(code)) in signs
    }
    return italic | {ord(sign) for sign in {*signs, PLANCK}}


def cut(
    font: Path,
    characters: set[int],
    folder: Path,
    features: Sequence[str] = (),
    weights: Any = None,
) -> bytes:
    """A font with these characters alone, and what turns them into others.

    It is made unless the folder has it.
    """
    asked = (sorted(characters), features, weights, fontTools.version)
    made_from = repr(asked).encode() + font.read_bytes()
    code = Path(__file__).read_bytes()
    path = folder / f"{sha256(made_from + code).hexdigest()}.woff2"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")  # a build may be stopped here
        half.write_bytes(only(load(font), characters, features, weights))
        os.replace(half, path)
    return path.read_bytes()


def load(font: Path) -> TTFont:
    """The font of a file, with the date that it has."""
    return TTFont(font, recalcTimestamp=False)


def only(
    font: TTFont, characters: set[int], features: Sequence[str], weights: Any
) -> bytes:
    """The font with these characters, features and weights, as WOFF2.

    With weights it gets our name: its own is kept for the whole font.
    """
    if weights:
        for entry in font["name"].names:
            if entry.nameID in NAMED:
                entry.string = TEXT_NAME
        instantiateVariableFont(font, {"wght": weights}, inplace=True)
    cutter = Subsetter(Options(layout_features=features, hinting=False))
    cutter.populate(unicodes=characters & set(font.getBestCmap()))
    cutter.subset(font)
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file)
    return file.getvalue()
