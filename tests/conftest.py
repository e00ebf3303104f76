"""What every test needs: the same examples from hypothesis in every run."""

from hypothesis import settings

# A test that fails on one machine in a hundred runs teaches nobody; a slow
# first call (BLAS wakes up) is no error.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")
