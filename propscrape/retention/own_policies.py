"""How long the shared modules' own rows are kept, and those of Django's tables that grow (CONTRACTS.md 5)."""

from datetime import timedelta

from propscrape.retention.mail_files import KEPT_FOR as MAILS_FOR
from propscrape.retention.mail_files import remove_old_mails
from propscrape.retention.policies import How, Policy

AUDIT_FOR = timedelta(days=365)

POLICIES = (
    # What staff did in the console
    Policy(name="audit", table="django_admin_log", age_column="action_time", kept_for=AUDIT_FOR, key_tells_time=False),
    Policy(
        name="expired sessions",
        table="django_session",
        age_column="expire_date",
        kept_for=timedelta(0),
        key="session_key",
        key_tells_time=False,
    ),
    Policy(
        name="purge runs",
        table="propscrape_purgerun",
        age_column="asked_at",
        kept_for=AUDIT_FOR,
        only="t.state <> 'running'",
    ),
    Policy(name="mail files", table="", age_column=None, kept_for=MAILS_FOR, how=How.FILES, drop=remove_old_mails),
)
KEPT = {
    "propscrape_storagereport": "one row a month",
    "auth_user": "as long as staff keep it",
    "auth_group": "as long as staff keep it",
    "auth_permission": "Django's own",
    "auth_user_groups": "as long as the user",
    "auth_user_user_permissions": "as long as the user",
    "auth_group_permissions": "as long as the group",
    "django_content_type": "Django's own",
    "django_migrations": "Django's own",
    "django_celery_beat_periodictask": "rewritten when the beat starts",
    "django_celery_beat_periodictasks": "rewritten when the beat starts",
    "django_celery_beat_intervalschedule": "rewritten when the beat starts",
    "django_celery_beat_crontabschedule": "rewritten when the beat starts",
    "django_celery_beat_clockedschedule": "rewritten when the beat starts",
    "django_celery_beat_solarschedule": "rewritten when the beat starts",
}
