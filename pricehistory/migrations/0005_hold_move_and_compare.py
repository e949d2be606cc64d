"""Prices on request, prices that are held, movements, and figures of weeks."""

import django.db.models.deletion
import django.utils.timezone
import propscrape.ids
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0005_watches_and_exports'),
        ('pricehistory', '0004_index_by_time'),
    ]

    operations = [
        migrations.CreateModel(
            name='MarketFigure',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField(help_text='Its Monday (ISO 8601).')),
                ('portal', models.CharField(blank=True, max_length=64)),
                ('city', models.CharField(blank=True, max_length=255)),
                ('property_type', models.CharField(blank=True, max_length=32)),
                ('currency', models.CharField(max_length=3)),
                ('price_period', models.CharField(blank=True, help_text='Empty: not known.', max_length=16)),
                ('listings', models.PositiveIntegerField()),
                ('median_price', models.FloatField()),
                ('listings_with_area', models.PositiveIntegerField()),
                ('median_per_m2', models.FloatField(blank=True, help_text='None for fewer than three areas.', null=True)),
                ('computed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ('-week',),
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('canonical_url', models.CharField(max_length=2048)),
                ('kind', models.CharField(choices=[('new', 'first seen'), ('gone', 'no longer there'), ('back', 'there again'), ('reduced', 'cheaper'), ('raised', 'dearer')], max_length=7)),
                ('at', models.DateTimeField()),
                ('before_amount', models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True)),
                ('amount', models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True)),
                ('currency', models.CharField(blank=True, max_length=3, null=True)),
                ('price_period', models.CharField(blank=True, max_length=16, null=True)),
                ('portal', models.CharField(blank=True, max_length=64, null=True)),
                ('city', models.CharField(blank=True, max_length=255, null=True)),
                ('property_type', models.CharField(blank=True, max_length=32, null=True)),
            ],
            options={
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PriceHold',
            fields=[
                ('amount', models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True)),
                ('price_cents', models.BigIntegerField(blank=True, help_text='Minor units of the currency (ISO 4217).', null=True)),
                ('currency', models.CharField(blank=True, max_length=3, null=True)),
                ('price_period', models.CharField(blank=True, max_length=16, null=True)),
                ('price_qualifier', models.CharField(blank=True, max_length=32, null=True)),
                ('portal', models.CharField(blank=True, max_length=64, null=True)),
                ('city', models.CharField(blank=True, max_length=255, null=True)),
                ('property_type', models.CharField(blank=True, max_length=32, null=True)),
                ('area_m2', models.FloatField(blank=True, null=True)),
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('canonical_url', models.CharField(max_length=2048)),
                ('scrape_id', models.UUIDField(blank=True, editable=False, null=True)),
                ('reason', models.CharField(choices=[('rose', 'five times as much, or more'), ('fell', 'a fifth, or less'), ('currency', 'another currency'), ('herd', 'many listings of the portal at one price')], max_length=8)),
                ('note', models.CharField(blank=True, default='', help_text="The reason's figures.", max_length=255)),
                ('observed_at', models.DateTimeField(help_text='When the page first stated it.')),
                ('last_seen_at', models.DateTimeField(help_text='When the page last stated it.')),
                ('before_amount', models.DecimalField(decimal_places=3, max_digits=20)),
                ('before_cents', models.BigIntegerField()),
                ('before_currency', models.CharField(max_length=3)),
                ('before_period', models.CharField(blank=True, max_length=16, null=True)),
                ('before_qualifier', models.CharField(blank=True, max_length=32, null=True)),
                ('state', models.CharField(choices=[('waiting', 'waits for staff'), ('released', 'released by staff'), ('discarded', 'discarded by staff'), ('withdrawn', 'the page states it no more')], default='waiting', max_length=9)),
                ('held_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_by', models.CharField(blank=True, default='', max_length=150)),
            ],
            options={
                'ordering': ('-held_at',),
            },
        ),
        migrations.CreateModel(
            name='StaleWeek',
            fields=[
                ('id', models.UUIDField(default=propscrape.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('week', models.DateField(help_text='Its Monday (ISO 8601).')),
                ('marked_at', models.DateTimeField(default=django.utils.timezone.now, help_text='A later mark is not answered by earlier figures.')),
            ],
            options={
                'ordering': ('week',),
            },
        ),
        migrations.AddField(
            model_name='currentprice',
            name='gone_at',
            field=models.DateTimeField(blank=True, help_text='Since when the page is gone.', null=True),
        ),
        migrations.AlterField(
            model_name='currentprice',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True),
        ),
        migrations.AlterField(
            model_name='currentprice',
            name='currency',
            field=models.CharField(blank=True, max_length=3, null=True),
        ),
        migrations.AlterField(
            model_name='currentprice',
            name='price_cents',
            field=models.BigIntegerField(blank=True, help_text='Minor units of the currency (ISO 4217).', null=True),
        ),
        migrations.AlterField(
            model_name='pricesnapshot',
            name='amount',
            field=models.DecimalField(blank=True, decimal_places=3, max_digits=20, null=True),
        ),
        migrations.AlterField(
            model_name='pricesnapshot',
            name='currency',
            field=models.CharField(blank=True, max_length=3, null=True),
        ),
        migrations.AlterField(
            model_name='pricesnapshot',
            name='price_cents',
            field=models.BigIntegerField(blank=True, help_text='Minor units of the currency (ISO 4217).', null=True),
        ),
        AddConstraintNotValid(
            model_name='currentprice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', False), ('currency__isnull', False), ('price_cents__isnull', False)), models.Q(('amount__isnull', True), ('currency__isnull', True), ('price_cents__isnull', True), ('price_qualifier', 'on_request')), _connector='OR'), name='pricehistory_current_has_price'),
        ),
        AddConstraintNotValid(
            model_name='pricesnapshot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('amount__isnull', False), ('currency__isnull', False), ('price_cents__isnull', False)), models.Q(('amount__isnull', True), ('currency__isnull', True), ('price_cents__isnull', True), ('price_qualifier', 'on_request')), _connector='OR'), name='pricehistory_snapshot_has_price'),
        ),
        migrations.AddField(
            model_name='marketfigure',
            name='client',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='movement',
            name='client',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='pricehold',
            name='client',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='staleweek',
            name='client',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddIndex(
            model_name='marketfigure',
            index=models.Index(fields=['week', 'client'], name='pricehistory_market_by_week'),
        ),
        migrations.AddConstraint(
            model_name='marketfigure',
            constraint=models.UniqueConstraint(fields=('client', 'portal', 'city', 'property_type', 'week', 'currency', 'price_period'), name='pricehistory_market_once'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(fields=['client', '-at', '-id'], include=('kind',), name='pricehistory_move_by_client'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(fields=['client', 'canonical_url', 'at'], name='pricehistory_move_by_page'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(fields=['-at'], name='pricehistory_move_by_time'),
        ),
        migrations.AddIndex(
            model_name='pricehold',
            index=models.Index(fields=['client', 'canonical_url', '-held_at'], name='pricehistory_hold_by_page'),
        ),
        migrations.AddIndex(
            model_name='pricehold',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['client', 'portal', 'price_cents', 'held_at'], name='pricehistory_hold_alike'),
        ),
        migrations.AddIndex(
            model_name='pricehold',
            index=models.Index(fields=['-held_at'], name='pricehistory_hold_by_time'),
        ),
        migrations.AddConstraint(
            model_name='pricehold',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('client', 'canonical_url'), name='pricehistory_hold_one_per_page'),
        ),
        migrations.AddConstraint(
            model_name='pricehold',
            constraint=models.CheckConstraint(condition=models.Q(('amount__isnull', False), ('currency__isnull', False), ('price_cents__isnull', False)), name='pricehistory_hold_has_price'),
        ),
        migrations.AddConstraint(
            model_name='staleweek',
            constraint=models.UniqueConstraint(fields=('client', 'week'), name='pricehistory_stale_once'),
        ),
    ]
