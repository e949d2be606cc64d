"""Bring the database up to date: migrations, portals, the demo client and its staff user."""

from typing import Any

from django.core.management import BaseCommand, call_command

from clients.services.demo import provision_demo
from listings.services.portals import sync_portals
from propscrape.environment import read_environment
from propscrape.launch.home import Home


class Command(BaseCommand):
    """Safe to run again; `up` runs it before it starts the services."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        environment = read_environment()
        call_command("migrate", interactive=False, verbosity=1)
        sync_portals()
        provision_demo(
            api_key=environment.DEMO_API_KEY.get_secret_value() if environment.DEMO_API_KEY else None,
            staff_password=environment.DEMO_STAFF_PASSWORD.get_secret_value()
            if environment.DEMO_STAFF_PASSWORD
            else None,
            credentials_file=Home.make(environment.PROPSCRAPE_HOME).credentials_file,
        )
