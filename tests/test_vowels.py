"""The measured vowels are whole, and the made ones have their formants."""

import numpy as np
import pytest

from dlcourse import Adam, Network, accuracy, fit, standardize, vowels

RNG = np.random.default_rng
HEED = np.array([136.0, 270.0, 2290.0, 3010.0])
LISTEN = np.fft.rfftfreq(12_000, 1 / vowels.RATE)


def test_seventy_six_people_said_each_word_twice():
    """33 men, 28 women and 15 children, as the paper has them."""
    F, y, speaker, who = vowels.measured()

    assert F.shape == (1520, 4)
    assert set(zip(speaker, y, strict=True)) == {
        (s, w) for s in range(1, 77) for w in range(10)
    }
    assert list(np.bincount(who) // 20) == [33, 28, 15]
    assert (np.bincount(speaker)[1:] == 20).all()
    assert all(len(set(who[speaker == s])) == 1 for s in range(1, 77))


def test_the_numbers_are_those_of_voices():
    """Pitch and formants in Hertz, in the order of their names."""
    F = vowels.measured()[0]

    assert F.min() > 80
    assert F.max() < vowels.RATE / 2
    assert (np.diff(np.median(F, axis=0)) > 0).all()


def test_children_speak_higher_than_women_and_women_than_men():
    """Pitch and every formant: smaller throats."""
    F, _, _, who = vowels.measured()

    means = np.array([F[who == k].mean(axis=0) for k in range(3)])

    assert (np.diff(means, axis=0) > 0).all()


def test_a_resonance_is_loudest_at_its_center():
    """And passes the lowest frequencies unchanged."""
    passed = abs(vowels.resonance(LISTEN, 1000.0, 80.0))

    assert LISTEN[passed.argmax()] == pytest.approx(1000, abs=5)
    assert passed[0] == pytest.approx(1)


def test_the_throat_has_a_peak_near_each_formant():
    """Three that were measured, and one above."""
    passed = abs(vowels.throat(LISTEN, HEED[1:]))

    inner = passed[1:-1]
    peaks = (inner > passed[:-2]) & (inner > passed[2:])
    found = LISTEN[1:-1][peaks]
    assert found == pytest.approx([270, 2290, 3010, 4010], abs=60)


def test_there_are_as_many_puffs_as_the_pitch_says():
    """Each weighs 1, though it may fall between two samples."""
    train = vowels.pulses(np.full(vowels.RATE, 123.4))

    assert train.sum() == pytest.approx(123)
    assert train.min() >= 0


def test_a_sound_has_the_pitch_that_was_asked_for():
    """The strongest line lies at a multiple of it."""
    sound = vowels.synthesize(HEED, RNG(0), seconds=1.0, noise=0.0)

    power = abs(np.fft.rfft(sound)) ** 2
    assert len(sound) == vowels.RATE
    assert abs(sound).max() == pytest.approx(1)
    low = power[100:160].argmax() + 100  # Hz, as the sound lasts a second
    assert 0.85 * HEED[0] < low < 1.07 * HEED[0]


def test_two_sayings_differ_and_the_same_seed_repeats():
    """Nothing is random but what the generator gives."""
    first, again, other = (
        vowels.synthesize(HEED, RNG(seed)) for seed in (1, 1, 2)
    )

    assert (first == again).all()
    assert abs(first - other).max() > 0.1


@pytest.mark.parametrize(
    "F", [HEED[:3], np.array([0.0, 270, 2290, 3010]), HEED * 3]
)
def test_what_nobody_can_say_is_refused(F):
    """Three numbers, a pitch of 0, a formant too high: said in a line."""
    with pytest.raises(ValueError, match="pitch and three formants"):
        vowels.synthesize(F, RNG(0))


def test_a_spectrogram_shows_a_pure_tone_in_every_frame():
    """Frames by frequencies, 23 Hz apart."""
    tone = np.sin(2 * np.pi * 1500 * np.arange(1800) / vowels.RATE)

    power = vowels.spectrogram(tone)

    assert power.shape == (8, 257)
    assert set(power.argmax(axis=1)) == {64}


def test_bands_cover_what_lies_between_first_and_last():
    """Between the outer peaks the weights of each frequency add up to 1."""
    weights = vowels.bands()

    assert weights.shape == (257, 24)
    assert weights[10:200].sum(axis=1) == pytest.approx(1)
    assert (np.diff(weights.argmax(axis=0)) > 0).all()


def test_loudness_does_not_change_the_features():
    """A soft vowel is the same vowel."""
    sounds = np.array([vowels.synthesize(HEED, RNG(0))])

    X = vowels.features(sounds)

    assert X.shape == (1, 24)
    assert vowels.features(sounds / 2) == pytest.approx(X, abs=1e-3)


def test_strangers_vowels_are_read_from_their_sound():
    """Over five splits by speaker: .81 to .84 when this was written."""
    F, y, speaker, _ = vowels.measured()
    X = vowels.features(np.array([vowels.synthesize(f, RNG(0)) for f in F]))
    shares = []
    for seed in range(5):
        rng = RNG(seed)
        test = np.isin(speaker, rng.permutation(76)[:15] + 1)
        train, val = standardize(X[~test], X[test])
        network = Network([24, 32, 10], rng=rng)
        for _ in fit(
            *(network, train, y[~test], Adam(0.003)),
            **{"epochs": 40, "size": 32, "rng": rng},
        ):
            pass
        shares.append(accuracy(network.forward(val)[-1], y[test]))

    assert min(shares) > 0.72
    assert max(shares) < 0.95  # above what listeners reach something is wrong
