"""Changing the keys under which secrets lie in the database."""

from propscrape.sealing import SealBroken, reseal
from propscrape.tenancy import staff_scope
from webhooks.models import Subscription

COLUMNS = ("secret_sealed", "previous_secret_sealed")


def reseal_secrets() -> tuple[int, list[str]]:
    """Seal every secret with the first key: how many, and the subscriptions of which one cannot be opened."""
    resealed, broken = 0, []
    with staff_scope():
        ids = list(Subscription.objects.standing().values_list("pk", flat=True))
    for pk in ids:
        with staff_scope():
            subscription = Subscription.objects.select_for_update().filter(pk=pk).first()
            if subscription is None:
                continue
            try:
                resealed += _reseal(subscription)
            except SealBroken:
                broken.append(str(pk))
    return resealed, broken


def _reseal(subscription: Subscription) -> int:
    sealed = {name: bytes(value) for name in COLUMNS if (value := getattr(subscription, name)) is not None}
    for name, value in sealed.items():
        setattr(subscription, name, reseal(value))
    subscription.save(update_fields=list(COLUMNS))
    return len(sealed)
