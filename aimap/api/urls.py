"""The routes of staff's API."""

from django.urls import path

from aimap.api.views import ProposalsView, ProposalView

app_name = "ai_map_api"
urlpatterns = [
    path("ai-map", ProposalsView.as_view(), name="proposals"),
    path("ai-map/<uuid:proposal_id>", ProposalView.as_view(), name="proposal"),
]
