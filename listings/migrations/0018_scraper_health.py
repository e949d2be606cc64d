"""Figures of health, portals' states and their changes; what a scrape keeps to be counted again."""

import django.db.models.deletion
import django.utils.timezone
import propscrape.ids
from django.db import migrations, models

from propscrape.roles import CLIENT_ROLE


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0005_watches_and_exports'),
        ('listings', '0017_staff_portals'),
    ]

    operations = [
        migrations.CreateModel(
            name='HealthChange',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('before', models.CharField(choices=[('healthy', 'Healthy'), ('watch', 'to be watched'), ('idle', 'Idle'), ('degraded', 'Degraded'), ('blocked', 'Blocked'), ('broken', 'Broken')], max_length=8)),
                ('after', models.CharField(choices=[('healthy', 'Healthy'), ('watch', 'to be watched'), ('idle', 'Idle'), ('degraded', 'Degraded'), ('blocked', 'Blocked'), ('broken', 'Broken')], max_length=8)),
                ('reason', models.TextField(blank=True, default='')),
                ('findings', models.JSONField(blank=True, default=list)),
                ('changed', models.JSONField(blank=True, default=dict)),
                ('by', models.CharField(blank=True, help_text='Who decided; empty: detection.', max_length=150, null=True)),
                ('first_seen_at', models.DateTimeField(blank=True, null=True)),
                ('clients_told_at', models.DateTimeField(blank=True, null=True)),
                ('staff_told_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-at',),
            },
        ),
        migrations.CreateModel(
            name='HealthDay',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('portal', models.CharField(max_length=64)),
                ('scrapes', models.PositiveIntegerField(default=0)),
                ('good', models.PositiveIntegerField(default=0, help_text='Found their listing.')),
                ('blocked', models.PositiveIntegerField(default=0, help_text='Met a wall.')),
                ('reads', models.PositiveIntegerField(default=0, help_text='Read a page, and not only found it to be as before.')),
                ('last_success_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='HealthHour',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('portal', models.CharField(max_length=64)),
                ('scrapes', models.PositiveIntegerField(default=0)),
                ('good', models.PositiveIntegerField(default=0, help_text='Found their listing.')),
                ('blocked', models.PositiveIntegerField(default=0, help_text='Met a wall.')),
                ('reads', models.PositiveIntegerField(default=0, help_text='Read a page, and not only found it to be as before.')),
                ('last_success_at', models.DateTimeField(null=True)),
                ('counts', models.JSONField(default=dict)),
                ('hour', models.DateTimeField(help_text='When it began.')),
            ],
        ),
        migrations.CreateModel(
            name='HealthNote',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('portal', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=16)),
                ('quality_grade', models.CharField(max_length=1, null=True)),
                ('fields_seen', models.BigIntegerField(null=True)),
                ('price_bin', models.SmallIntegerField(null=True)),
                ('value_marks', models.BinaryField(max_length=16, null=True)),
                ('structure', models.BigIntegerField(null=True)),
                ('mapping_version', models.CharField(max_length=64, null=True)),
                ('total_ms', models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='PortalHealth',
            fields=[
                ('portal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='health', serialize=False, to='listings.portal')),
                ('state', models.CharField(choices=[('healthy', 'Healthy'), ('watch', 'to be watched'), ('idle', 'Idle'), ('degraded', 'Degraded'), ('blocked', 'Blocked'), ('broken', 'Broken')], default='healthy', max_length=8)),
                ('since', models.DateTimeField(default=django.utils.timezone.now, help_text='When it came into this state.')),
                ('reason', models.TextField(blank=True, default='')),
                ('findings', models.JSONField(blank=True, default=list, help_text='What is wrong, the worst first.')),
                ('changed', models.JSONField(blank=True, default=dict, help_text='What else changed: mapping, page structure.')),
                ('first_seen_at', models.DateTimeField(blank=True, help_text='Of the present trouble.', null=True)),
                ('sick_mapping', models.CharField(blank=True, help_text='The mapping that fell sick.', max_length=64, null=True)),
                ('worse_streak', models.PositiveSmallIntegerField(default=0, help_text='Judgements in a row that were worse.')),
                ('better_streak', models.PositiveSmallIntegerField(default=0, help_text='Judgements in a row that were better.')),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('quarantined_since', models.DateTimeField(blank=True, help_text='New values are held back since.', null=True)),
                ('normal_from', models.DateTimeField(blank=True, help_text='Older figures are no measure any more.', null=True)),
                ('baseline', models.JSONField(blank=True, default=dict, help_text='What is normal, by the last 28 days.')),
                ('baseline_day', models.DateField(blank=True, help_text='The day that it was worked out on.', null=True)),
            ],
            options={
                'verbose_name_plural': 'portal healths',
            },
        ),
        migrations.AddField(
            model_name='scrape',
            name='fields_seen',
            field=models.BigIntegerField(editable=False, help_text='A bit for each field that was read.', null=True),
        ),
        migrations.AddField(
            model_name='scrape',
            name='price_bin',
            field=models.SmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='scrape',
            name='quarantine',
            field=models.CharField(blank=True, choices=[('held', 'held back'), ('released', 'to be read again'), ('dropped', 'never to be used')], help_text='Empty: its values were stored.', max_length=8, null=True),
        ),
        migrations.AddField(
            model_name='scrape',
            name='structure',
            field=models.BigIntegerField(editable=False, help_text='How the page is built, as a number.', null=True),
        ),
        migrations.AddField(
            model_name='scrape',
            name='value_marks',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='healthchange',
            name='portal',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='health_changes', to='listings.portal'),
        ),
        migrations.AddIndex(
            model_name='healthday',
            index=models.Index(fields=['day'], name='listings_healthday_by_time'),
        ),
        migrations.AddConstraint(
            model_name='healthday',
            constraint=models.UniqueConstraint(fields=('portal', 'day'), name='listings_healthday_once'),
        ),
        migrations.AddIndex(
            model_name='healthhour',
            index=models.Index(fields=['hour'], name='listings_healthhour_by_time'),
        ),
        migrations.AddConstraint(
            model_name='healthhour',
            constraint=models.UniqueConstraint(fields=('portal', 'hour'), name='listings_healthhour_once'),
        ),
        migrations.AddConstraint(
            model_name='portalhealth',
            constraint=models.CheckConstraint(condition=models.Q(('quarantined_since__isnull', True), ('state', 'broken'), _connector='OR'), name='listings_portalhealth_quarantine_is_of_broken'),
        ),
        migrations.AddIndex(
            model_name='healthchange',
            index=models.Index(fields=['portal', '-at'], name='listings_healthchange_by_port'),
        ),
        migrations.AddIndex(
            model_name='healthchange',
            index=models.Index(fields=['at'], name='listings_healthchange_by_time'),
        ),
        migrations.RunSQL(
            sql=[
                # Who ends a scrape writes a note of it, as its client; nobody else's is there to be read
                f'GRANT INSERT ON "listings_healthnote" TO {CLIENT_ROLE}',
                # Every note is removed within a minute or so
                'ALTER TABLE "listings_healthnote" SET (autovacuum_vacuum_scale_factor = 0, '
                'autovacuum_vacuum_threshold = 5000)',
            ],
            reverse_sql=[
                'ALTER TABLE "listings_healthnote" RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold)',
                f'REVOKE INSERT ON "listings_healthnote" FROM {CLIENT_ROLE}',
            ],
        ),
    ]
