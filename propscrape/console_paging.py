"""Pages of the console's lists, without counting millions of rows for each."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from propscrape.row_counts import count_rows


class EstimatingPaginator(Paginator[Any]):
    """Of a whole table it takes PostgreSQL's estimate once there are many rows; what a filter leaves is counted."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or the estimate of it (see row_counts)."""
        rows = self.object_list
        if isinstance(rows, QuerySet) and not rows.query.has_filters():
            return count_rows(rows.model)[0]
        return len(rows) if not isinstance(rows, QuerySet) else rows.count()
