"""What the environment asks of the supervisor, and the one line that says what is wrong."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from walmartgpt.supervisor.options import Options, StartError, listen, make_folder


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        *("HOST", "PORT", "WALMARTGPT_DEMO", "WALMARTGPT_WORKERS", "OLLAMA_HOST"),
        *("ALLOWED_HOSTS", "DATABASE_URL"),
    ):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_means_this_machine_alone_with_demo() -> None:
    options = Options.read()
    assert options.url == "http://127.0.0.1:8000"
    assert options.demo


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eight", "80.5", "٨٠"])
def test_a_port_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(StartError, match=r"PORT=.* is not a number from 1 to 65535"):
        Options.read()


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert Options.read().port == 8000


def test_no_known_passwords_on_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert not Options.read().demo
    monkeypatch.setenv("WALMARTGPT_DEMO", "1")
    assert Options.read().demo
    assert Options.read().url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "production", [{"ALLOWED_HOSTS": "listings.example.com"}, {"DATABASE_URL": "postgres://x/y"}]
)
def test_no_demo_people_where_others_come_in_or_work_is_kept(
    monkeypatch: pytest.MonkeyPatch, production: dict[str, str]
) -> None:
    for name, value in production.items():
        monkeypatch.setenv(name, value)
    assert not Options.read().demo
    monkeypatch.setenv("WALMARTGPT_DEMO", "1")
    assert Options.read().demo


def test_a_port_in_use_is_one_line_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(StartError) as caught:
            listen(Options.read())
    assert f"Port {port} on 127.0.0.1" in str(caught.value)
    assert "make run PORT=" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_host_that_is_not_ours_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "192.0.2.1")
    with pytest.raises(StartError, match=r"on 192\.0\.2\.1 cannot be used"):
        listen(Options.read())


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        StartError, match=r"cannot be written \(Not a directory\).*WALMARTGPT_DATA="
    ):
        make_folder(tmp_path / "file" / "data")


def test_a_folder_of_ours_that_others_can_read_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "secrets").mkdir(parents=True)
    folder.chmod(0o755)
    make_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_folder_is_private_and_holds_no_probe(tmp_path: Path) -> None:
    make_folder(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "data").iterdir()) == []
