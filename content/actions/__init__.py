"""Everything that changes a listing: each action checks rights, writes, and keeps the history."""

from content.actions.approving import approve_listing, reopen_listing
from content.actions.collecting import set_collecting
from content.actions.drafting import cancel_draft, request_draft
from content.actions.editing import edit_listing, restore_revision
from content.actions.entering import change_facts, create_listing
from content.actions.substantiating import (
    save_and_substantiate,
    save_and_withdraw,
    substantiate,
    withdraw_substantiation,
)

__all__ = [
    "approve_listing",
    "cancel_draft",
    "change_facts",
    "create_listing",
    "edit_listing",
    "reopen_listing",
    "request_draft",
    "restore_revision",
    "save_and_substantiate",
    "save_and_withdraw",
    "set_collecting",
    "substantiate",
    "withdraw_substantiation",
]
