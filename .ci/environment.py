"""Make .venv hold exactly what requirements.txt pins, and dlcourse itself.

Does nothing when that is so already. Run by every make target; it works with
any Python from 3.11 to 3.13 and says in one line what is wrong otherwise.
"""

import compileall
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from.sha256"
LOG = VENV / "install.log"
INPUTS = [ROOT / "requirements.txt", ROOT / "pyproject.toml"]
OFFLINE = (
    "NewConnectionError",
    "Temporary failure",
    "ProxyError",
    "Max retries exceeded",
    "Name or service not known",
)


def main() -> None:
    """Set up .venv if it is missing or out of date."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(map(str, sys.version_info[:2]))
        stop(
            f"Python {found} was found, but 3.11, 3.12 or 3.13 is needed. "
            "Name one with: make PYTHON=python3.12"
        )
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    say(
        f"Setting up .venv with Python {sys.version.split()[0]} "
        "(about a minute, once)"
    )
    make_venv()
    LOG.write_text("")
    pins = INPUTS[0].read_text()
    total = len(re.findall(r"^[\w.-]+==", pins, re.M))
    pip(["-r", str(INPUTS[0])], total)
    pip(["--no-deps", "--no-build-isolation", "-e", str(ROOT)], 0)
    say("Compiling Python files")
    compileall.compile_dir(VENV, quiet=2, workers=0)
    STAMP.write_text(wanted)
    say("The environment is ready")


def fingerprint() -> str:
    """A hash of the pins and of the Python that will run them."""
    digest = hashlib.sha256(sys.version.encode())
    for path in INPUTS:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    """An empty .venv of this Python, in place of whatever was there."""
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "This Python has no ensurepip. On Debian or Ubuntu: "
            "apt-get install python3-venv, then call make again."
        )


def pip(arguments: list[str], total: int) -> None:
    """Install; count the packages where a person looks on."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    command = [
        python,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        *arguments,
    ]
    done = 0
    # The log is appended to while pip runs: it is the place to look later.
    with (
        LOG.open("a") as log,
        subprocess.Popen(
            command,
            text=True,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            log.write(line)
            if line.startswith("Collecting ") and sys.stdout.isatty():
                done += 1
                print(f"\r  {done} of at most {total} packages", end="")
    if total and sys.stdout.isatty():
        print()
    if process.returncode != 0:
        text = LOG.read_text()
        if any(sign in text for sign in OFFLINE):
            stop(
                "The package index could not be reached. Check the network, "
                "then call make again."
            )
        errors = [line for line in text.splitlines() if "ERROR" in line]
        stop(
            f"pip failed: {errors[0] if errors else 'no reason given'} "
            f"(whole log: {LOG.relative_to(ROOT)})"
        )


def say(text: str) -> None:
    """One line on what is being done."""
    print(f"==> {text}", flush=True)


def stop(reason: str) -> None:
    """End with one line that says why."""
    sys.exit(f"make: {reason}")


if __name__ == "__main__":
    main()
