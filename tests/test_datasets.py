"""The data: what is drawn, what is carried, what is downloaded."""

import gc
import gzip
import hashlib
import struct
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import pytest

from dlcourse import admit, datasets, fraction_correct


def test_admitted_is_who_has_half_of_both():
    """Labels follow the essay's rule, to the border."""
    X, y = datasets.admissions(500, np.random.default_rng(0))

    assert X.shape == (500, 2)
    assert X.min() >= 0
    assert X.max() <= 1
    assert y.tolist() == [int(a >= 0.5 and b >= 0.5) for a, b in X]


def test_no_line_can_be_perfect():
    """The gap that the course begins with: no is .75, a good line .92."""
    X, y = datasets.admissions(4000, np.random.default_rng(0))

    good = fraction_correct(admit(X, np.ones(2), -1.2), y)

    assert fraction_correct(np.zeros(4000), y) == pytest.approx(0.75, abs=0.03)
    assert 0.85 < good < 0.95


def test_a_spiral_has_three_arms_of_like_size():
    """Every class has its third, give or take one."""
    X, y = datasets.spiral(100, np.random.default_rng(0))

    assert X.shape == (100, 2)
    assert np.abs(X).max() <= 1
    assert np.bincount(y).tolist() == [34, 33, 33]


@pytest.mark.parametrize("draw", [datasets.admissions, datasets.spiral])
def test_no_examples_are_refused(draw):
    """One example is the least; half of one is none."""
    with pytest.raises(ValueError, match="n is 0"):
        draw(0, np.random.default_rng(0))
    with pytest.raises(TypeError, match=r"n is 0\.5"):
        draw(0.5, np.random.default_rng(0))

    assert len(draw(1, np.random.default_rng(0))[0]) == 1


def test_digits_are_all_there():
    """1797 images of 64 pixels from 0 to 16, every digit about as often."""
    X, y = datasets.digits()

    assert (X.shape, X.dtype, y.dtype) == ((1797, 64), np.float32, np.int64)
    assert (X.min(), X.max()) == (0, 16)
    assert np.bincount(y).min() >= 174
    assert len(np.bincount(y)) == 10


def test_the_parts_of_the_digits_are_apart_and_whole():
    """What the grader judges by is never among what is learned from."""
    everything, train, test = (
        {(*x, label) for x, label in zip(X.tolist(), y.tolist())}
        for X, y in map(digits_of, ("all", "train", "test"))
    )

    assert (len(everything), len(train), len(test)) == (1797, 1437, 360)
    assert train | test == everything
    assert np.bincount(digits_of("test")[1]).min() >= 25


def digits_of(part):
    """Pictures and labels of a part."""
    return datasets.digits(part=part)


def test_an_unknown_part_of_the_digits_is_refused():
    """The error names the parts there are."""
    with pytest.raises(ValueError, match="all, train, test"):
        datasets.digits(part="validation")


def idx(array):
    """The bytes of an IDX file that holds the array, packed."""
    head = bytes([0, 0, 8, array.ndim])
    head += struct.pack(f">{array.ndim}I", *array.shape)
    return gzip.compress(head + array.astype(np.uint8).tobytes(), mtime=0)


class Quiet(SimpleHTTPRequestHandler):
    """A file server that does not write to the terminal."""

    def log_message(self, *arguments):
        """Say nothing."""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder served on this machine as MNIST's site: three small images."""
    pytest.importorskip("pooch", reason="mnist() is an extra: no pooch here")
    folder = tmp_path / "site"
    folder.mkdir()
    images, labels = np.arange(12).reshape(3, 2, 2), np.array([7, 0, 9])
    hashes = {}
    for name in datasets.MNIST_FILES:
        content = idx(images if "images" in name else labels)
        (folder / name).write_bytes(content)
        hashes[name] = hashlib.sha256(content).hexdigest()
    monkeypatch.setattr(datasets, "MNIST_FILES", hashes)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        monkeypatch.setattr(datasets, "MNIST_URL", url)
        Thread(target=server.serve_forever, daemon=True).start()
        yield folder
        server.shutdown()
    gc.collect()  # pooch drops a refused connection without closing it


def test_mnist_is_downloaded_once(site, tmp_path):
    """The second call needs no network."""
    first = datasets.mnist(tmp_path / "cache")
    for file in site.iterdir():
        file.unlink()

    X, y, X_test, y_test = datasets.mnist(tmp_path / "cache")

    assert X.tolist() == np.arange(12.0).reshape(3, 4).tolist()
    assert (X.dtype, y.dtype) == (np.float32, np.int64)
    assert y.tolist() == y_test.tolist() == [7, 0, 9]
    assert X_test.tolist() == first[2].tolist()


def test_a_damaged_download_is_one_clear_line(site, tmp_path):
    """The checksum is compared before a byte is used."""
    name = "train-labels-idx1-ubyte.gz"
    (site / name).write_bytes(b"something else")

    with pytest.raises(RuntimeError, match=f"{name} .*checksum") as caught:
        datasets.mnist(tmp_path / "cache")

    assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # pooch's; see site
@pytest.mark.parametrize("fault", ["no server", "no file"])
def test_without_a_network_digits_are_named(
    site, tmp_path, monkeypatch, fault
):
    """One line, and what works without a network."""
    if fault == "no server":
        monkeypatch.setattr(datasets, "MNIST_URL", "http://127.0.0.1:9/")
    else:
        (site / "train-images-idx3-ubyte.gz").unlink()

    message = r"train-images.*digits\(\)"
    with pytest.raises(RuntimeError, match=message) as caught:
        datasets.mnist(tmp_path / "cache")

    assert "\n" not in str(caught.value)


def test_without_pooch_the_way_to_get_it_is_named(monkeypatch):
    """The core is numpy alone; the error says which extra is missing."""
    monkeypatch.setitem(sys.modules, "pooch", None)

    with pytest.raises(RuntimeError, match=r"pip install '\.\[book\]'"):
        datasets.mnist()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no IDX file"),
        (b"\0\0\x08", "no IDX file"),
        (b"\0\0\x0d\x01\0\0\0\x01\0", "begins with 00000d01"),
        (b"\0\0\x08\x02\0\0\0\x01", "no IDX file"),
        (b"\0\0\x08\x01\0\0\0\x02\0", r"says it holds \(2,\).*has 1 val"),
    ],
)
def test_a_file_that_is_no_idx_is_refused(tmp_path, content, message):
    """Another type, a cut header, a cut image: said, with what was found."""
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(content))

    with pytest.raises(ValueError, match=message):
        datasets.read_idx(path)
