"""Adapters and merged files of a tiny Llama: every weight in its place, layout and scale."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from tests.training import tiny
from training.errors import TrainingError
from training.export.adapter import write_adapter
from training.export.merged import KINDS, write_merged
from training.export.tensors import Array, _interleaved, _parted, read_adapter, read_base
from training.export.unpacking import write_peft
from training.lora import base

HEADS, KEY_HEADS, WIDTH, LAYERS = 4, 2, 64, 2
RECIPE = replace(tiny.RECIPE, rank=3, alpha=12)
SCALE = 4.0
PLACES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
Files = tuple[Any, Path, Path]


def permuted(rows: Array, heads: int) -> Array:
    """Row by row: pair i of a head is rows i and i + half of it, and they stand side by side."""
    size = len(rows) // heads
    out = np.empty_like(rows)
    for head in range(heads):
        for pair in range(size // 2):
            for half in (0, 1):
                from_ = head * size + half * (size // 2) + pair
                out[head * size + 2 * pair + half] = rows[from_]
    return out


def in_layout(name: str, rows: Array) -> Array:
    """A weight, or a factor that makes its rows, as llama.cpp keeps it."""
    heads = HEADS if "attn_q" in name else KEY_HEADS if "attn_k" in name else 0
    return permuted(rows, heads) if heads else rows


def write_gguf(model: Any, path: Path, *, packed: gguf.GGMLQuantizationType) -> None:
    """The model as a GGUF file: its even layers packed, its odd ones in 32 bits."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("Tiny")
    writer.add_block_count(LAYERS)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_array("tokenizer.ggml.tokens", ["a", "ı", "🙂"])
    writer.add_float32("some.number", 0.25)
    writer.add_bool("some.truth", True)
    writer.add_tensor("token_embd.weight", model.model.embed_tokens.weight.detach().numpy())
    for number, layer in enumerate(model.model.layers):
        writer.add_tensor(
            f"blk.{number}.attn_norm.weight", layer.input_layernorm.weight.detach().numpy()
        )
        for place, name in PLACES.items():
            full = f"blk.{number}.{name}.weight"
            weight = in_layout(full, layer.get_submodule(place).weight.detach().numpy())
            if number % 2:
                writer.add_tensor(full, weight)
            else:
                writer.add_tensor(full, gguf.quants.quantize(weight, packed), raw_dtype=packed)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The adapted model in torch, its PEFT folder, and the base as GGUF."""
    folder = tmp_path_factory.mktemp("export")
    tiny.llama(folder / "hf", hidden_size=WIDTH, intermediate_size=96, num_hidden_layers=LAYERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "_is_faster_in_16_bits", lambda: False)
        model = base.with_adapter(folder / "hf", RECIPE, None, "cpu")
    write_gguf(_plain(model), folder / "base.gguf", packed=gguf.GGMLQuantizationType.Q8_0)
    draw = torch.Generator().manual_seed(4)
    for name, value in model.named_parameters():
        if "lora_B" in name:
            value.data.normal_(std=0.05, generator=draw)
    model.save_pretrained(folder / "peft")
    return model, folder / "peft", folder / "base.gguf"


def _plain(model: Any) -> Any:
    from transformers import LlamaForCausalLM

    return LlamaForCausalLM.from_pretrained(model.peft_config["default"].base_model_name_or_path)


def tensors(path: Path) -> dict[str, Array]:
    return {
        one.name: gguf.quants.dequantize(one.data, one.tensor_type)
        for one in gguf.GGUFReader(path).tensors
    }


@given(st.integers(1, 5), st.integers(1, 6), st.integers(1, 3))
def test_rows_are_interleaved_as_the_formula_says(heads: int, half: int, columns: int):
    count = heads * 2 * half * columns
    rows = np.arange(count, dtype=np.float32).reshape(-1, columns)
    assert np.array_equal(_interleaved(rows, heads), permuted(rows, heads))


@given(st.integers(1, 5), st.integers(1, 6), st.integers(1, 3))
def test_rows_come_back_in_their_order(heads: int, half: int, columns: int):
    rows = np.arange(heads * 2 * half * columns, dtype=np.float32).reshape(-1, columns)
    assert np.array_equal(_parted(_interleaved(rows, heads), heads), rows)


def test_an_adapter_file_becomes_the_folder_it_was_made_of(files: Files, tmp_path: Path):
    model, peft, gguf_file = files
    write_adapter(peft, gguf_file, tmp_path / "a.gguf")
    folder = Path(model.peft_config["default"].base_model_name_or_path)
    write_peft(tmp_path / "a.gguf", gguf_file, folder, tmp_path / "back")
    there = load_file(peft / "adapter_model.safetensors")
    back = load_file(tmp_path / "back" / "adapter_model.safetensors")
    assert back.keys() == there.keys()
    assert all(np.array_equal(back[name], there[name].astype(np.float16)) for name in there)
    again = base.with_adapter(folder, RECIPE, tmp_path / "back", "cpu")
    told = again.peft_config["default"]
    assert (told.r, told.lora_alpha) == (3, 12.0)
    assert set(told.target_modules) == set(RECIPE.targets)
    assert all(value.requires_grad for name, value in again.named_parameters() if "lora_" in name)


@pytest.mark.parametrize("wrong", ["nothing", "no adapter", "damaged", "another base"])
def test_what_is_no_adapter_of_the_base_is_refused(files: Files, tmp_path: Path, wrong: str):
    model, peft, gguf_file = files
    folder, adapter = Path(model.peft_config["default"].base_model_name_or_path), tmp_path / "a"
    if wrong == "no adapter":
        adapter = gguf_file
    elif wrong == "damaged":
        adapter.write_bytes(b"GGUF" + bytes(100))
    elif wrong == "another base":
        write_adapter(peft, gguf_file, adapter)
        folder = tiny.llama(tmp_path / "shallow", hidden_size=WIDTH, num_hidden_layers=1)
    with pytest.raises(TrainingError) as caught:
        write_peft(adapter, gguf_file, folder, tmp_path / "back")
    assert caught.value.code == "start_unreadable"
    assert not (tmp_path / "back").exists()


def test_the_adapter_names_rank_and_alpha(files: Files, tmp_path: Path):
    _model, peft, gguf_file = files
    size = write_adapter(peft, gguf_file, tmp_path / "a.gguf")
    reader = gguf.GGUFReader(tmp_path / "a.gguf")
    told = {name: field.contents() for name, field in reader.fields.items()}
    assert told["general.type"] == "adapter"
    assert told["adapter.type"] == "lora"
    assert told["general.architecture"] == "llama"
    assert told["adapter.lora.alpha"] == 12.0
    assert {min(one.shape) for one in reader.tensors} == {3}
    assert {one.tensor_type.name for one in reader.tensors} == {"F16"}
    assert size == (tmp_path / "a.gguf").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["a.gguf"]


def test_the_adapter_holds_every_factor_in_its_place(files: Files, tmp_path: Path):
    _model, peft, gguf_file = files
    write_adapter(peft, gguf_file, tmp_path / "a.gguf")
    found = tensors(tmp_path / "a.gguf")
    assert len(found) == 2 * 7 * LAYERS
    kept = load_file(peft / "adapter_model.safetensors")
    for number in range(LAYERS):
        for place, name in PLACES.items():
            key = f"base_model.model.model.layers.{number}.{place}"
            full = f"blk.{number}.{name}.weight"
            a, b = kept[f"{key}.lora_A.weight"], kept[f"{key}.lora_B.weight"]
            np.testing.assert_allclose(found[f"{full}.lora_a"], a, atol=2e-3)
            np.testing.assert_allclose(found[f"{full}.lora_b"], in_layout(full, b), atol=2e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_the_merged_file_is_the_base_plus_the_scaled_product(
    files: Files, tmp_path: Path, kind: str
):
    _model, peft, gguf_file = files
    write_merged(peft, gguf_file, tmp_path / "m.gguf", name="Merged", kind=kind)
    before, after = tensors(gguf_file), tensors(tmp_path / "m.gguf")
    assert before.keys() == after.keys()
    changed = 0
    for pair in read_adapter(peft, read_base(gguf_file)).pairs:
        wanted = before[pair.name] + SCALE * pair.b @ pair.a
        step = np.abs(wanted).max() / 127
        np.testing.assert_allclose(after[pair.name], wanted, atol=step)
        assert np.abs(wanted - before[pair.name]).max() > 4 * step
        changed += 1
        del before[pair.name], after[pair.name]
    assert changed == 7 * LAYERS
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_the_merged_weights_are_those_that_peft_merges(files: Files, tmp_path: Path):
    _model, peft, gguf_file = files
    from peft import PeftModel

    write_merged(peft, gguf_file, tmp_path / "m.gguf", name="Merged")
    found = tensors(tmp_path / "m.gguf")
    plain: Any = PeftModel.from_pretrained(_plain(files[0]), str(peft))
    merged = plain.merge_and_unload()
    for number, layer in enumerate(merged.model.layers):
        for place, name in PLACES.items():
            full = f"blk.{number}.{name}.weight"
            wanted = in_layout(full, layer.get_submodule(place).weight.detach().numpy())
            np.testing.assert_allclose(found[full], wanted, atol=2.1 * np.abs(wanted).max() / 127)


def test_the_merged_file_keeps_the_metadata(files: Files, tmp_path: Path):
    _model, peft, gguf_file = files
    size = write_merged(peft, gguf_file, tmp_path / "m.gguf", name="Yeni Model")
    told = {n: f.contents() for n, f in gguf.GGUFReader(tmp_path / "m.gguf").fields.items()}
    was = {n: f.contents() for n, f in gguf.GGUFReader(gguf_file).fields.items()}
    assert told["general.name"] == "Yeni Model"
    assert told["general.file_type"] == gguf.LlamaFileType.MOSTLY_Q8_0
    assert told["tokenizer.ggml.tokens"] == ["a", "ı", "🙂"]
    for name in was.keys() - {"general.name"}:
        if not name.startswith("GGUF."):
            assert told[name] == was[name]
    assert size == (tmp_path / "m.gguf").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["m.gguf"]


def test_an_unknown_packing_is_refused(files: Files, tmp_path: Path):
    assert refusal(files[1], files[2], tmp_path, kind="Q3_X") == "kind_unknown"


def refusal(peft: Path, gguf_file: Path, folder: Path, kind: str = "") -> str:
    """The code of the error; nothing may be left behind."""
    write = partial(write_merged, name="x", kind=kind) if kind else write_adapter
    with pytest.raises(TrainingError) as caught:
        write(peft, gguf_file, folder / "out.gguf")
    assert not list(folder.glob("*out.gguf*"))
    return caught.value.code


def changed_copy(peft: Path, folder: Path, change: Any, **config: Any) -> Path:
    """The adapter with other weights or another configuration."""
    folder.mkdir()
    weights = load_file(peft / "adapter_model.safetensors")
    change(weights)
    save_file(weights, folder / "adapter_model.safetensors")
    told = json.loads((peft / "adapter_config.json").read_text()) | config
    (folder / "adapter_config.json").write_text(json.dumps(told))
    return folder


Q = "base_model.model.model.layers.0.self_attn.q_proj"
B = f"{Q}.lora_B.weight"


@pytest.mark.parametrize(
    ("change", "config", "code"),
    [
        (lambda w: w.pop(B), {}, "adapter_unreadable"),
        (lambda w: w.clear(), {}, "adapter_misfit"),
        (lambda w: None, {"r": 5}, "adapter_misfit"),
        (lambda w: None, {"r": "x"}, "adapter_unreadable"),
        (lambda w: None, {"r": None}, "adapter_unreadable"),
        (
            lambda w: w.update({f"{Q}.lora_B.weight": np.zeros((8, 3), np.float32)}),
            {},
            "adapter_misfit",
        ),
        (
            lambda w: w.update({f"{Q}.lora_B.weight": np.zeros((64, 2), np.float32)}),
            {},
            "adapter_misfit",
        ),
        (
            lambda w: w.update(
                {
                    f"{Q.replace('.0.', '.9.')}.lora_{one}.weight": w[f"{Q}.lora_{one}.weight"]
                    for one in "AB"
                }
            ),
            {},
            "adapter_misfit",
        ),
    ],
)
def test_an_adapter_that_does_not_fit_is_refused(
    files: Files, tmp_path: Path, change: Any, config: dict[str, Any], code: str
):
    peft = changed_copy(files[1], tmp_path / "peft", change, **config)
    assert refusal(peft, files[2], tmp_path) == code
    assert refusal(peft, files[2], tmp_path, kind="Q8_0") == code


def test_damaged_adapter_files_are_refused(files: Files, tmp_path: Path):
    peft = changed_copy(files[1], tmp_path / "peft", lambda weights: None)
    whole = (peft / "adapter_model.safetensors").read_bytes()
    for content in (b"", whole[: len(whole) // 2], b"{}"):
        (peft / "adapter_model.safetensors").write_bytes(content)
        assert refusal(peft, files[2], tmp_path) == "adapter_unreadable"
    (peft / "adapter_model.safetensors").write_bytes(whole)
    for config in ("", "[]", "{}", '{"r": 1'):
        (peft / "adapter_config.json").write_text(config)
        assert refusal(peft, files[2], tmp_path) == "adapter_unreadable"
    assert refusal(tmp_path / "gone", files[2], tmp_path) == "adapter_unreadable"


def test_damaged_bases_are_refused(files: Files, tmp_path: Path):
    whole = files[2].read_bytes()
    for content in (b"", b"GGUF", b"no model at all", whole[:40], whole[:3000], whole[:-500]):
        (tmp_path / "base.gguf").write_bytes(content)
        assert refusal(files[1], tmp_path / "base.gguf", tmp_path) == "base_unreadable", len(
            content
        )
    assert refusal(files[1], tmp_path / "gone.gguf", tmp_path) == "base_unreadable"


def test_a_base_without_its_numbers_is_refused(files: Files, tmp_path: Path):
    writer = gguf.GGUFWriter(tmp_path / "b.gguf", "llama")
    writer.add_tensor("x", np.zeros((2, 2), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert refusal(files[1], tmp_path / "b.gguf", tmp_path) == "base_unreadable"
