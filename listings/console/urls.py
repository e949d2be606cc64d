"""The pages of scrapers' health."""

from django.urls import path

from listings.console.overview import overview
from listings.console.portal import act, portal_page

app_name = "scraper_health"
urlpatterns = [
    path("", overview, name="overview"),
    path("<slug:slug>/", portal_page, name="portal"),
    path("<slug:slug>/act/", act, name="act"),
]
