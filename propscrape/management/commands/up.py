"""Stand up all of propscrape on this machine, watch it, and stop it in order on Ctrl-C."""

import sys
from typing import Any

from django.core.management import BaseCommand

from propscrape.embedded.errors import EmbeddedServerError
from propscrape.environment import read_environment
from propscrape.launch.errors import LaunchError
from propscrape.launch.instance import run_instance
from propscrape.launch.progress import Progress
from propscrape.supervisor.stop_request import StopRequest
from propscrape.supervisor.supervisor import ServiceFailed


class Command(BaseCommand):
    """Exit status 0 after a requested stop, 1 when it cannot start or a service cannot be kept alive."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        stop_request = StopRequest()
        stop_request.listen()
        try:
            run_instance(environment=read_environment(), progress=Progress(sys.stdout), stop_request=stop_request)
        except (LaunchError, EmbeddedServerError, ServiceFailed) as error:
            sys.exit(f"propscrape: {error}")
