"""The form of a client, for staff; a webhook's address is a secret, and is not shown again."""

from typing import Any

from django.conf import settings
from django.forms import BooleanField, CharField, ModelForm, PasswordInput, ValidationError

from clients.models import Client
from propscrape.address_policy import AddressPolicy, AddressRefused
from propscrape.sealing import seal

MAX_URL = 2048


class ClientForm(ModelForm[Client]):
    """A client's columns, and the address of its Slack-compatible webhook."""

    digest_slack_url = CharField(
        label="Digest to Slack",
        required=False,
        max_length=MAX_URL,
        widget=PasswordInput(attrs={"autocomplete": "off"}),
        help_text="The address of an incoming webhook of Slack, or of one of its likes. Kept sealed; empty: as it is.",
    )
    forget_digest_slack_url = BooleanField(label="No digest to Slack", required=False)

    class Meta:
        model = Client
        fields = "__all__"  # noqa: DJ007  staff see all of a client

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("digest_slack_url"):
            has_one = self.instance.digest_slack_sealed is not None
            field.help_text = f"{field.help_text} {'One is set.' if has_one else 'None is set.'}"

    def clean_digest_slack_url(self) -> str:
        """Refused where nothing may be sent to."""
        url = str(self.cleaned_data["digest_slack_url"])
        if url:
            try:
                _policy().check_url(url)
            except AddressRefused as error:
                raise ValidationError(f"Nothing may be sent to this address: {error}") from error
        return url

    def save(self, commit: bool = True) -> Any:
        """With the address sealed."""
        if self.cleaned_data["forget_digest_slack_url"]:
            self.instance.digest_slack_sealed = None
        elif url := self.cleaned_data["digest_slack_url"]:
            self.instance.digest_slack_sealed = seal(url)
        return super().save(commit)


def _policy() -> AddressPolicy:
    return AddressPolicy(
        schemes=frozenset(settings.WEBHOOK_SCHEMES),
        ports=frozenset(settings.WEBHOOK_PORTS),
        allowed=frozenset(settings.WEBHOOK_ALLOWED_ADDRESSES),
    )
