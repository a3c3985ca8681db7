"""The training loop on a tiny model: it learns, it stops, and it goes on as if nothing had been."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from tests.training import tiny
from training.errors import TrainingCancelled, TrainingError
from training.lora import base, checkpoint, loop
from training.lora.corpus import Sequence
from training.lora.device import prepare
from training.lora.loop import Progress, train
from training.lora.loss import CompletionLoss
from training.lora.recipe import Recipe

TRAINING = [tiny.sequence(number) for number in range(5)]
CHECKING = [tiny.sequence(number) for number in (1, 2)]  # learnt, so that its loss falls
RECIPE = tiny.RECIPE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.llama(tmp_path_factory.mktemp("llama"))


@pytest.fixture(autouse=True)
def _in_32_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "_is_faster_in_16_bits", lambda: False)


Make = Callable[..., Any]


@pytest.fixture
def model(folder: Path) -> Make:
    """Makes the model with a new adapter, always the same one."""

    def make(recipe: Recipe = RECIPE, start: Path | None = None) -> Any:
        device = prepare(recipe.seed, 1)
        return base.with_adapter(folder, recipe, start, "cpu" if device == "cuda" else device)

    return make


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(one[key], other[key]) for key in one)


def after(steps: int) -> Callable[[], bool]:
    """Says "stop" when it has been asked `steps` times."""
    asked = iter(range(steps))
    return lambda: next(asked, None) is None


def test_it_learns_two_sequences_by_heart(model: Make, tmp_path: Path):
    recipe = replace(RECIPE, epochs=60, patience=60)
    position = train(model(recipe), TRAINING[:2], TRAINING[:2], recipe, tmp_path)
    first, last = position.losses[0][1], position.losses[-1][1]
    assert last < 0.5 * first
    assert position.best < 0.5 * position.looks[0][1]
    assert position.step == 60


def test_only_the_adapter_changes(model: Make, tmp_path: Path):
    adapted = model()
    frozen = {n: p.detach().clone() for n, p in adapted.named_parameters() if not p.requires_grad}
    before = tiny.weights(adapted)
    train(adapted, TRAINING, CHECKING, RECIPE, tmp_path)
    assert all(torch.equal(p, frozen[n]) for n, p in adapted.named_parameters() if n in frozen)
    assert all("lora_" in name for name in before)
    changed = tiny.weights(adapted)
    assert all(not torch.equal(changed[name], before[name]) for name in before)


def test_the_same_twice(model: Make, tmp_path: Path):
    runs = []
    for name in "ab":
        adapted = model()
        position = train(adapted, TRAINING, CHECKING, RECIPE, tmp_path / name)
        runs.append((tiny.weights(adapted), position.losses, position.looks))
    assert same(runs[0][0], runs[1][0])
    assert runs[0][1:] == runs[1][1:]


def test_another_seed_is_another_training(model: Make, tmp_path: Path):
    other = replace(RECIPE, seed=7)
    runs = []
    for recipe in (RECIPE, other):
        adapted = model(recipe)
        runs.append(train(adapted, TRAINING, CHECKING, recipe, tmp_path / str(recipe.seed)).losses)
    assert runs[0] != runs[1]


@pytest.mark.parametrize("steps", [1, 3, 4, 8])
def test_broken_off_at_any_step_it_goes_on_bit_by_bit(model: Make, tmp_path: Path, steps: int):
    straight = model()
    whole = train(straight, TRAINING, CHECKING, RECIPE, tmp_path / "whole")
    assert whole.step == 9
    with pytest.raises(TrainingCancelled):
        train(model(), TRAINING, CHECKING, RECIPE, tmp_path / "cut", cancelled=after(steps))
    torch.manual_seed(99)  # nothing may hang on what else was drawn
    resumed = model(replace(RECIPE, seed=5))  # another start, which the checkpoint replaces
    seen: list[Progress] = []
    position = train(resumed, TRAINING, CHECKING, RECIPE, tmp_path / "cut", watch=seen.append)
    assert [progress.step for progress in seen] == list(range(steps + 1, 10))
    assert same(tiny.weights(resumed), tiny.weights(straight))
    assert (position.losses, position.looks) == (whole.losses, whole.looks)
    best = [tmp_path / run / loop.BEST / "adapter_model.safetensors" for run in ("whole", "cut")]
    assert same(*map(load_file, best))


def test_killed_between_checkpoints_it_goes_on_from_the_last(
    model: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    straight = model()
    train(straight, TRAINING, CHECKING, RECIPE, tmp_path / "whole")

    def die(progress: Progress) -> None:
        if progress.step == 5:  # two steps after the checkpoint of the first epoch
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(model(), TRAINING, CHECKING, RECIPE, tmp_path / "cut", watch=die)
    resumed, seen = model(), list[Progress]()
    train(resumed, TRAINING, CHECKING, RECIPE, tmp_path / "cut", watch=seen.append)
    assert seen[0].step == 4
    assert same(tiny.weights(resumed), tiny.weights(straight))


def test_a_finished_training_is_not_done_again(model: Make, tmp_path: Path):
    first = train(model(), TRAINING, CHECKING, RECIPE, tmp_path)
    seen: list[Progress] = []
    again = train(model(), TRAINING, CHECKING, RECIPE, tmp_path, watch=seen.append)
    assert seen == []
    assert again == first


def test_cancelled_before_the_first_step_leaves_no_checkpoint(model: Make, tmp_path: Path):
    with pytest.raises(TrainingCancelled):
        train(model(), TRAINING, CHECKING, RECIPE, tmp_path, cancelled=lambda: True)
    assert not (tmp_path / checkpoint.FILE_NAME).exists()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-20] ^= 0x40
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    save_file({"weight.x": torch.zeros(2)}, path, metadata={"position": "{}", "digest": ""})


def _anonymous(path: Path) -> None:
    save_file(load_file(path), path)


def _further(path: Path) -> None:
    """As if more had been done than was."""
    data = path.read_bytes()
    assert data.count(b'\\"step\\": 4,') == 1
    path.write_bytes(data.replace(b'\\"step\\": 4,', b'\\"step\\": 8,'))


@pytest.mark.parametrize("damage", [_cut, _flip, _empty, _foreign, _anonymous, _further])
def test_a_damaged_checkpoint_starts_again(
    model: Make, tmp_path: Path, damage: Callable[[Path], None]
):
    straight = model()
    train(straight, TRAINING, CHECKING, RECIPE, tmp_path / "whole")
    with pytest.raises(TrainingCancelled):
        train(model(), TRAINING, CHECKING, RECIPE, tmp_path / "cut", cancelled=after(4))
    damage(tmp_path / "cut" / checkpoint.FILE_NAME)
    resumed, seen = model(), list[Progress]()
    train(resumed, TRAINING, CHECKING, RECIPE, tmp_path / "cut", watch=seen.append)
    assert seen[0].step == 1
    assert same(tiny.weights(resumed), tiny.weights(straight))


def test_the_checkpoint_of_another_recipe_changes_nothing(model: Make, tmp_path: Path):
    wider = replace(RECIPE, targets=(*RECIPE.targets[:3], "down_proj"), rank=3)
    with pytest.raises(TrainingCancelled):
        train(model(wider), TRAINING, CHECKING, wider, tmp_path, cancelled=after(2))
    adapted = model()
    before = tiny.weights(adapted)
    optimizer = torch.optim.AdamW([p for p in adapted.parameters() if p.requires_grad])
    assert checkpoint.load(tmp_path, adapted, optimizer) == checkpoint.Position()
    assert same(tiny.weights(adapted), before)
    assert not optimizer.state


def test_what_a_lost_attempt_left_is_not_taken_for_the_best(model: Make, tmp_path: Path):
    train(model(), TRAINING, CHECKING, RECIPE, tmp_path)
    (tmp_path / checkpoint.FILE_NAME).unlink()
    with pytest.raises(TrainingCancelled):
        train(model(), TRAINING, CHECKING, RECIPE, tmp_path, cancelled=lambda: True)
    assert not (tmp_path / loop.BEST).exists()


def test_it_stops_when_the_validation_loss_falls_no_more(model: Make, tmp_path: Path):
    # What is learnt is the opposite of what is checked: the same prompt, other answers.
    contrary = [Sequence((*one.ids[:4], *tiny.sequence(90 + n).ids[4:]), 4) for n, one in
                enumerate(TRAINING[:2])]  # fmt: skip
    recipe = replace(RECIPE, epochs=40, patience=3, rate=0.1)
    position = train(model(recipe), TRAINING[:2], contrary, recipe, tmp_path)
    losses = [loss for step, loss in position.looks if step]
    best = losses.index(min(losses))
    assert position.step < 40
    assert len(losses) == best + 1 + recipe.patience
    assert position.best == min(loss for _step, loss in position.looks)


@pytest.mark.parametrize(
    ("losses", "stale"),
    [
        ([], 0),
        ([2.0], 0),
        ([2.0, 2.5], 0),
        ([2.0, 2.4, 2.5, 2.3, 2.1], 0),
        ([2.0, 2.4, 2.5, 2.6], 2),
        ([2.0, 1.9, 1.8, 1.9, 1.8], 2),
    ],
)
def test_a_loss_that_falls_again_after_the_start_is_not_given_up(losses: list[float], stale: int):
    position = checkpoint.Position(looks=[[step, loss] for step, loss in enumerate(losses)])
    assert position.stale == stale


def test_the_best_adapter_is_kept_and_not_the_last(model: Make, tmp_path: Path):
    recipe = replace(RECIPE, epochs=12, rate=0.2, patience=12)
    adapted = model(recipe)
    position = train(adapted, TRAINING, [tiny.sequence(1), tiny.sequence(50)], recipe, tmp_path)
    best = model(recipe, tmp_path / loop.BEST)
    loss = CompletionLoss(best.eval()).mean([tiny.sequence(1), tiny.sequence(50)])
    assert loss == pytest.approx(position.best, abs=1e-5)
    assert position.best == min(loss for _step, loss in position.looks)


def test_it_looks_several_times_an_epoch_and_keeps_the_best_within(model: Make, tmp_path: Path):
    twelve = [tiny.sequence(number) for number in range(12)]
    recipe = replace(RECIPE, epochs=2, looks=3, rate=0.2, patience=9)
    seen: list[Progress] = []
    position = train(model(recipe), twelve, CHECKING, recipe, tmp_path, watch=seen.append)
    assert [step for step, _loss in position.looks] == [0, 2, 4, 6, 8, 10, 12]
    assert [one.step for one in seen if one.validation is not None] == [2, 4, 6, 8, 10, 12]
    best = CompletionLoss(model(recipe, tmp_path / loop.BEST).eval()).mean(CHECKING)
    assert best == pytest.approx(min(loss for _step, loss in position.looks), abs=1e-5)


@given(
    an_epoch=st.integers(1, 400), looks=st.integers(1, 20), epochs=st.integers(1, 5)
)  # fmt: skip
def test_each_epoch_ends_with_a_look_and_has_as_many_as_it_can(
    an_epoch: int, looks: int, epochs: int
):
    steps = sorted(loop._looks(an_epoch, replace(RECIPE, looks=looks, epochs=epochs)))
    assert len(steps) == min(looks, an_epoch) * epochs
    assert steps[0] > 0
    assert {an_epoch * (number + 1) for number in range(epochs)} <= set(steps)
    assert steps[-1] == an_epoch * epochs


def test_a_level_goes_on_from_the_one_before(model: Make, tmp_path: Path):
    train(model(), TRAINING, CHECKING, RECIPE, tmp_path / "basic")
    start = model(RECIPE, tmp_path / "basic" / loop.BEST)
    kept = load_file(tmp_path / "basic" / loop.BEST / "adapter_model.safetensors")
    assert same(
        {name.replace(".default", ""): value for name, value in tiny.weights(start).items()}, kept
    )
    position = train(start, TRAINING, CHECKING, RECIPE, tmp_path / "advanced")
    basic = train(model(), TRAINING, CHECKING, RECIPE, tmp_path / "basic")
    assert position.looks[0][1] == pytest.approx(basic.best, abs=1e-5)
    assert position.best < basic.best


@pytest.mark.parametrize(("training", "checking"), [([], CHECKING), (TRAINING, []), ([], [])])
def test_nothing_to_learn_from_is_an_error(
    model: Make, tmp_path: Path, training: list[Sequence], checking: list[Sequence]
):
    with pytest.raises(TrainingError) as caught:
        train(model(), training, checking, RECIPE, tmp_path)
    assert caught.value.code == "no_examples"


@pytest.mark.parametrize("change", [{"epochs": 0}, {"accumulate": 0}, {"looks": 0}])
def test_a_recipe_that_trains_nothing_is_an_error(model: Make, tmp_path: Path, change: Any):
    with pytest.raises(TrainingError) as caught:
        train(model(), TRAINING, CHECKING, replace(RECIPE, **change), tmp_path)
    assert caught.value.code == "recipe_unusable"


def test_a_loss_that_is_no_number_ends_the_training(model: Make, tmp_path: Path):
    adapted = model()
    for name, parameter in adapted.named_parameters():
        if "embed_tokens" in name:
            parameter.data[TRAINING[0].ids[0]] = float("nan")
    with pytest.raises(TrainingError) as caught:
        train(adapted, TRAINING, CHECKING, RECIPE, tmp_path)
    assert caught.value.code == "diverged"


def test_weights_that_run_away_end_the_training(model: Make, tmp_path: Path):
    recipe = replace(RECIPE, rate=1e30, clip=1e30)
    with pytest.raises(TrainingError) as caught:
        train(model(recipe), TRAINING, CHECKING, recipe, tmp_path)
    assert caught.value.code == "diverged"
    assert not (tmp_path / loop.BEST).exists()


def test_progress_is_told_step_by_step(model: Make, tmp_path: Path):
    seen: list[Progress] = []
    position = train(model(), TRAINING, CHECKING, RECIPE, tmp_path, watch=seen.append)
    assert [one.step for one in seen] == list(range(1, 10))
    assert {one.steps for one in seen} == {9}
    assert [one.step for one in seen if one.validation is not None] == [3, 6, 9]
    assert [one.loss for one in seen] == [loss for _step, loss, _rate in position.losses]
    assert seen[-1].seconds_left == 0
    assert all(one.seconds_left > 0 for one in seen[:-1])
    assert json.loads(json.dumps(position.losses)) == position.losses


@given(st.integers(1, 400), st.floats(0, 0.5))
def test_the_rate_rises_evenly_and_falls_on_a_cosine(steps: int, warmup: float):
    shares = [loop._share(step, steps, warmup) for step in range(steps)]
    rising = max(1, round(steps * warmup))
    top = min(rising, steps) - 1
    assert all(loop.LOWEST_RATE - 1e-9 <= share <= 1 for share in shares[rising:])
    assert max(shares) == pytest.approx(1)
    assert shares[: top + 1] == sorted(shares[: top + 1])
    assert shares[rising:] == sorted(shares[rising:], reverse=True)
    assert shares[top] == pytest.approx(1)


def test_the_rate_ends_near_a_tenth_and_passes_the_middle_halfway():
    assert loop._share(999, 1000, 0) == pytest.approx(0.1, abs=1e-3)
    assert loop._share(500, 999, 0.0) == pytest.approx(0.55, abs=2e-3)


@given(st.integers(1, 30), st.integers(1, 4), st.integers(1, 9), st.integers(0, 5))
def test_every_epoch_takes_every_example_once(count: int, epochs: int, together: int, seed: int):
    recipe = replace(RECIPE, epochs=epochs, accumulate=together, seed=seed)
    order = loop._order(count, recipe)
    an_epoch = len(order) // epochs
    for at in range(0, len(order), an_epoch):
        taken = [number for step in order[at : at + an_epoch] for number in step]
        assert sorted(taken) == list(range(count))
    assert max(map(len, order)) <= together
