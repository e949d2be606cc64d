"""No client reads or writes another's rows: not by the ORM, not by SQL, not after any order of scopes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.models import Client
from listings.models import Listing, Scrape
from pricehistory.services.partitions import partition_names
from propscrape.roles import CLIENT_ROLE
from propscrape.tenancy import NOBODY, ScopeConflict, client_owned_models, client_scope, current_scope, staff_scope
from propscrape.tenancy_checks import check_client_owned_tables, check_login_role
from tests.factories import OWNED_ROWS, make_client

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = "42501"  # insufficient_privilege: what PostgreSQL says for policy and missing grant alike


class Boom(Exception):
    """A failure of the work inside a scope."""


@contextmanager
def failing(scope: Any) -> Iterator[None]:
    """Enter a scope and leave it by an exception."""
    with suppress(Boom), scope:
        yield
        raise Boom


@contextmanager
def unset_setting() -> Iterator[None]:
    """The client role without any client: the setting was never made."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {CLIENT_ROLE}")
        yield


@contextmanager
def empty_setting() -> Iterator[None]:
    """The client role with the setting empty."""
    with unset_setting(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.client_id', '', true)")
        yield


@contextmanager
def no_scope() -> Iterator[None]:
    """The login role alone: it owns the tables, and no policy is for it."""
    with transaction.atomic():
        yield


def before_nothing(mine: UUID) -> None:
    """No scope came before."""


def before_own_scope(mine: UUID) -> None:
    """An ordinary scope of one's own came before."""
    with client_scope(mine):
        Listing.objects.count()


def before_failed_scope(mine: UUID) -> None:
    """A scope that failed came before."""
    with failing(client_scope(mine)):
        Listing.objects.count()


def before_nested_scopes(mine: UUID) -> None:
    """Scopes in each other came before, staff's outside."""
    with staff_scope(), client_scope(mine), client_scope(mine):
        Listing.objects.count()


def before_failed_nested_scope(mine: UUID) -> None:
    """A scope that failed inside staff's came before."""
    with staff_scope():
        with failing(client_scope(mine)):
            Listing.objects.count()
        Listing.objects.count()


def before_database_error(mine: UUID) -> None:
    """A statement that failed inside a scope came before."""
    with suppress(ProgrammingError), client_scope(mine), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


HISTORIES = [
    before_nothing,
    before_own_scope,
    before_failed_scope,
    before_nested_scopes,
    before_failed_nested_scope,
    before_database_error,
]


def stances(mine: UUID) -> dict[str, Callable[[], Any]]:
    """Every way of standing before the database without being the other client or staff."""
    return {
        "another client": lambda: client_scope(mine),
        "another client inside staff's scope": lambda: _inside_staff(mine),
        "another client twice": lambda: _twice(mine),
        "the client role, setting unset": unset_setting,
        "the client role, setting empty": empty_setting,
        "no scope": no_scope,
    }


@contextmanager
def _inside_staff(mine: UUID) -> Iterator[None]:
    with staff_scope(), client_scope(mine):
        yield


@contextmanager
def _twice(mine: UUID) -> Iterator[None]:
    with client_scope(mine):
        with client_scope(mine):
            Listing.objects.count()
        yield


def rows_touched(sql: str, parameters: dict[str, Any]) -> int:
    """How many rows a statement read or wrote; none where the database refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.rowcount
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", None) != REFUSED:
            raise
        return 0


def attempts(table: str, column: str, row: dict[str, Any]) -> dict[str, str]:
    """Statements that would read or write the other client's row."""
    columns = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(
        f"gen_random_uuid() /* {name} */" if name == "id" and column != "id" else f"%({name})s" for name in row
    )
    return {
        "read": f"SELECT 1 FROM {table} WHERE {column} = %(owner)s",
        "read all": f"SELECT 1 FROM {table} WHERE {column} <> %(mine)s",
        "update": f"UPDATE {table} SET {column} = {column} WHERE {column} = %(owner)s",
        "take": f"UPDATE {table} SET {column} = %(mine)s WHERE {column} = %(owner)s",
        "give": f"UPDATE {table} SET {column} = %(owner)s WHERE {column} = %(mine)s",
        "delete": f"DELETE FROM {table} WHERE {column} = %(owner)s",
        "insert": f"INSERT INTO {table} ({columns}) VALUES ({values})",
    }


def raw_row(table: str, column: str, owner: UUID) -> dict[str, Any]:
    """A row of the other client as the database holds it."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s LIMIT 1", [owner])
        values = cursor.fetchone()
        assert values is not None, f"no row of the other client in {table}"
        return dict(zip([d.name for d in cursor.description], map(_plain, values), strict=True))


def _plain(value: Any) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(value) if isinstance(value, dict) else value


def fingerprint(table: str, column: str, owner: UUID) -> tuple[int, str]:
    """How many rows the other client has, and a hash of all they hold."""
    with staff_scope(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t WHERE {column} = %s",
            [owner],
        )
        return cursor.fetchone()


@pytest.fixture
def two_clients() -> tuple[Client, Client]:
    """Two clients, each with a row in every client-owned table."""
    ours, theirs = make_client(), make_client()
    with staff_scope():
        for make in OWNED_ROWS.values():
            make(ours), make(theirs)
    return ours, theirs


def test_every_client_owned_model_takes_part_in_these_tests():
    assert set(client_owned_models()) == set(OWNED_ROWS)


@pytest.mark.parametrize("model", OWNED_ROWS, ids=lambda model: model._meta.label)
def test_no_statement_touches_another_clients_rows(model: type[Model], two_clients):
    ours, theirs = two_clients
    table, column = model._meta.db_table, "id" if model is Client else "client_id"
    row, before = raw_row(table, column, theirs.pk), fingerprint(table, column, theirs.pk)
    statements = attempts(table, column, row)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        history=st.lists(st.sampled_from(HISTORIES), max_size=3),
        stance=st.sampled_from(sorted(stances(ours.pk))),
        statement=st.sampled_from(sorted(statements)),
    )
    def try_to_touch(history, stance, statement):
        for step in history:
            step(theirs.pk)  # what the other client leaves on the connection is what could leak
            step(ours.pk)
            step(theirs.pk)
        with stances(ours.pk)[stance]():
            touched = rows_touched(statements[statement], row | {"owner": theirs.pk, "mine": ours.pk})
        assert touched == 0, f"{statement} as {stance} after {[h.__name__ for h in history]}"
        assert current_scope() == NOBODY

    try_to_touch()
    assert fingerprint(table, column, theirs.pk) == before


@pytest.mark.parametrize("scope", ["own", "staff", "unset"])
def test_a_partition_cannot_be_queried_past_its_parents_policy(scope, two_clients):
    ours, _ = two_clients
    stance = {"own": lambda: client_scope(ours.pk), "staff": staff_scope, "unset": unset_setting}[scope]
    assert partition_names()
    for partition in partition_names():
        with pytest.raises(ProgrammingError, match="permission denied"), stance(), connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {partition}")


def test_a_client_sees_its_own_rows_and_staff_see_all(two_clients):
    for account in two_clients:
        with client_scope(account.pk):
            for model in OWNED_ROWS:
                assert model._default_manager.exists(), model
                assert model._default_manager.count() == model._default_manager.filter(**_own(model, account)).count()
    with staff_scope():
        assert Listing.objects.values("client").distinct().count() == 2


def _own(model: type[Model], account: Client) -> dict[str, Any]:
    return {"pk": account.pk} if model is Client else {"client": account}


def test_a_row_cannot_point_at_another_clients_row(two_clients):
    ours, theirs = two_clients
    with staff_scope():
        their_listing = Listing.objects.filter(client=theirs).first()
    with pytest.raises(IntegrityError), client_scope(ours.pk):
        Scrape.objects.create(
            client=ours, url="https://a.example/", canonical_url="-", source="html", listing=their_listing
        )


def test_a_scope_holds_no_other_clients_scope_nor_staffs(two_clients):
    ours, theirs = two_clients
    for inner in (lambda: client_scope(theirs.pk), staff_scope):
        with client_scope(ours.pk):
            with pytest.raises(ScopeConflict), inner():
                pass
            assert Listing.objects.filter(client=ours).exists()


def test_after_an_inner_scope_the_outer_one_is_back_whether_it_ended_well_or_not(two_clients):
    ours, _ = two_clients
    with staff_scope():
        with client_scope(ours.pk):
            assert Listing.objects.values("client").distinct().count() == 1
        assert Listing.objects.values("client").distinct().count() == 2
        with failing(client_scope(ours.pk)):
            assert Listing.objects.values("client").distinct().count() == 1
        assert Listing.objects.values("client").distinct().count() == 2


def test_a_transaction_around_a_scope_is_nobodys_again_after_it(two_clients):
    ours, _ = two_clients
    with transaction.atomic():
        with client_scope(ours.pk):
            assert Listing.objects.exists()
        assert not Listing.objects.exists()


def test_the_suite_itself_does_not_log_in_as_a_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user")
        assert cursor.fetchone() == (False,)


def test_the_check_finds_nothing_on_the_migrated_database():
    call_command("check", "--database", "default")
    assert check_login_role(databases=["default"]) == []
    assert check_client_owned_tables(databases=["default"]) == []


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("DROP POLICY own_rows ON listings_listing", "needs one policy"),
        ("ALTER TABLE listings_listing NO FORCE ROW LEVEL SECURITY", "not enabled and forced"),
        ("CREATE POLICY open_door ON listings_listing USING (true)", "and no other"),
        ("ALTER POLICY own_rows ON listings_listing USING (true)", "does not compare with app.client_id"),
        ("GRANT SELECT ON listings_listing TO PUBLIC", "is granted to public"),
        ("REVOKE ALL ON listings_listing FROM propscrape_staff", "is not granted to propscrape_staff"),
    ],
)
def test_the_check_names_a_table_that_stands_open(damage, fault):
    assert any(fault in message for message in messages_after(damage))


def test_the_check_names_a_partition_that_is_granted():
    partition = sorted(partition_names())[0]
    assert any(partition in message for message in messages_after(f"GRANT SELECT ON {partition} TO propscrape_client"))


def messages_after(damage: str) -> list[str]:
    """What the check says of a damaged database; the damage is taken back."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(damage)
        messages = [message.msg for message in check_client_owned_tables(databases=["default"])]
        transaction.set_rollback(True)
    return messages
