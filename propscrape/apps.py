"""The shared modules as an installed app, for its checks and commands."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class PropscrapeConfig(AppConfig):
    """Registers the tenancy checks, and the grants that follow a migration."""

    name = "propscrape"
    verbose_name = "Upkeep"
    console_position = 5

    def ready(self) -> None:
        from propscrape import tenancy_checks  # noqa: F401  registers itself with Django's check framework
        from propscrape.console_tiles import HEALTH_TILES
        from propscrape.retention import own_policies, policies
        from propscrape.retention.console_tiles import storage_taken
        from propscrape.roles import grant_shared_tables

        HEALTH_TILES["storage"] = storage_taken
        policies.register(*own_policies.POLICIES)
        policies.KEPT.update(own_policies.KEPT)

        # Django's own hook for what must follow the last migration of any app, third-party ones included. It is sent
        # for each app that has models; once is enough, and by then every table is there
        post_migrate.connect(grant_shared_tables, sender=apps.get_app_config("auth"))
