"""What `make` runs first: the environment is made once, and what hinders it is one clear line."""

from __future__ import annotations

import ast
import hashlib
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from walmartgpt.runtime import BASE_DIR

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]
BOOTSTRAP = BASE_DIR / "walmartgpt" / "bootstrap.py"
# pip asks no network, whatever this machine is configured for.
OFFLINE = {"PATH": "/usr/bin:/bin", "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": "/dev/null"}
NO_SUCH = "walmartgpt-no-such-package==1.0 --hash=sha256:" + "0" * 64 + "\n"


def wheel(folder: Path, name: str) -> str:
    """A package that does nothing; the line of a lock that names it with its hash."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}.py", f"NAME = {name!r}\n")
        file.writestr(
            f"{name}-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        )
        file.writestr(
            f"{name}-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        file.writestr(f"{name}-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{name} @ {path.as_uri()} --hash=sha256:{digest}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with the bootstrap and two small locks."""
    root = tmp_path / "checkout"
    (root / "walmartgpt").mkdir(parents=True)
    shutil.copy(BOOTSTRAP, root / "walmartgpt")
    (root / "requirements.txt").write_text(wheel(tmp_path, "one"))
    (root / "requirements-dev.txt").write_text(wheel(tmp_path, "two"))
    return root


def run(root: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Runs the bootstrap as `make` does; `before` is what happened to its Python."""
    file = str(root / "walmartgpt" / "bootstrap.py")
    start = [file]
    if before:
        patched = f"{before}\nimport runpy, sys\nsys.argv[0] = {file!r}\n"
        start = ["-c", f"{patched}runpy.run_path({file!r}, run_name='__main__')"]
    return subprocess.run(
        [sys.executable, "-I", *start, *arguments],
        env=OFFLINE,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def test_an_old_python_can_read_it() -> None:
    ast.parse(BOOTSTRAP.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", ["(3, 6, 9)", "(3, 10, 14)"])
def test_too_old_a_python_is_one_line_that_says_what_to_do(tree: Path, version: str) -> None:
    old = f"import sys; sys.version_info = {version}"
    result = run(tree, "requirements.txt", "-c", "print('started')", before=old)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert f"Python {version[1:-1].replace(', ', '.').rpartition('.')[0]} (" in result.stderr
    assert "make run PYTHON=" in result.stderr
    assert not (tree / ".venv").exists()


def test_it_installs_once_and_then_becomes_the_command(tree: Path) -> None:
    code = "import one, os; print(one.NAME, os.getcwd())"
    first = run(tree, "requirements.txt", "-c", code)
    assert first.returncode == 0, first.stderr
    assert f"Making {tree / '.venv'}" in first.stdout
    assert first.stdout.endswith(f"one {tree}\n")

    again = run(tree, "requirements.txt", "-c", code)
    assert again.stdout == f"one {tree}\n"

    more = run(tree, "requirements-dev.txt", "-c", "import two; print(two.NAME)")
    assert "Installing the packages of requirements-dev.txt" in more.stdout
    assert "Making" not in more.stdout
    assert more.stdout.endswith("two\n")
    assert run(tree, "requirements.txt", "-c", code).stdout == f"one {tree}\n"

    # The Python that made it was taken away, as by a system's upgrade.
    python = tree / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    mended = run(tree, "requirements.txt", "-c", code)
    assert mended.returncode == 0, mended.stderr
    assert "Making" in mended.stdout
    assert mended.stdout.endswith(f"one {tree}\n")


def test_what_pip_cannot_install_is_said_and_tried_again(tree: Path) -> None:
    lock = tree / "requirements.txt"
    good = lock.read_text()
    lock.write_text(NO_SUCH)
    failed = run(tree, "requirements.txt", "-c", "print('started')")
    assert failed.returncode == 1
    assert "started" not in failed.stdout
    assert "walmartgpt-no-such-package" in failed.stderr
    assert failed.stderr.splitlines()[-1].startswith("Installing requirements.txt failed")
    assert "Traceback" not in failed.stderr

    lock.write_text(good.replace("sha256:", "sha256:0")[: len(good)])
    tampered = run(tree, "requirements.txt")
    assert tampered.returncode == 1

    lock.write_text(good)
    mended = run(tree, "requirements.txt", "-c", "import one; print(one.NAME)")
    assert mended.stdout.endswith("one\n")
    assert "Making" not in mended.stdout


def test_a_python_without_venv_is_one_line(tree: Path) -> None:
    result = run(tree, "requirements.txt", before="import sys; sys.modules['venv'] = None")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "apt install python3-venv" in result.stderr


def test_a_place_that_cannot_be_written_is_one_line(tree: Path) -> None:
    (tree / ".venv").write_text("a file where the folder should be")
    result = run(tree, "requirements.txt")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "cannot be written" in result.stderr
