"""The pages of the AI map."""

from django.urls import path

from aimap.console.deciding import decide
from aimap.console.editing import edit, learn_anew, lint
from aimap.console.index import index
from aimap.console.previewing import frame, preview
from aimap.console.proposal import download, progress, proposal_page
from aimap.console.starting import start_from_captures, start_from_page, start_repair

app_name = "ai_map"
urlpatterns = [
    path("", index, name="index"),
    path("from-page/", start_from_page, name="from_page"),
    path("from-captures/", start_from_captures, name="from_captures"),
    path("repair/", start_repair, name="repair"),
    path("<uuid:proposal_id>/", proposal_page, name="proposal"),
    path("<uuid:proposal_id>/progress/", progress, name="progress"),
    path("<uuid:proposal_id>/mapping.json", download, name="download"),
    path("<uuid:proposal_id>/lint/", lint, name="lint"),
    path("<uuid:proposal_id>/edit/", edit, name="edit"),
    path("<uuid:proposal_id>/learn/", learn_anew, name="learn"),
    path("<uuid:proposal_id>/decide/", decide, name="decide"),
    path("<uuid:proposal_id>/pages/<int:number>/", preview, name="preview"),
    path("<uuid:proposal_id>/pages/<int:number>/frame/", frame, name="frame"),
]
