"""The loss: of the answer only, over all tokens or over those that occur."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch.nn import functional

from tests.training import tiny
from training.lora import base
from training.lora.corpus import Sequence
from training.lora.loss import CompletionLoss, used

SEQUENCES = [tiny.sequence(number) for number in range(4)]


@pytest.fixture(scope="module", params=["llama", "gemma", "capped"])
def model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "llama":
        tiny.llama(folder)
    else:
        tiny.gemma(folder, final_logit_softcapping=0.5 if request.param == "capped" else None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(base, "_is_faster_in_16_bits", lambda: False)
        adapted = base.with_adapter(folder, tiny.RECIPE, None, "cpu")
    for name, value in adapted.named_parameters():
        if "lora_B" in name:
            value.data.normal_(std=0.1, generator=torch.Generator().manual_seed(3))
    return adapted.eval()


def by_the_book(model: Any, one: Sequence) -> torch.Tensor:
    """The mean negative log-likelihood of the answer's tokens, by the whole model's logits."""
    ids = torch.tensor([one.ids])
    scores = functional.log_softmax(model(input_ids=ids).logits[0].float(), dim=-1)
    told = [scores[at - 1, one.ids[at]] for at in range(one.asked, len(one.ids))]
    return -torch.stack(told).mean()


@pytest.mark.parametrize("one", SEQUENCES)
def test_it_is_that_of_the_answer_under_the_whole_model(model: Any, one: Sequence):
    assert torch.allclose(CompletionLoss(model)(one), by_the_book(model, one), atol=1e-5)


@torch.no_grad()
def test_what_the_prompt_should_have_been_is_never_learnt(model: Any):
    """Only logits from the prompt's last token on count: others may be anything."""
    one = SEQUENCES[0]
    loss = CompletionLoss(model)
    layers = loss.layers

    def disturbed(**given: Any) -> Any:
        hidden = layers(**given).last_hidden_state.clone()
        hidden[0, : one.asked - 1] = 1e3
        hidden[0, -1] = -1e3  # the last token foretells nothing
        return SimpleNamespace(last_hidden_state=hidden)

    before = loss(one)
    loss.layers = disturbed
    assert torch.equal(loss(one), before)


@torch.no_grad()
def test_the_prompt_is_read_though(model: Any):
    one = SEQUENCES[0]
    other = Sequence((one.ids[0] ^ 1, *one.ids[1:]), one.asked)
    loss = CompletionLoss(model)
    assert not torch.equal(loss(one), loss(other))


def test_over_every_token_the_subset_is_the_whole(model: Any):
    loss = CompletionLoss(model, range(tiny.SIZE))
    for one in SEQUENCES:
        assert torch.allclose(loss(one), loss(one, every_token=True), atol=1e-6)


@torch.no_grad()
def test_the_subset_leaves_out_what_does_not_occur(model: Any):
    keep = used(SEQUENCES, 0 + 1, tiny.SIZE)
    assert keep is not None
    loss = CompletionLoss(model, keep)
    places = sorted(keep)
    for one in SEQUENCES:
        logits = model(input_ids=torch.tensor([one.ids])).logits[0, one.asked - 1 : -1, places]
        wanted = torch.tensor([places.index(token) for token in one.ids[one.asked :]])
        assert torch.allclose(loss(one), functional.cross_entropy(logits, wanted), atol=1e-5)
        assert loss(one) < loss(one, every_token=True)


@torch.no_grad()
def test_the_subset_is_the_whole_where_the_others_cannot_come(model: Any):
    """The first number of each hidden state is 1, and the others' rows turn that into -10,000."""
    one = SEQUENCES[0]
    keep = used([one], 1, tiny.SIZE) or set()
    hidden = torch.randn(1, len(one.ids), 16, generator=torch.Generator().manual_seed(1))
    hidden[..., 0] = 1
    table = torch.randn(tiny.SIZE, 16, generator=torch.Generator().manual_seed(2))
    table[[number for number in range(tiny.SIZE) if number not in keep]] = 0
    table[[number for number in range(tiny.SIZE) if number not in keep], 0] = -1e4
    fake = SimpleNamespace(
        base_model=SimpleNamespace(
            model=SimpleNamespace(model=lambda **_given: SimpleNamespace(last_hidden_state=hidden))
        ),
        get_output_embeddings=lambda: SimpleNamespace(weight=table),
        config=SimpleNamespace(),
    )
    loss = CompletionLoss(fake, keep)
    assert torch.allclose(loss(one), loss(one, every_token=True), atol=1e-6)


def test_gradients_reach_the_adapter_through_the_subset(model: Any):
    keep = used(SEQUENCES, 1, tiny.SIZE)
    CompletionLoss(model, keep)(SEQUENCES[0]).backward()
    grads = [p.grad for p in model.parameters() if p.requires_grad]
    assert all(grad is not None and grad.abs().sum() > 0 for grad in grads)
    assert all(p.grad is None for p in model.parameters() if not p.requires_grad)
    model.zero_grad(set_to_none=True)


def test_the_mean_counts_each_example_the_same(model: Any):
    sequences = [tiny.sequence(1, length=30), tiny.sequence(2, length=6)]
    loss = CompletionLoss(model, used(sequences, 1, tiny.SIZE))
    wanted = sum(by_the_book(model, one).item() for one in sequences) / 2
    assert loss.mean(sequences) == pytest.approx(wanted, abs=1e-5)


def test_which_tokens_are_used():
    sequences = [Sequence((5, 9), 1), Sequence((2, 60), 1)]
    assert used(sequences, 4, 64) == {0, 1, 2, 3, 5, 9, 60}
    assert used(sequences, 0, 64) is None
    assert used(sequences, 64, 64) is None
    assert used(sequences, 8192, 64) is None
