"""Keys that seal secrets can be changed while everything works."""

from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from propscrape.sealing import SealBroken, unseal
from propscrape.tenancy import staff_scope
from tests.factories import make_subscription
from webhooks.models import Subscription
from webhooks.services.subscriptions import rotate_secret

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def secrets():
    with staff_scope():
        (subscription,) = Subscription.objects.all()
    sealed = (subscription.secret_sealed, subscription.previous_secret_sealed)
    return [unseal(bytes(value)) for value in sealed if value is not None]


def test_after_resealing_the_old_key_can_go(client_account, settings):
    settings.SEALING_KEYS = [OLD]
    subscription, first = make_subscription(client_account)
    _, second = rotate_secret(client_id=client_account.pk, subscription_id=subscription.pk)
    settings.SEALING_KEYS = [NEW, OLD]
    said = StringIO()
    call_command("reseal_webhook_secrets", stdout=said)
    assert "2" in said.getvalue()
    settings.SEALING_KEYS = [NEW]
    assert secrets() == [second, first]


def test_without_resealing_it_cannot_and_the_command_names_what_is_lost(client_account, settings):
    settings.SEALING_KEYS = [OLD]
    subscription, _ = make_subscription(client_account)
    settings.SEALING_KEYS = [NEW]
    with pytest.raises(SealBroken):
        secrets()
    with pytest.raises(CommandError, match=str(subscription.pk)):
        call_command("reseal_webhook_secrets", stdout=StringIO())
