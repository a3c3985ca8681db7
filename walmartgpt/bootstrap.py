"""Makes the virtual environment, installs the locked packages when the lock changed, and goes on.

`python3 -I walmartgpt/bootstrap.py LOCK [COMMAND…]`, with nothing but the standard library, and
readable by a Python that is old enough to be told so (3.6).
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
HOLDS = {
    "requirements.txt": ("requirements.txt",),
    "requirements-dev.txt": ("requirements.txt", "requirements-dev.txt"),
    "requirements-train.txt": ("requirements-train.txt",),
}
# The lock is complete and every package has wheels: no compiler, no search for versions.
COMPLETE = ("--require-hashes", "--only-binary=:all:", "--no-deps")
# torch comes in several builds under one version, and those for GPUs bring packages of their own.
SEVERAL_BUILDS = ("--only-binary=:all:",)


class BootstrapError(Exception):
    """The environment cannot be made; its text is the one line to show."""


def main(lock: str, command: "list[str]") -> None:
    """Installs `lock` where needed, then becomes `command`."""
    if sys.version_info < OLDEST:
        raise BootstrapError(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} ({sys.executable}) is too old: "
            "WalmartGPT needs 3.11 or newer. Install one and name it: make run PYTHON=python3.12"
        )
    wanted = _wanted(lock)
    if not wanted.items() <= _installed().items():
        _make_venv()
        _install(lock)
        STAMP.write_text(json.dumps({**_installed(), **wanted}))
    if command:
        os.chdir(str(ROOT))
        os.execv(str(PYTHON), [str(PYTHON), *command])  # noqa: S606 - the Makefile's own command


def _wanted(lock: str) -> "dict[str, str]":
    """The fingerprints that `lock` stands for: the development lock contains the first one."""
    wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in HOLDS[lock]}
    wanted["where"] = str(VENV)  # a virtual environment does not survive being moved
    return wanted


def _installed() -> "dict[str, str]":
    """The fingerprints of what is installed; nothing if the environment does not work."""
    try:
        subprocess.run([str(PYTHON), "-IS", "-c", ""], check=True, stderr=subprocess.DEVNULL)
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return {}


def _make_venv() -> None:
    """A fresh environment, unless one that works is there already."""
    if PYTHON.exists() and _pip("--version", quiet=True) == 0:
        return
    print(f"Making {VENV} …", flush=True)
    try:
        import venv

        venv.create(str(VENV), with_pip=True, clear=True, symlinks=True)
    except (subprocess.CalledProcessError, ImportError):
        raise BootstrapError(
            "This Python has no working venv and ensurepip. Install them (Debian and Ubuntu: "
            "apt install python3-venv) and run make again."
        ) from None


def _install(lock: str) -> None:
    is_training = lock == "requirements-train.txt"
    size = "1 to 4 GB" if is_training else "some 500 MB"
    print(f"Installing the packages of {lock}, once ({size}) …", flush=True)
    options = SEVERAL_BUILDS if is_training else COMPLETE
    if _pip("install", "--quiet", *options, "-r", str(ROOT / lock)) != 0:
        raise BootstrapError(
            f"Installing {lock} failed for the reason that pip gives above. Mend it (network, "
            "space on the disk, a Python from 3.11 to 3.13) and run make again."
        )


def _pip(*arguments: str, quiet: bool = False) -> int:
    output = subprocess.DEVNULL if quiet else None
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, stdout=output, stderr=output, check=False).returncode


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except BootstrapError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped before everything was installed; make goes on from there.")
    except OSError as error:
        where = error.filename or VENV
        sys.exit(f"{where} cannot be written or run ({error.strerror}). Mend that and run again.")
