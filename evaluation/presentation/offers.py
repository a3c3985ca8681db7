"""Which actions a manager is offered on a version."""

from __future__ import annotations

from dataclasses import dataclass

from domain.versions import AT_REST, State, may_move
from models_registry.actions.building import was_given_up
from models_registry.models import Version
from models_registry.queries.live import live_of, rollback_target


@dataclass(frozen=True, slots=True)
class Offers:
    """What would not be refused for the version's state alone; the actions decide."""

    deploy: bool
    validate: bool
    rebuild: bool
    retire: bool
    roll_back: bool
    """Away from this version, which is live."""
    go_back: bool
    """To this version, which was live."""
    trial: bool
    """Beside the live version."""
    on_trial: bool


def offers_for(version: Version) -> Offers:
    """What can be done with `version` in the state it is in."""
    state = State(version.state)
    target = rollback_target(version.family)
    has_live = live_of(version.family) is not None
    on_trial = version.canaries.filter(ended_at=None).exists()
    is_target = target is not None and target.pk == version.pk
    return Offers(
        deploy=state in AT_REST,
        validate=version.is_live or may_move(state, State.VALIDATING),
        rebuild=may_move(state, State.BUILDING) or was_given_up(version),
        retire=may_move(state, State.RETIRED) and not is_target,
        roll_back=version.is_live and target is not None,
        go_back=is_target,
        trial=state in AT_REST and has_live and not on_trial,
        on_trial=on_trial,
    )
