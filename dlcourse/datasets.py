"""The data of the course: two that are drawn, two that were collected.

`admissions` and `spiral` are made up, from a rule that we know. `digits` came
from people's hands and is in the package; `mnist` is its larger sibling and
is downloaded when asked for.
"""

from __future__ import annotations  # numpy.random loads only when used

import gzip
import struct
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from dlcourse.checks import Array, check_count

# The essay's rule: in college with at least half of both maximum scores.
PASS_MARK = 0.5


def admissions(n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2), grades and test scores in 0..1, and y (n,): 1 if admitted.

    Admitted is who has at least half of both. The border is a corner, so no
    straight line gets every student right.
    """
    check_count("n", n)
    X = rng.random((n, 2))
    return X, (X >= PASS_MARK).all(axis=1).astype(int)


def spiral(n: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """X (n, 2) in about -1..1 on three arms, and y (n,): which arm, 0 to 2.

    The arms turn about the center, so no straight line parts them.
    """
    check_count("n", n)
    y = np.arange(n) % 3
    along = rng.random(n)
    angle = 2 * np.pi * y / 3 + 4 * along + 0.2 * rng.standard_normal(n)
    direction = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return along[:, None] * direction, y


# What `digits` can be asked for: "test" is what the grader judges by.
PARTS = ("all", "train", "test")


def digits(*, part: str = "all") -> tuple[Array, Array]:
    """X (1797, 64), ink from 0 to 16, and y (1797,), which digit it is.

    Handwritten digits of 13 writers, 8 x 8 pixels each; a pixel counts the
    ink dots in a 4 x 4 square. `part` is "train" for 1437 of them, "test"
    for the other 360, which were chosen by chance and never change. The same
    13 writers stand in both, and that flatters: a contiguous split, where the
    writers mostly differ, is the harder and more honest test.

    Raises ValueError for another part, and for "test" while work is graded.

    Alpaydin and Kaynak (1998), Optical Recognition of Handwritten Digits,
    UCI Machine Learning Repository, doi 10.24432/C50P49, test part, CC BY
    4.0. License and source: dlcourse/data/digits-LICENSE.txt.
    """
    if part not in PARTS:
        raise ValueError(
            f"part is {part!r}, but it must be one of {', '.join(PARTS)}"
        )
    source = files("dlcourse") / "data" / "digits.npz"
    with source.open("rb") as file, np.load(file) as saved:
        X, y, test = saved["X"], saved["y"], saved["test"]
    if part == "test" and not test.any():
        raise ValueError(
            "the test part of the digits is not at hand while work is graded"
        )
    chosen = {"all": test | ~test, "train": ~test, "test": test}[part]
    return X[chosen].astype(np.float32), y[chosen].astype(np.int64)


MNIST_URL = "https://ossci-datasets.s3.amazonaws.com/mnist/"
# SHA-256 of the files as published by LeCun, Cortes and Burges, in halves.
MNIST_FILES = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea37026"
    "5605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cc"
    "a23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e3"
    "3eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd"
    "2371eca3ffa0defaefb259924204aec6",
}


def mnist(
    cache: str | Path | None = None,
) -> tuple[Array, Array, Array, Array]:
    """X (60000, 784), y (60000,), X_test (10000, 784), y_test (10000,).

    Handwritten digits of 28 x 28 pixels, 0 to 255. Downloaded once (11 MB)
    into the user's cache, or the given folder, and checked by its checksum.
    Raises RuntimeError in one line if that fails.

    LeCun, Cortes and Burges (1998), The MNIST database of handwritten
    digits.
    """
    images, labels, test_images, test_labels = (
        read_idx(fetch(MNIST_URL + name, name, sha256, cache))
        for name, sha256 in MNIST_FILES.items()
    )
    return (
        images.reshape(len(images), -1).astype(np.float32),
        labels.astype(np.int64),
        test_images.reshape(len(test_images), -1).astype(np.float32),
        test_labels.astype(np.int64),
    )


def fetch(url: str, name: str, sha256: str, cache: str | Path | None) -> Path:
    """The path of a file in the cache, downloaded and checked if needed."""
    try:
        import pooch  # an extra: the core of the library is numpy alone
    except ModuleNotFoundError:
        raise RuntimeError(
            "mnist() needs the package pooch: pip install '.[book]'; "
            "digits() needs nothing"
        ) from None
    pooch.get_logger().setLevel("ERROR")
    folder = cache or pooch.os_cache("dlcourse")
    try:
        path = pooch.retrieve(
            *(url, f"sha256:{sha256}", name, folder),
            progressbar=find_spec("tqdm") is not None,
        )
    except OSError as error:
        raise RuntimeError(
            f"could not download {name} ({type(error).__name__}): is there a "
            "network? digits() has handwritten digits without one"
        ) from None
    except ValueError:  # pooch's error for a checksum that differs
        raise RuntimeError(
            f"{name} was downloaded from {url}, but its checksum differs: "
            "the file was damaged or replaced; digits() needs no download"
        ) from None
    return Path(path)


def read_idx(path: str | Path) -> Array:
    """The array of unsigned bytes in an IDX file, packed by gzip.

    IDX: two zero bytes, the type (8: unsigned byte), the number of axes, each
    axis's length as four bytes, then the values. Raises ValueError if the
    file is something else.
    """
    with gzip.open(path) as file:
        content = file.read()
    start = 4 + 4 * content[3] if len(content) > 3 else 4
    if content[:3] != b"\0\0\x08" or len(content) < start:
        raise ValueError(
            f"{path} is no IDX file of bytes: it begins with "
            f"{content[:4].hex()}, not 000008 and the number of axes"
        )
    shape = struct.unpack_from(f">{content[3]}I", content, 4)
    values = np.frombuffer(content, np.uint8, offset=start)
    if values.size != np.prod(shape):
        raise ValueError(
            f"{path} says it holds {shape}, but has {values.size} values"
        )
    return values.reshape(shape)
