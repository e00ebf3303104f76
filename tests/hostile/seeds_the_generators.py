"""Seeds numpy's generators, and replaces the one that it is handed.

True mark: 0. A generator that a check makes is the judge's own. (Where a
check draws from `np.random` itself, whose state crosses as nbgrader's single
process has it, a student can choose what is drawn.)
"""

CELL = """
np.random.seed(0)
np.random.default_rng = lambda *seed: np.random.Generator(np.random.PCG64(0))
"""
ANSWERS = {
    "initialize": "def initialize(n_in, n_out, rng):\n"
    "    rng.bit_generator.state = np.random.PCG64(0).state\n"
    "    return np.ones((n_in, n_out)), np.zeros(n_out)\n",
    "dense": "def dense(X, W, b):\n    return np.zeros((len(X), 2))\n",
}
SAID = "test_initialize"
