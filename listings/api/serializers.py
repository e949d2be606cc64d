"""What a request may hold, and how rows look in an answer."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

from listings.extraction.fields import FIELDS
from listings.models import Listing, Portal, Scrape
from listings.services.importing import Imported
from listings.services.page_content import check_is_page
from listings.services.storing import STATED_FIELDS, filled_fields
from propscrape.api.fields import TextField
from propscrape.canonical_url import MAX_URL_LENGTH, check_url
from propscrape.errors import InvalidUrl

DEFAULT_WAIT_S = 10
MAX_WAIT_S = 30


class SecondsField(serializers.FloatField):
    """A number of seconds; true is not one."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


class PageUrlField(TextField):
    """An address that could be a page's: what check_url lets pass."""

    def to_internal_value(self, data: Any) -> str:
        url = super().to_internal_value(data)
        try:
            return check_url(url)
        except InvalidUrl as error:
            raise serializers.ValidationError(error.message, code="invalid") from error


class PageField(serializers.Field[str | bytes, Any, Any, Any]):
    """A page as text, or as the bytes of an upload. NUL characters are the page's affair, not an error."""

    default_error_messages = {"invalid": "Not a valid string."}

    def get_value(self, dictionary: Mapping[str, Any]) -> Any:
        """What was sent; an empty field of a form is an empty page, not a missing one."""
        return dictionary.get(self.field_name or "", empty)

    def to_internal_value(self, data: Any) -> str | bytes:
        page = data.read() if hasattr(data, "read") else data
        if not isinstance(page, str | bytes):
            self.fail("invalid")
        check_is_page(page)
        return page


class ListingPageSerializer(serializers.Serializer[Any]):
    """POST /listings: {url, html?, wait?, render?}, or multipart url + html / html_file."""

    url = PageUrlField(max_length=MAX_URL_LENGTH, trim_whitespace=True)
    html = PageField(required=False)
    html_file = PageField(required=False)
    wait = SecondsField(default=DEFAULT_WAIT_S, min_value=0, max_value=MAX_WAIT_S)
    render = serializers.BooleanField(default=None, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One page at most; it comes out as `html`."""
        if "html" in attrs and "html_file" in attrs:
            raise serializers.ValidationError({"html_file": "Send html or html_file, not both."})
        html = attrs.get("html", attrs.get("html_file"))
        return {"url": attrs["url"], "html": html, "wait_s": attrs["wait"], "renders": attrs["render"]}


class ListingQuerySerializer(serializers.Serializer[Any]):
    """?provenance="""

    provenance = serializers.BooleanField(default=False)


class PageUrlSerializer(ListingQuerySerializer):
    """?url=&provenance="""

    url = PageUrlField(max_length=MAX_URL_LENGTH)


def listing_json(listing: Listing, *, provenance: bool = False) -> dict[str, Any]:
    """A listing in the vocabulary, as far as it was read. `price_currency` is the older name of `currency`."""
    answer: dict[str, Any] = {"id": listing.pk}
    unread = listing.get_deferred_fields()
    answer |= {field.name: getattr(listing, field.name) for field in FIELDS if field.name not in unread}
    answer |= {"price_currency": listing.currency, "created_at": listing.created_at, "updated_at": listing.updated_at}
    if provenance:
        answer["provenance"] = listing.provenance
    return answer


def extraction_json(imported: Imported) -> dict[str, Any]:
    """How an import went, field by field; of an unchanged page, what is stored stands for it."""
    listing, extraction = imported.listing, imported.extraction
    values = extraction.values if extraction else {name: getattr(listing, name) for name in STATED_FIELDS}
    filled = filled_fields(values)
    return {
        "scraper_used": listing.scraper_name,
        "fields_extracted": len(filled),
        "fields_available": len(STATED_FIELDS),
        "quality_grade": listing.quality_grade,
        "diagnostics": {
            "scraperName": listing.scraper_name,
            "fieldTraces": [
                {"field": t.fact, "source": t.source, "path": t.path, "raw": t.raw, "outcome": t.outcome}
                for t in (extraction.traces if extraction else ())
            ],
            "emptyFields": sorted(set(STATED_FIELDS) - set(filled)),
            "totalFields": len(STATED_FIELDS),
            "populatedFields": len(filled),
        },
    }


def scrape_json(scrape: Scrape) -> dict[str, Any]:
    """A scrape: how far it came, what came of it, how long it took."""
    return {
        "id": scrape.pk,
        "url": scrape.url,
        "portal": scrape.portal,
        "kind": scrape.kind,
        "state": scrape.state,
        "outcome": scrape.outcome,
        "quarantine": scrape.quarantine,
        "listing_id": scrape.listing_id,
        "batch_id": scrape.batch_id,
        "watch_id": scrape.watch_id,
        "found_at": scrape.found_at,
        "links_found": scrape.links_found,
        "rendered": scrape.renders,
        "attempts": scrape.attempts,
        "error": {"code": scrape.error_code, "message": scrape.error_message} if scrape.error_code else None,
        "timings_ms": {"fetch": scrape.fetch_ms, "extract": scrape.extract_ms, "total": scrape.total_ms},
        "created_at": scrape.created_at,
        "started_at": scrape.started_at,
        "finished_at": scrape.finished_at,
        "next_attempt_at": scrape.next_attempt_at if scrape.state == Scrape.State.FAILED else None,
    }


def portal_json(portal: Portal) -> dict[str, Any]:
    """A registered portal."""
    return {
        "slug": portal.slug,
        "host": portal.host,
        "country": portal.country,
        "currency": portal.currency,
        "locale": portal.locale,
        "tier": portal.tier,
        "needs_javascript": portal.needs_javascript,
        "enabled": portal.is_enabled,
    }
