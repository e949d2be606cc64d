"""Where digests' links lead."""

from django.urls import path

from listings.digest.views import unsubscribe_page

urlpatterns = [path("unsubscribe/<str:token>", unsubscribe_page, name="digest-unsubscribe")]
