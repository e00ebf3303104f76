"""What every test needs: the same examples from hypothesis in every run.

A process that is after each test what it was before, so that no test hangs on
the order of others. And what the tests of the book share: the site, built
once for all of them, its address on loopback, and the browser that looks at
it.
"""

import os
import sys

import pytest
from hypothesis import settings

from tests.browser.site import (
    CHROMIUM,
    NO_CHROMIUM,
    QUIET,
    built_once,
    served,
)

# A test that fails on one machine in a hundred runs teaches nobody; a slow
# first call (BLAS wakes up) is no error.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")

CURRENT_TEST = "PYTEST_CURRENT_TEST"  # pytest's own, with the test's name
LATE = 0.15  # seconds: enough to see whether what comes late moves the rest


@pytest.fixture(autouse=True)
def _leave_the_process_as_it_was():
    """Undo what a test did to the environment, or to matplotlib's settings.

    Building a book sets variables for its kernels, and the course's style is
    for all figures that follow.
    """
    environment, settings_before = dict(os.environ), matplotlib_settings()
    yield
    for name in os.environ.keys() - environment.keys() - {CURRENT_TEST}:
        del os.environ[name]
    os.environ.update(environment)
    settings_after = matplotlib_settings()
    if settings_before is None and settings_after is not None:
        sys.modules["matplotlib"].rcdefaults()
    elif settings_before != settings_after:
        sys.modules["matplotlib"].rcParams.update(settings_before)


def matplotlib_settings():
    """The settings, but for the backend; None where nobody has any."""
    if "matplotlib" not in sys.modules:
        return None
    found = dict.copy(sys.modules["matplotlib"].rcParams)  # as it is: fast
    found.pop("backend", None)
    return found


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The pages, built twice without a warning; one build for all workers."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    return built_once(base / "a book")  # its path has a space, as some have


@pytest.fixture(scope="session")
def address(site):
    """The site behind a server on loopback, fonts and pictures late."""
    with served(site, late=LATE) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by playwright.

    For a module alone: while it runs, nothing else in the process can have
    an event loop.
    """
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail(NO_CHROMIUM)
        pytest.skip(f"{NO_CHROMIUM}; no page was looked at")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
