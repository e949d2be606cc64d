"""The routes of watches."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.api.work_serializers import NewWatchSerializer, WatchChangeSerializer, watch_json
from listings.services.watches import change_watch, create_watch, delete_watch, get_watch, list_watches
from propscrape.api.responses import success

LIMITS = {"GET": "get", "POST": "watches", "PATCH": "watches", "DELETE": "watches"}


class WatchesView(ClientAPIView):
    """GET all, POST a new one."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def get(self, request: Request) -> Response:
        """200 with the client's watches, newest first; there are 50 at most."""
        watches = [watch_json(watch) for watch in list_watches(client_id=self.client_id)]
        return success(count=len(watches), watches=watches)

    def post(self, request: Request) -> Response:
        """201 with the watch, whose first look is queued; LIMIT_REACHED after 50, CONFLICT for a second of one page."""
        asked = NewWatchSerializer(data=dict(request.data))
        asked.is_valid(raise_exception=True)
        return success(status=201, watch=watch_json(create_watch(client_id=self.client_id, **asked.validated_data)))


class WatchView(ClientAPIView):
    """GET, PATCH or DELETE one watch by its id."""

    limits: ClassVar[dict[str, str]] = LIMITS

    def get(self, request: Request, watch_id: UUID) -> Response:
        """200 with the watch, or NOT_FOUND."""
        return success(watch=watch_json(get_watch(client_id=self.client_id, watch_id=watch_id)))

    def patch(self, request: Request, watch_id: UUID) -> Response:
        """200 with the watch as it is now, or NOT_FOUND."""
        changes = WatchChangeSerializer(data=dict(request.data))
        changes.is_valid(raise_exception=True)
        watch = change_watch(client_id=self.client_id, watch_id=watch_id, values=changes.validated_data)
        return success(watch=watch_json(watch))

    def delete(self, request: Request, watch_id: UUID) -> Response:
        """200 with the id of what is gone, or NOT_FOUND."""
        delete_watch(client_id=self.client_id, watch_id=watch_id)
        return success(deleted=watch_id)
