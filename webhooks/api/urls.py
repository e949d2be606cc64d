"""Routes under /public_api/v1."""

from django.urls import path

from webhooks.api.views import (
    DeliveriesView,
    EventsView,
    RecoverView,
    ReplayView,
    RotateView,
    TestEventView,
    WebhooksView,
    WebhookView,
)

urlpatterns = [
    path("webhooks", WebhooksView.as_view()),
    path("webhooks/<uuid:webhook_id>", WebhookView.as_view()),
    path("webhooks/<uuid:webhook_id>/rotate", RotateView.as_view()),
    path("webhooks/<uuid:webhook_id>/test", TestEventView.as_view()),
    path("webhooks/<uuid:webhook_id>/recover", RecoverView.as_view()),
    path("webhooks/<uuid:webhook_id>/deliveries", DeliveriesView.as_view()),
    path("deliveries/<uuid:delivery_id>/replay", ReplayView.as_view()),
    path("events", EventsView.as_view()),
]
