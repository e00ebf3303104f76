"""Vowels: measured ones, sounds made from them, and what a network gets.

`measured` gives what was measured on 76 people. `synthesize` makes a sound
with such a pitch and such resonances, since the recordings themselves are
not at hand. `spectrogram` shows how strong each frequency is over time, and
`features` makes of a sound the few numbers that a network reads.
"""

from __future__ import annotations  # numpy.random loads only when used

import csv
from importlib.resources import files

import numpy as np

from dlcourse.checks import Array

WORDS = (
    *("heed", "hid", "head", "had", "hod"),
    *("hawed", "hood", "who'd", "hud", "heard"),
)
SPEAKERS = ("man", "woman", "child")

RATE = 12_000  # samples a second: enough for what is below 6,000 Hz
# How broad each resonance is, in Hz: about as Klatt (1980), Software for a
# cascade/parallel formant synthesizer, sets them for vowels.
BANDWIDTHS = (60, 90, 150, 250)
FOURTH = 1000  # Hz from F3 to F4, which was not measured: made up
TILT = 0.95  # a voice is weaker the higher the frequency: 6 dB an octave

FRAME, HOP, POINTS = 384, 192, 512  # samples: a frame lasts 32 ms
BANDS, LOWEST, HIGHEST = 24, 100, 5600  # of `features`; Hz


def measured() -> tuple[Array, Array, Array, Array]:
    """F (1520, 4) in Hz, y (1520,), speaker (1520,), who (1520,).

    F holds the pitch F0 and the formants F1, F2, F3; y counts in `WORDS`,
    who in `SPEAKERS`; speaker is 1 to 76. Each said each word twice.

    Peterson and Barney (1952), Control methods used in a study of the
    vowels. Source and terms: dlcourse/data/vowels-LICENSE.txt.
    """
    source = files("dlcourse") / "data" / "vowels.csv"
    with source.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    F = [[float(row[f"F{i}"]) for i in range(4)] for row in rows]
    y = [WORDS.index(row["word"]) for row in rows]
    who = [SPEAKERS.index(row["who"]) for row in rows]
    speaker = [int(row["speaker"]) for row in rows]
    return np.array(F), np.array(y), np.array(speaker), np.array(who)


def resonance(frequencies: Array, center: float, width: float) -> Array:
    """How much a resonance lets through: complex, shaped as frequencies.

    All in Hz; 1 at 0 Hz. The resonator with two poles of Klatt (1980).
    """
    z = np.exp(-2j * np.pi * frequencies / RATE)
    radius = np.exp(-np.pi * width / RATE)
    turn = 2 * radius * np.cos(2 * np.pi * center / RATE)
    return (1 - turn + radius**2) / (1 - turn * z + radius**2 * z**2)


def throat(
    frequencies: Array,
    formants: Array,
    widths: Array | tuple[float, ...] = BANDWIDTHS,
) -> Array:
    """What throat and mouth do to a voice: complex, shaped as frequencies.

    `formants` (3,) are F1, F2, F3 in Hz; `widths` are those of four.
    """
    passed = 1 / (1 - TILT * np.exp(-2j * np.pi * frequencies / RATE))
    for center, width in zip(
        (*formants, formants[-1] + FOURTH), widths, strict=True
    ):
        passed = passed * resonance(frequencies, center, width)
    return passed


def pulses(pitch: Array) -> Array:
    """Puffs of air (m,), as many a second as pitch (m,) says, in Hz.

    A puff between two samples is shared by both.
    """
    phase = np.cumsum(pitch / RATE)
    late = np.flatnonzero(np.diff(np.floor(phase)) > 0) + 1
    rest = (phase[late] % 1) / (pitch[late] / RATE)  # samples since the puff
    train = np.zeros(len(pitch))
    train[late] += 1 - rest
    train[late - 1] += rest
    return train


def synthesize(
    F: Array,
    rng: np.random.Generator,
    *,
    seconds: float = 0.15,
    breath: float = 0.02,
    noise: float = 0.003,
) -> Array:
    """A vowel as samples (m,), from -1 to 1, with F0 to F3 of F (4,) in Hz.

    The pitch falls a little, by chance more or less, and by chance the
    resonances are more or less wide. `breath` goes through throat and
    mouth, `noise` is added behind them. Raises ValueError if F is not four
    numbers between 0 and half of `RATE`.
    """
    if np.shape(F) != (4,) or np.min(F) <= 0 or np.max(F) >= RATE / 2:
        raise ValueError(
            f"F is {F}, but must be pitch and three formants, each between "
            f"0 and {RATE // 2} Hz"
        )
    m = round(seconds * RATE)
    start, end = rng.uniform(1.0, 1.06), rng.uniform(0.88, 1.0)
    voice = pulses(F[0] * np.linspace(start, end, m))
    voice += breath * rng.standard_normal(m)
    size = 2 ** int(np.ceil(np.log2(m + RATE // 20)))  # room to ring out
    passed = throat(
        np.fft.rfftfreq(size, 1 / RATE),
        F[1:],
        np.array(BANDWIDTHS) * rng.uniform(0.8, 1.4, 4),
    )
    sound = np.fft.irfft(np.fft.rfft(voice, size) * passed, size)[:m]
    fade = np.minimum(np.arange(m), np.arange(m)[::-1]) / (0.02 * RATE)
    sound = sound / abs(sound).max() * np.minimum(1, fade)
    sound += noise * rng.standard_normal(m)
    return sound / abs(sound).max()


def spectrogram(sounds: Array) -> Array:
    """From samples (..., m) to power (..., frames, 257), 0 Hz to half RATE.

    A frame of 32 ms every 16 ms, faded at both ends (Hamming's window).
    """
    frames = np.lib.stride_tricks.sliding_window_view(sounds, FRAME, axis=-1)
    faded = frames[..., ::HOP, :] * np.hamming(FRAME)
    return abs(np.fft.rfft(faded, POINTS)) ** 2


def mel(frequency: Array | float) -> Array:
    """Pitch as we hear it, in mel, from Hz: O'Shaughnessy (1987)."""
    return 2595 * np.log10(1 + np.asarray(frequency) / 700)


def bands() -> Array:
    """Weights (257, 24): how much each frequency counts for each band.

    Triangles, equally far apart in mel, each reaching to its neighbors'
    peaks.
    """
    peaks = np.linspace(mel(LOWEST), mel(HIGHEST), BANDS + 2)
    at = mel(np.fft.rfftfreq(POINTS, 1 / RATE))[:, None]
    return np.maximum(0, 1 - abs(at - peaks[1:-1]) / (peaks[1] - peaks[0]))


def features(sounds: Array) -> Array:
    """From samples (n, m) to X (n, 24): how strong each band is, in dB.

    The mean over time, less the mean over bands: loud and soft sounds give
    the same.
    """
    power = spectrogram(sounds).mean(axis=-2) @ bands()
    decibels = 10 * np.log10(power + 1e-9)
    return decibels - decibels.mean(axis=-1, keepdims=True)
