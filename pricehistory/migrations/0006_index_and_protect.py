"""Standing prices of one amount, by index; that old rows have a price; row-level security on the new tables."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

from propscrape.tenancy_migrations import protect_table


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("pricehistory", "0005_hold_move_and_compare")]
    operations = [
        # Building and looking through may take longer than a statement of the application may
        migrations.RunSQL("SET statement_timeout = 0", migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="currentprice",
            index=models.Index(
                fields=["client", "portal", "price_cents", "observed_at"], name="pricehistory_current_alike"
            ),
        ),
        ValidateConstraint(model_name="currentprice", name="pricehistory_current_has_price"),
        ValidateConstraint(model_name="pricesnapshot", name="pricehistory_snapshot_has_price"),
        protect_table("pricehistory_pricehold"),
        protect_table("pricehistory_movement"),
        protect_table("pricehistory_marketfigure"),
        protect_table("pricehistory_staleweek"),
    ]
