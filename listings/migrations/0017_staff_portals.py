from django.db import migrations, models


class Migration(migrations.Migration):
    """A default that the database keeps: older releases go on inserting portals without the column."""

    dependencies = [("listings", "0016_digests")]

    operations = [
        migrations.AddField(
            model_name="portal",
            name="origin",
            field=models.CharField(
                choices=[("release", "the release"), ("staff", "staff")],
                db_default="release",
                default="release",
                max_length=8,
            ),
        ),
    ]
