"""The model that is trained, from a folder or a file, and what is said where it cannot be had."""

from pathlib import Path

import pytest
import torch

from tests.training import tiny
from training.errors import TrainingError
from training.lora import base


def code(caught: pytest.ExceptionInfo[TrainingError]) -> str:
    return caught.value.code


def test_a_folder_is_taken_as_it_is(tmp_path: Path):
    assert base.folder_of(tmp_path, tmp_path / "cache") == tmp_path
    assert not (tmp_path / "cache").exists()


def test_a_base_that_is_not_there(tmp_path: Path):
    with pytest.raises(TrainingError) as caught:
        base.folder_of(tmp_path / "gone.gguf", tmp_path / "cache")
    assert code(caught) == "base_missing"
    assert "gone.gguf" in caught.value.detail


@pytest.mark.parametrize("content", [b"", b"GGUF", b"GGUF\x03\0\0\0" + b"\xff" * 64, b"text" * 99])
def test_a_file_that_is_no_model_leaves_nothing(tmp_path: Path, content: bytes):
    (tmp_path / "m.gguf").write_bytes(content)
    with pytest.raises(TrainingError) as caught:
        base.folder_of(tmp_path / "m.gguf", tmp_path / "cache")
    assert code(caught) == "base_unreadable"
    assert not list((tmp_path / "cache").glob("*"))


def test_another_file_of_the_same_length_is_another_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(base, "_unpack", lambda gguf, folder: folder.mkdir(parents=True))
    made = []
    for content in (b"one", b"two", b"one"):
        (tmp_path / "m.gguf").write_bytes(content)
        made.append(base.folder_of(tmp_path / "m.gguf", tmp_path / "cache"))
    assert made[0] == made[2] != made[1]


def test_want_of_disk_is_not_the_models_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_gguf: Path, _folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(base, "_unpack", full)
    (tmp_path / "m.gguf").write_bytes(b"GGUF")
    with pytest.raises(OSError, match="No space"):
        base.folder_of(tmp_path / "m.gguf", tmp_path / "cache")


def test_a_folder_that_holds_no_model(tmp_path: Path):
    with pytest.raises(TrainingError) as caught:
        base.with_adapter(tmp_path, tiny.RECIPE, None, "cpu")
    assert code(caught) == "base_unreadable"
    with pytest.raises(TrainingError) as caught:
        base.tokenizer_of(tmp_path)
    assert code(caught) == "base_unreadable"


def test_a_start_that_is_not_there_or_is_none(tmp_path: Path):
    folder = tiny.llama(tmp_path / "model")
    with pytest.raises(TrainingError) as caught:
        base.with_adapter(folder, tiny.RECIPE, tmp_path / "gone", "cpu")
    assert code(caught) == "start_missing"
    (tmp_path / "empty").mkdir()
    with pytest.raises(TrainingError) as caught:
        base.with_adapter(folder, tiny.RECIPE, tmp_path / "empty", "cpu")
    assert code(caught) == "start_unreadable"


@pytest.mark.parametrize("narrow", [True, False])
def test_the_adapter_is_wide_whatever_the_weights_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, narrow: bool
):
    monkeypatch.setattr(base, "_is_faster_in_16_bits", lambda: narrow)
    model = base.with_adapter(tiny.llama(tmp_path), tiny.RECIPE, None, "cpu")
    trained = [p for p in model.parameters() if p.requires_grad]
    frozen = [p for p in model.parameters() if not p.requires_grad]
    assert {p.dtype for p in trained} == {torch.float32}
    assert {p.dtype for p in frozen} == {torch.bfloat16 if narrow else torch.float32}
    assert len(trained) == 2 * 7 * 2
