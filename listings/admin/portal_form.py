"""What staff may say of a portal: of one that they add its host and market, of every one how it is fetched."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from listings.errors import HostNotUsable, PortalKnown
from listings.models import Portal
from listings.services.registering import is_known, plain_host

POLICY = (
    "is_enabled", "min_delay_s", "max_concurrency", "honours_robots", "renders", "user_agent", "egress_note",
)  # fmt: skip
MARKET = ("country", "currency", "locale", "area_unit", "needs_javascript")
LABELS = {
    "is_enabled": "Fetching is on",
    "min_delay_s": "Delay, seconds",
    "max_concurrency": "At once, at most",
    "honours_robots": "Its robots.txt holds",
    "renders": "With a browser",
    "user_agent": "User agent",
    "egress_note": "Where to fetch from",
    "needs_javascript": "Its pages need JavaScript",
    "area_unit": "Areas without a unit are in",
}
COUNTRY = RegexValidator(r"\A[A-Z]{2}\Z", "Two capital letters of ISO 3166-1, such as GB.")
CURRENCY = RegexValidator(r"\A[A-Z]{3}\Z", "Three capital letters of ISO 4217, such as EUR.")
LOCALE = RegexValidator(r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "A language tag of BCP 47, such as de-AT.")


class PortalForm(forms.ModelForm[Portal]):
    """A portal as staff add or change it; fields that the page does not show are left as they are."""

    class Meta:
        model = Portal
        fields = ("host", *MARKET, *POLICY)
        labels = LABELS

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever the admin gives
        for name, rule in (("country", COUNTRY), ("currency", CURRENCY), ("locale", LOCALE)):
            if name in self.fields:
                self.fields[name].validators.append(rule)
        if "area_unit" in self.fields:
            units = [("sqmt", "square metres"), ("sqft", "square feet")]
            self.fields["area_unit"] = forms.ChoiceField(choices=units, label=LABELS["area_unit"])

    def clean_host(self) -> str:
        """The host as portals are named; it must be nobody's yet."""
        try:
            host = plain_host(cast(str, self.cleaned_data["host"]))
        except HostNotUsable as error:
            raise ValidationError(error.message) from error
        if is_known(host):
            raise ValidationError(PortalKnown.default_message)
        return host
