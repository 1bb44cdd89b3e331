"""The table of Django's database cache, in which sign-in attempts are counted for all processes together.

The same columns as `manage.py createcachetable` makes; a migration spares everybody a third command.
"""

from django.db import migrations

MAKE = """
CREATE TABLE IF NOT EXISTS site_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS site_cache_expires ON site_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_visit_counts")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE IF EXISTS site_cache")]
