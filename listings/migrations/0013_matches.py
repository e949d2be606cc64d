"""Which listings are the same property: the work of finding out, keys, pairs, groups and decisions."""

import django.db.models.deletion
import django.utils.timezone
import propscrape.ids
from django.db import migrations, models

from propscrape.tenancy_migrations import bind_to_same_client, protect_table


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0008_turn_spending_on'),
        ('listings', '0012_index_captured_scrapes'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchGroup',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('size', models.PositiveSmallIntegerField(default=0, help_text='How many listings it has.')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When its listings last changed.')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
            ],
            options={
                'ordering': ('-updated_at',),
            },
        ),
        migrations.CreateModel(
            name='MatchKey',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.BigIntegerField()),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('listing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listings.listing')),
            ],
        ),
        migrations.CreateModel(
            name='MatchMember',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='match_member', serialize=False, to='listings.listing')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='listings.matchgroup')),
            ],
        ),
        migrations.CreateModel(
            name='MatchPair',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('score', models.FloatField(help_text='How sure it is, 0 to 1.')),
                ('similarity', models.FloatField(blank=True, help_text='The cosine of their texts, 0 to 1.', null=True)),
                ('evidence', models.JSONField(default=list, help_text='What speaks for it and against it.')),
                ('found_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listings.listing')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listings.listing')),
            ],
        ),
        migrations.CreateModel(
            name='MatchWork',
            fields=[
                ('listing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='match_work', serialize=False, to='listings.listing')),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('dead', 'Dead')], default='queued', max_length=7)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_token', models.UUIDField(blank=True, editable=False, null=True)),
                ('candidates', models.PositiveSmallIntegerField(blank=True, help_text='Listings it was compared with.', null=True)),
                ('matched_at', models.DateTimeField(blank=True, help_text='When it was last compared.', null=True)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
            ],
            options={
                'verbose_name_plural': 'match work',
            },
        ),
        migrations.CreateModel(
            name='MatchDecision',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('verdict', models.CharField(choices=[('same', 'the same property'), ('different', 'different properties')], max_length=9)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client')),
                ('first', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listings.listing')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='listings.listing')),
            ],
            options={
                'ordering': ('-made_at',),
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='listings_matchdecision_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='listings_matchdecision_in_order')],
            },
        ),
        migrations.AddIndex(
            model_name='matchgroup',
            index=models.Index(fields=['client', '-updated_at'], name='listings_matchgroup_latest'),
        ),
        migrations.AddIndex(
            model_name='matchgroup',
            index=models.Index(fields=['-updated_at'], name='listings_matchgroup_all'),
        ),
        migrations.AddConstraint(
            model_name='matchkey',
            constraint=models.UniqueConstraint(fields=('client', 'key', 'listing'), name='listings_matchkey_once'),
        ),
        migrations.AddConstraint(
            model_name='matchpair',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='listings_matchpair_once'),
        ),
        migrations.AddConstraint(
            model_name='matchpair',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='listings_matchpair_in_order'),
        ),
        migrations.AddIndex(
            model_name='matchwork',
            index=models.Index(condition=models.Q(('state__in', ('queued', 'running', 'failed'))), fields=['next_attempt_at'], name='listings_matchwork_due'),
        ),
        protect_table("listings_matchgroup"),
        protect_table("listings_matchkey"),
        protect_table("listings_matchmember"),
        protect_table("listings_matchpair"),
        protect_table("listings_matchwork"),
        protect_table("listings_matchdecision"),
        bind_to_same_client("listings_matchkey", "listing_id", "listings_listing"),
        bind_to_same_client("listings_matchmember", "listing_id", "listings_listing"),
        bind_to_same_client("listings_matchmember", "group_id", "listings_matchgroup"),
        bind_to_same_client("listings_matchpair", "first_id", "listings_listing"),
        bind_to_same_client("listings_matchpair", "second_id", "listings_listing"),
        bind_to_same_client("listings_matchwork", "listing_id", "listings_listing"),
        bind_to_same_client("listings_matchdecision", "first_id", "listings_listing"),
        bind_to_same_client("listings_matchdecision", "second_id", "listings_listing"),
    ]
