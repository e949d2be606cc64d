"""How long looks at pages and what came of them are kept (CONTRACTS.md 5). A capture outlives its scrapes."""

from datetime import timedelta

from listings.models import (
    BreakerChange,
    Capture,
    DeletedListing,
    Digest,
    Export,
    HealthChange,
    HealthDay,
    HealthHour,
    PortalRereading,
    RobotsFile,
    Scrape,
    ScrapeBatch,
    ShadowRun,
    Watch,
)
from listings.models.health import CHANGES_FOR, DAYS_FOR, HOURS_FOR
from listings.services.export_claiming import KEPT_FOR as FILES_KEPT_FOR
from propscrape.retention.policies import Along, How, Policy

SCRAPES_FOR, CAPTURES_FOR, TOMBSTONES_FOR = timedelta(days=90), timedelta(days=180), timedelta(days=30)
RECORDS_FOR, EXPORTS_FOR = timedelta(days=365), timedelta(days=90)
SCRAPES = Scrape._meta.db_table

POLICIES = (
    Policy(
        name="scrapes",
        table=SCRAPES,
        age_column="created_at",
        kept_for=SCRAPES_FOR,
        only="t.state IN ('done', 'dead')",  # one that has not ended stays
    ),
    Policy(
        name="scrape batches",
        table=ScrapeBatch._meta.db_table,
        age_column="created_at",
        kept_for=SCRAPES_FOR,
        only=f"NOT EXISTS (SELECT 1 FROM {SCRAPES} s WHERE s.batch_id = t.id)",  # noqa: S608
    ),
    Policy(
        name="captures",
        table=Capture._meta.db_table,
        age_column="created_at",
        kept_for=CAPTURES_FOR,
        along=(Along(table=SCRAPES, column="capture_id", unlink=True),),
    ),
    Policy(
        name="deleted watches",
        table=Watch._meta.db_table,
        age_column="deleted_at",
        kept_for=TOMBSTONES_FOR,
        how=How.TOMBSTONES,
        along=(Along(table=SCRAPES, column="watch_id", unlink=True),),
    ),
    Policy(
        name="deleted listings",
        table=DeletedListing._meta.db_table,
        age_column="deleted_at",
        kept_for=TOMBSTONES_FOR,
        how=How.TOMBSTONES,
        key_tells_time=False,
    ),
    Policy(
        name="exports",
        table=Export._meta.db_table,
        age_column="expires_at",
        kept_for=EXPORTS_FOR - FILES_KEPT_FOR,
        only="t.file_name IS NULL AND t.state IN ('done', 'dead')",  # the file goes first, by its own hourly task
    ),
    Policy(
        name="shadow runs",
        table=ShadowRun._meta.db_table,
        age_column="started_at",
        kept_for=SCRAPES_FOR,  # their examples name scrapes
        only="t.state <> 'running'",
    ),
    Policy(
        name="re-readings of portals",
        table=PortalRereading._meta.db_table,
        age_column="created_at",
        kept_for=RECORDS_FOR,
        only="t.state NOT IN ('queued', 'running')",
    ),
    Policy(
        name="digests",
        table=Digest._meta.db_table,
        age_column="created_at",
        kept_for=SCRAPES_FOR,
        only="t.state IN ('sent', 'empty', 'off', 'dead')",
    ),
    Policy(name="breaker changes", table=BreakerChange._meta.db_table, age_column="at", kept_for=RECORDS_FOR),
    Policy(
        name="robots.txt files",
        table=RobotsFile._meta.db_table,
        age_column="expires_at",
        kept_for=TOMBSTONES_FOR,
        key="origin",
        key_tells_time=False,
    ),
    Policy(
        name="health by hour",
        table=HealthHour._meta.db_table,
        age_column="hour",
        kept_for=HOURS_FOR,
        key_tells_time=False,
    ),
    Policy(
        name="health by day",
        table=HealthDay._meta.db_table,
        age_column="day",
        kept_for=DAYS_FOR,
        key_tells_time=False,
    ),
    Policy(name="health changes", table=HealthChange._meta.db_table, age_column="at", kept_for=CHANGES_FOR),
)
KEPT = {
    "listings_healthnote": "until it is folded into its hour, a minute or so",
    "listings_portalhealth": "as long as its portal",
    "listings_listing": "as long as its client wants it",
    "listings_matchwork": "as long as its listing",
    "listings_matchkey": "as long as its listing",
    "listings_matchpair": "as long as both listings match",
    "listings_matchgroup": "as long as it has listings",
    "listings_matchmember": "as long as its listing is in a group",
    "listings_matchdecision": "as long as both listings, or until staff take it away",
    "listings_correction": "as long as its listing",
    "listings_portal": "as long as it is registered",
    "listings_portalstate": "as long as its portal",
    "listings_mappingversion": "the record of what read which page",
    "listings_mappingchange": "as long as its version",
    "listings_goldenpage": "until staff remove it",
}
