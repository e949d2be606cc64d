"""`manage.py reseal_webhook_secrets`: every secret under the first of SEALING_KEYS, so that older keys can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from webhooks.services.resealing import reseal_secrets


class Command(BaseCommand):
    """Safe to run again, and while everything works."""

    help = "Seal every webhook secret with the first of SEALING_KEYS; run it before older keys are taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 where a secret is under a key that is already gone."""
        resealed, broken = reseal_secrets()
        self.stdout.write(f"Secrets sealed anew: {resealed}.")
        if broken:
            raise CommandError(f"No key opens those of {', '.join(broken)}: put the key back, or rotate the secrets.")
