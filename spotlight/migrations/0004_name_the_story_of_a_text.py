"""The story of a text has a name that can be translated; no table changes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("spotlight", "0003_team_may_rewrite_in_steps")]

    operations = [
        migrations.AlterField(
            model_name="historicalstorytext",
            name="story",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="spotlight.story",
                verbose_name="story",
            ),
        ),
        migrations.AlterField(
            model_name="storytext",
            name="story",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="texts",
                to="spotlight.story",
                verbose_name="story",
            ),
        ),
    ]
