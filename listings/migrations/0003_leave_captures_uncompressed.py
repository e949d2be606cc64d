"""A capture is zstd already; the database need not try to compress it again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("listings", "0002_protect_tables")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE listings_capture ALTER COLUMN html_zstd SET STORAGE EXTERNAL",
            "ALTER TABLE listings_capture ALTER COLUMN html_zstd SET STORAGE EXTENDED",
        )
    ]
