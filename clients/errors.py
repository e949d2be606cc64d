"""What can go wrong with what is spent for a client or for staff."""

from typing import Any

from clients.services.budget_alerts import BudgetAlert
from propscrape.errors import Conflict, ServiceError

MESSAGES = {
    "stopped": "Paid calls are stopped.",
    "max_cost": "A paid call could cost more than was allowed for this.",
}


class BudgetExceededError(ServiceError):
    """A paid call would cost more than is left of a budget, or spending is stopped; it was not made.

    `reason` (also in details) is client, staff, total, stopped, or max_cost of one piece of work. `alert` is what the
    payer is to be told, once a day.
    """

    code = "BUDGET_EXCEEDED"
    status = 429
    default_message = "The day's budget for paid calls is used up."

    def __init__(
        self, *, reason: str, retry_after_s: int | None = None, alert: BudgetAlert | None = None, **facts: Any
    ) -> None:
        super().__init__(MESSAGES.get(reason), details={"reason": reason, **facts}, retry_after_s=retry_after_s)
        self.reason = reason
        self.alert = alert


class ReservationEndedError(Conflict):
    """What was reserved has been settled or released before, or its client is gone."""

    default_message = "This reservation has ended."
