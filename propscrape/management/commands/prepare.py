"""Bring the database up to date: migrations, portals, mappings, what searches compare; in development a demo client."""

from typing import Any

from django.core.management import BaseCommand, call_command

from clients.services.demo import provision_demo
from listings.services.mapping_sync import sync_release_mappings
from listings.services.match_queueing import queue_unmatched
from listings.services.portals import sync_portals
from listings.services.refilling import fill_search_columns
from propscrape.environment import Environment, read_environment
from propscrape.launch.home import Home


class Command(BaseCommand):
    """Safe to run again; `up` runs it before it starts the services."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        environment = read_environment()
        call_command("migrate", interactive=False, verbosity=1)
        sync_portals()
        self._sync_mappings()
        fill_search_columns()
        queue_unmatched()
        if environment.ENVIRONMENT == "development":
            _provision_demo(environment)

    def _sync_mappings(self) -> None:
        for synced in sync_release_mappings():
            if not synced.activated:
                self.stdout.write(f"Mapping {synced.version} of this release is kept as a draft: {synced.reason}.")


def _provision_demo(environment: Environment) -> None:
    key, password = environment.DEMO_API_KEY, environment.DEMO_STAFF_PASSWORD
    provision_demo(
        api_key=key.get_secret_value() if key else None,
        staff_password=password.get_secret_value() if password else None,
        credentials_file=Home.make(environment.PROPSCRAPE_HOME).credentials_file,
    )
