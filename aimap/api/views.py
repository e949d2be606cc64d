"""POST /admin/api/ai-map and what is asked of the job afterwards; for staff (CONTRACTS.md 3)."""

from typing import Any, ClassVar
from urllib.parse import urlsplit
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from aimap.api.serializers import ProposalRequest, proposal_json
from aimap.errors import PagesUnusable
from aimap.induction.captures import plain_host
from aimap.models import Proposal
from aimap.services.auditing import note_asked
from aimap.services.proposing import GivenPage, captures_as_given, propose
from clients.api.staff_views import StaffAPIView
from listings.api.parsers import PageMultiPartParser
from listings.services.captured_pages import SEE_CAPTURES
from propscrape.api.parsers import PageJSONParser
from propscrape.api.responses import success
from propscrape.errors import Forbidden, NotFound


class ProposalsView(StaffAPIView):
    """POST a page or captures for a mapping to be learned."""

    parser_classes = (PageJSONParser, PageMultiPartParser)
    needs: ClassVar[dict[str, str]] = {"POST": "aimap.add_proposal"}

    def post(self, request: Request) -> Response:
        """202 with the job; its result is at `links.self`."""
        asked = ProposalRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        if "capture_ids" in asked.validated_data and not self.staff.has_perm(SEE_CAPTURES):
            raise Forbidden("You have no permission to see captures.")
        pages = _pages(asked.validated_data)
        name, use_model = self.staff.get_username(), asked.validated_data["use_model"]
        proposal = propose(pages=pages, origin=Proposal.Origin.API, by=name, use_model=use_model)
        note_asked(self.staff, proposal)
        return success(status=202, job=proposal_json(proposal))


class ProposalView(StaffAPIView):
    """GET one job: how far it came, and its result."""

    needs: ClassVar[dict[str, str]] = {"GET": "aimap.view_proposal", "HEAD": "aimap.view_proposal"}

    def get(self, request: Request, proposal_id: UUID) -> Response:
        """200 with the job, or NOT_FOUND."""
        proposal = Proposal.objects.filter(pk=proposal_id).first()
        if proposal is None:
            raise NotFound("There is no such proposal.")
        return success(job=proposal_json(proposal))


def _pages(asked: dict[str, Any]) -> list[GivenPage]:
    if "capture_ids" not in asked:
        html = asked["html"]
        raw = html.encode("utf-8", "surrogatepass") if isinstance(html, str) else html
        return [GivenPage(url=asked["url"], html=raw)]
    pages = captures_as_given(asked["capture_ids"])
    if "url" in asked and _host(asked["url"]) not in {_host(page.url) for page in pages}:
        raise PagesUnusable("The captures are not of the url's host.")
    return pages


def _host(url: str) -> str:
    return plain_host(urlsplit(url).hostname or "")
