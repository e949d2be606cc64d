"""When staff had a portal switched off: its silence of that time counts for nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listings", "0020_index_scrapes_by_portal")]
    operations = [
        migrations.AddField(
            model_name="portalhealth",
            name="paused_since",
            field=models.DateTimeField(blank=True, help_text="Staff switched it off, first seen then.", null=True),
        ),
        migrations.AddField(
            model_name="portalhealth",
            name="paused_until",
            field=models.DateTimeField(blank=True, help_text="Staff had it switched off, last seen then.", null=True),
        ),
    ]
