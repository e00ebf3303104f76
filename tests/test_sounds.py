"""A sound can be played in the page, and says which one it is."""

import base64
import io
import re
import wave

import numpy as np
import pytest

from dlcourse.sounds import MIME, Sounds, wav
from dlcourse.widgets import BUILDING

WAVE = np.sin(np.arange(1200) / 5)


def test_a_file_holds_the_samples():
    """Read back, each differs by half a step of a byte at most."""
    with wave.open(io.BytesIO(wav(WAVE, 12_000))) as file:
        kind = file.getframerate(), file.getnchannels(), file.getnframes()
        values = np.frombuffer(file.readframes(1200), "u1")

    assert kind == (12_000, 1, 1200)
    assert abs(values / 127.5 - 1 - WAVE).max() <= 0.5 / 127.5 + 1e-9


def test_the_loudest_and_softest_fit_into_a_byte():
    """-1 and 1 do not wrap around."""
    data = wav(np.array([-1.0, 0.0, 1.0]), 8000)

    assert list(data[-3:]) == [0, 128, 255]


@pytest.mark.parametrize(
    "samples", [np.array([0.0, 1.2]), np.array([np.nan]), np.zeros((2, 2))]
)
def test_what_is_no_sound_is_refused(samples):
    """Too loud, no number, or more than one row: said in a line."""
    with pytest.raises(ValueError, match="from -1 to 1"):
        wav(samples, 8000)


def test_every_player_has_a_name_and_waits():
    """A screen reader says which sound it is; none plays by itself."""
    page = Sounds({"who'd, <a man>": WAVE, "heed": WAVE}, 12_000)

    text = page._repr_html_()

    labels = re.findall(r'<audio controls[^>]*aria-label="([^"]*)"', text)
    assert labels == ["who&#x27;d, &lt;a man&gt;", "heed"]
    assert "autoplay" not in text
    assert "heed" in repr(page)


def test_a_player_carries_its_sound():
    """A notebook needs no file beside it."""
    text = Sounds({"heed": WAVE}, 12_000)._repr_html_()

    found = re.findall(r'src="data:audio/wav;base64,([^"]+)"', text)
    assert [base64.b64decode(data) for data in found] == [wav(WAVE, 12_000)]


def test_the_book_gets_the_files(monkeypatch):
    """While it is built, and only then."""
    page = Sounds({"heed": WAVE}, 12_000)

    monkeypatch.setenv(BUILDING, "1")
    given = page._repr_mimebundle_()[MIME]
    monkeypatch.delenv(BUILDING)

    assert base64.b64decode(given["heed"]) == wav(WAVE, 12_000)
    assert MIME not in page._repr_mimebundle_()
