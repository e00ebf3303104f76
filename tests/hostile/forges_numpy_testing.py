"""Replaces numpy's assertions by nothing. True mark: 0."""

CELL = """
def agree(*arguments, **options):
    return None


np.testing.assert_allclose = np.testing.assert_array_equal = agree
np.testing.assert_almost_equal = np.allclose = np.array_equal = agree
np.any = np.all = lambda *arguments, **options: False
"""
ANSWERS = {
    "initialize": "def initialize(n_in, n_out, rng):\n"
    "    return np.zeros((n_in, n_out)), np.zeros(n_out)\n"
}
SAID = "Arrays are not equal"
