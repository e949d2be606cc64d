"""Routes under /public_api/v1."""

from django.urls import path

from listings.api.batch_views import BatchesView, BatchView
from listings.api.digest_views import DigestView
from listings.api.export_views import ExportFileView, ExportsView, ExportView, ListingExportView
from listings.api.history_views import HistoryView
from listings.api.listing_views import ListingScrapesView, ListingView
from listings.api.market_views import MarketView
from listings.api.match_views import ListingMatchesView
from listings.api.movement_views import MovementsView
from listings.api.search_views import ListingSearchView
from listings.api.views import HealthView, ListingsView, ScrapeView, SupportedSitesView
from listings.api.watch_views import WatchesView, WatchView

urlpatterns = [
    path("listings/batch", BatchesView.as_view()),
    path("listings/batch/<uuid:batch_id>", BatchView.as_view()),
    path("watches", WatchesView.as_view()),
    path("watches/<uuid:watch_id>", WatchView.as_view()),
    path("digest", DigestView.as_view()),
    path("listings", ListingsView.as_view()),
    path("listings/history", HistoryView.as_view()),
    path("listings/search", ListingSearchView.as_view()),
    path("listings/<uuid:listing_id>", ListingView.as_view()),
    path("listings/<uuid:listing_id>/scrapes", ListingScrapesView.as_view()),
    path("listings/<uuid:listing_id>/matches", ListingMatchesView.as_view()),
    path("listings/<uuid:listing_id>/history", HistoryView.as_view()),
    path("listings/<uuid:listing_id>/export", ListingExportView.as_view()),
    path("export", ExportsView.as_view()),
    path("export/<uuid:export_id>", ExportView.as_view()),
    path("export/<uuid:export_id>/file", ExportFileView.as_view()),
    path("market", MarketView.as_view()),
    path("movements", MovementsView.as_view()),
    path("scrapes/<uuid:scrape_id>", ScrapeView.as_view()),
    path("supported_sites", SupportedSitesView.as_view()),
    path("health", HealthView.as_view()),
]
