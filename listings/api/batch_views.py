"""The routes of batches."""

from typing import ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from clients.api.views import ClientAPIView
from listings.api.work_serializers import BatchSerializer, IdempotencySerializer, batch_json
from listings.services.batches import get_batch, queue_batch
from propscrape.api.responses import success


class BatchesView(ClientAPIView):
    """POST up to 100 pages to be fetched."""

    limits: ClassVar[dict[str, str]] = {"POST": "post_url"}

    def post(self, request: Request) -> Response:
        """202 with the batch and its scrapes; a repeated Idempotency-Key finds the batch it made."""
        header = IdempotencySerializer(data={"key": request.headers.get("Idempotency-Key")})
        header.is_valid(raise_exception=True)
        asked = BatchSerializer(data=dict(request.data))
        asked.is_valid(raise_exception=True)
        batch, is_new = queue_batch(
            client_id=self.client_id, idempotency_key=header.validated_data["key"], **asked.validated_data
        )
        batch, scrapes = get_batch(client_id=self.client_id, batch_id=batch.pk)
        return success(status=202, was_repeated=not is_new, **batch_json(batch, scrapes))


class BatchView(ClientAPIView):
    """GET how far a batch has come."""

    limits: ClassVar[dict[str, str]] = {"GET": "get"}

    def get(self, request: Request, batch_id: UUID) -> Response:
        """200 with counts and every scrape, or NOT_FOUND."""
        return success(**batch_json(*get_batch(client_id=self.client_id, batch_id=batch_id)))
