"""Tombstones of listings, under row-level security."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from propscrape.tenancy_migrations import protect_table


class Migration(migrations.Migration):
    dependencies = [("listings", "0014_shadow_runs_and_rereadings")]
    operations = [
        migrations.CreateModel(
            name="DeletedListing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        editable=False, help_text="The listing's own.", primary_key=True, serialize=False
                    ),
                ),
                ("canonical_url", models.CharField(max_length=2048)),
                ("title", models.TextField(blank=True, null=True)),
                ("row", models.JSONField(editable=False)),
                ("corrections", models.JSONField(default=list, editable=False)),
                ("deleted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="clients.client"
                    ),
                ),
            ],
            options={
                "ordering": ("-deleted_at",),
                "indexes": [models.Index(fields=["deleted_at"], name="listings_deleted_by_time")],
            },
        ),
        protect_table("listings_deletedlisting"),
    ]
