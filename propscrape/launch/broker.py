"""The cache and broker an instance stands on: its own embedded Valkey, or what REDIS_URL names."""

import redis

from propscrape.embedded.binaries import valkey_binary
from propscrape.embedded.ground import server_ground
from propscrape.embedded.ports import KeptPorts
from propscrape.embedded.valkey import Valkey
from propscrape.environment import Environment
from propscrape.supervisor.supervisor import Supervisor

from .errors import LaunchError
from .home import Home
from .progress import Progress


def stand_on_broker(*, environment: Environment, home: Home, supervisor: Supervisor, progress: Progress) -> str:
    """Have a Redis or Valkey; answers with its URL. Raises LaunchError, EmbeddedServerError, ServiceFailed."""
    if environment.REDIS_URL:
        with progress.step("Using the Redis that REDIS_URL names"):
            return use_given_broker(environment.REDIS_URL)
    valkey = _embedded(environment, home)
    with progress.step(f"Starting Valkey on port {valkey.port}"):
        supervisor.start_and_wait(valkey.service())
    return valkey.url


def use_given_broker(url: str) -> str:
    """The URL, once it has answered. Raises LaunchError."""
    try:
        with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as connection:
            connection.ping()
    except redis.RedisError as error:
        raise LaunchError(f"REDIS_URL cannot be used: {error}") from error
    return url


def _embedded(environment: Environment, home: Home) -> Valkey:
    ground = server_ground(home.path)
    return Valkey(
        binary=valkey_binary(ground, named=environment.VALKEY_BIN),
        ground=ground,
        port=KeptPorts(home.ports_file).take("valkey"),
        password=home.secrets().valkey_password,
        log_file=home.log_file("valkey"),
    )
