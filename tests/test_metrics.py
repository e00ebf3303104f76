"""Accuracy and confusion: who wins, and what is refused."""

import numpy as np
import pytest

from dlcourse import accuracy, confusion_matrix


def test_the_first_of_equal_scores_wins():
    """A tie is decided the same way every time."""
    Z = np.array([[1.0, 1.0], [0.0, 0.0]])

    assert accuracy(Z, np.array([0, 1])) == 0.5


def test_confusion_counts_true_classes_in_rows():
    """The diagonal holds the right answers, and all counts add up to n."""
    Z = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    y = np.array([0, 1, 1])

    counts = confusion_matrix(Z, y)

    assert counts.tolist() == [[1, 0, 0], [0, 1, 1], [0, 0, 0]]
    assert np.trace(counts) / counts.sum() == accuracy(Z, y)


@pytest.mark.parametrize("function", [accuracy, confusion_matrix])
@pytest.mark.parametrize(
    ("Z", "y", "error", "message"),
    [
        (np.ones((2, 2)), [[0], [1]], ValueError, r"y has shape \(2, 1\)"),
        (np.ones((2, 2)), [0, 2], ValueError, "label 2"),
        (np.ones((2, 2)), [0.0, 1.0], TypeError, "dtype float64"),
        (np.ones((0, 2)), [], ValueError, "empty"),
        (np.array([[np.nan, 0]]), [0], ValueError, "nan"),
        (np.array([0, 1]), [0, 1], ValueError, r"Z has shape \(2,\)"),
    ],
)
def test_answers_that_cannot_be_counted_are_refused(
    function, Z, y, error, message
):
    """Labels in place of scores, and a column of labels, are told apart."""
    with pytest.raises(error, match=message):
        function(Z, np.array(y))
