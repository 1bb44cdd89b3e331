"""A region hangs under the level just above it, whatever path wrote the row."""

from django.db import migrations

TREE = """
CREATE FUNCTION vocabulary_check_region() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL
       AND (SELECT level FROM vocabulary_region WHERE id = NEW.parent_id) IS DISTINCT FROM NEW.level - 1 THEN
        RAISE EXCEPTION 'A region is part of the level just above it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'region_parent_level';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER region_parent_level AFTER INSERT OR UPDATE ON vocabulary_region
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vocabulary_check_region();
"""

UNDO = """
DROP TRIGGER region_parent_level ON vocabulary_region;
DROP FUNCTION vocabulary_check_region();
"""


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0001_initial")]

    operations = [migrations.RunSQL(TREE, UNDO)]
