"""What a manager says of a webhook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from api.models import Endpoint
from api.models.webhooks import LONGEST_URL
from api.webhooks.events import Kind


class EventsForm(forms.Form):
    """Which events are told."""

    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one of the events.")},
    )

    @classmethod
    def of(cls, endpoint: Endpoint) -> EventsForm:
        """With what holds now."""
        return cls(initial={"kinds": endpoint.kinds})


class EndpointForm(EventsForm):
    """A new webhook."""

    url = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_URL,
        widget=forms.URLInput(
            attrs={"placeholder": "https://shop.example/hook", "autocomplete": "off"}
        ),
        help_text=_("Messages are sent there by POST, as JSON."),
        error_messages={"required": _("Give a whole address, such as https://shop.example/hook.")},
    )
