"""What staff put right, field by field."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from listings.errors import FieldNotCorrectable
from listings.extraction.fields import FIELDS_BY_NAME
from listings.models import Correction, Listing
from listings.services.correcting import correct_field, withdraw_correction
from listings.services.corrections import CORRECTABLE
from listings.services.typed_values import parse_correction
from propscrape.console import ROWS_PER_PAGE
from propscrape.console_cells import UNKNOWN, Cell, badge, inside_link, shortened, when
from propscrape.console_filters import RecentValuesFilter


class CorrectionForm(forms.ModelForm[Correction]):
    """Which field, what is right, and why. Nothing typed means that the fact is not stated."""

    listing_id = forms.UUIDField(
        label="Listing",
        help_text="The listing's id; its page has a link here.",
        widget=forms.TextInput(attrs={"size": 40}),
    )
    field_name = forms.ChoiceField(
        label="Field", choices=[(field.name, f"{field.name}: {field.meaning}") for field in CORRECTABLE]
    )
    right = forms.CharField(
        label="Right value",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Empty: not stated. Yes or no for a yes-or-no; one line for each item of a list.",
    )
    reason = forms.CharField(max_length=255, required=False, widget=forms.TextInput(attrs={"size": 60}))

    class Meta:
        model = Correction
        fields = ("reason",)

    def clean(self) -> dict[str, Any]:
        """The listing and the value as they are kept. Raises ValidationError."""
        said = super().clean() or {}
        if not {"listing_id", "field_name"} <= said.keys():
            return said
        said["found"] = Listing.objects.filter(pk=said["listing_id"]).first()
        if said["found"] is None:
            raise ValidationError({"listing_id": "There is no such listing."})
        try:
            said["value"] = parse_correction(FIELDS_BY_NAME[said["field_name"]], said.get("right", ""))
        except FieldNotCorrectable as error:
            choices = FIELDS_BY_NAME[said["field_name"]].choices
            raise ValidationError({"right": f"Give one of {', '.join(choices)}." if choices else str(error)}) from error
        return said


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin[Correction]):
    """Corrections stand above what scrapes find. Taking one away shows again what the page says."""

    form = CorrectionForm
    list_display = ("subject", "field", "right", "page_says", "agreement", "made_by", "made", "owner")
    list_filter = ("field", ("client", RecentValuesFilter))
    list_per_page = ROWS_PER_PAGE
    list_select_related = ("listing", "client")
    search_fields = ("=listing__canonical_url", "=listing__id", "=made_by")
    search_help_text = "A listing's whole address or id, or who made it"
    ordering = ("-made_at",)
    actions = ("withdraw",)
    empty_hint = "Nothing was put right so far. A listing's page has a link to do so."

    def get_fields(self, request: HttpRequest, obj: Correction | None = None) -> tuple[str, ...]:
        """A form for a new one; of another, what it says."""
        new = ("listing_id", "field_name", "right", "reason")
        return (
            new if obj is None else ("subject", "field", "right", "page_says", "agreement", "reason", "made_by", "made")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Correction | None = None) -> tuple[str, ...]:
        """A correction is replaced by a new one, not edited."""
        return () if obj is None else self.get_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        """The action takes it away, which also shows the page's value again."""
        return False

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        """By way of the service; a correction of the same field is replaced."""
        if change:
            return
        said = form.cleaned_data
        listing = correct_field(
            client_id=said["found"].client_id,
            listing_id=said["found"].pk,
            field=said["field_name"],
            value=said["value"],
            made_by=request.user.get_username(),
            reason=said["reason"],
        )
        obj.__dict__.update(Correction.objects.get(listing=listing, field=said["field_name"]).__dict__)

    @admin.display(description="listing")
    def subject(self, correction: Correction) -> Cell:
        """The listing that was put right."""
        href = reverse("admin:listings_listing_change", args=[correction.listing_id])
        return inside_link(href, str(correction.listing))

    @admin.display(description="right value")
    def right(self, correction: Correction) -> Cell:
        """What staff say."""
        return _shown(correction.value)

    @admin.display(description="the page says")
    def page_says(self, correction: Correction) -> Cell:
        """What it said when it was last read."""
        return _shown(correction.page_value)

    @admin.display(description="still needed")
    def agreement(self, correction: Correction) -> Cell:
        """Whether the page says something else."""
        agrees = correction.value == correction.page_value
        return badge("the page agrees", "good") if agrees else badge("needed", "fair")

    @admin.display(description="made", ordering="made_at")
    def made(self, correction: Correction) -> Cell:
        """When it was made."""
        return when(correction.made_at)

    @admin.display(description="client", ordering="client__name")
    def owner(self, correction: Correction) -> Cell:
        """The client whose listing it is."""
        return shortened(str(correction.client))

    @admin.action(description="Take away: show again what the page says", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Correction]) -> None:
        """The listings show what their pages said when they were last read."""
        chosen = list(queryset)
        shown = [withdraw_correction(client_id=row.client_id, correction_id=row.pk) for row in chosen]
        self.message_user(request, f"Corrections taken away: {len(list(filter(None, shown)))}")


def _shown(value: Any) -> Cell:
    if value in (None, []):
        return UNKNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shortened(", ".join(map(str, value)) if isinstance(value, list) else str(value))
