from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="VisitCount",
            fields=[
                ("key", models.BinaryField(max_length=16, primary_key=True, serialize=False)),
                ("hits", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "verbose_name": "count of requests",
                "verbose_name_plural": "counts of requests",
            },
        ),
        # No flush to disk for a count that may be lost; see the model.
        migrations.RunSQL("ALTER TABLE outbox_visitcount SET UNLOGGED", "ALTER TABLE outbox_visitcount SET LOGGED"),
    ]
