"""Indexes of deliveries, built without stopping those who write them."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("webhooks", "0003_subscriptions_and_deliveries")]
    operations = [
        # Building may take longer than a statement of the application may
        migrations.RunSQL('SET statement_timeout = 0', migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='delivery',
            name='client',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='event',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.event'),
        ),
        migrations.AlterField(
            model_name='delivery',
            name='subscription',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.subscription'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ('due', 'sending'))), fields=['subscription', 'next_attempt_at'], name='webhooks_delivery_open'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ('due', 'sending', 'held'))), fields=['subscription', 'key', 'sequence'], name='webhooks_delivery_in_order'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('failed_at__isnull', False)), fields=['subscription', 'failed_at'], name='webhooks_delivery_failed'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(fields=['subscription', '-created_at'], name='webhooks_delivery_by_time'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['subscription', 'created_at'], name='webhooks_delivery_held'),
        ),
        AddIndexConcurrently(
            model_name='event',
            index=models.Index(fields=['occurred_at'], name='webhooks_event_by_time'),
        ),
        # The one that webhooks_attempt's reference needs (bind_to_same_client makes it where it is missing)
        migrations.RunSQL(
            'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "webhooks_delivery_client_id_id" ON "webhooks_delivery" (client_id, id)',
            migrations.RunSQL.noop,
        ),
    ]
