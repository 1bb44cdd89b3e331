"""Rules that no CheckConstraint can say: they look at several rows, or at the row before the change."""

from django.db import migrations

ORIGINAL_TEXT = """
ALTER TABLE projects_project ADD CONSTRAINT project_has_original_text
    FOREIGN KEY (id, original_language) REFERENCES projects_projecttext (project_id, language)
    DEFERRABLE INITIALLY DEFERRED;
"""

NAME = """
CREATE FUNCTION projects_check_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'projects_project' THEN
        wanted := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        wanted := OLD.project_id;
    ELSE
        wanted := NEW.project_id;
    END IF;
    IF EXISTS (SELECT 1 FROM projects_project WHERE id = wanted AND acronym = '')
       AND NOT EXISTS (SELECT 1 FROM projects_projecttext WHERE project_id = wanted AND title <> '') THEN
        RAISE EXCEPTION 'A project needs an acronym or a full title.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_has_a_name';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER project_has_a_name
    AFTER INSERT OR UPDATE OF acronym ON projects_project
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_check_name();
CREATE CONSTRAINT TRIGGER project_text_keeps_a_name
    AFTER UPDATE OF title OR DELETE ON projects_projecttext
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION projects_check_name();
"""

STATES = """
CREATE FUNCTION projects_check_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'scheduled'), ('draft', 'published'),
        ('scheduled', 'draft'), ('scheduled', 'published'),
        ('published', 'draft'), ('published', 'archived'),
        ('archived', 'published'), ('archived', 'draft')
    ) THEN
        RAISE EXCEPTION 'A profile cannot go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_state_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER project_state_steps BEFORE UPDATE OF state ON projects_project
    FOR EACH ROW EXECUTE FUNCTION projects_check_state();

CREATE FUNCTION projects_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('published', 'archived') THEN
        RAISE EXCEPTION 'A profile that was public is archived, not deleted: %.', OLD.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_public_is_not_deleted';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER project_public_is_not_deleted BEFORE DELETE ON projects_project
    FOR EACH ROW EXECUTE FUNCTION projects_refuse_delete();
"""

SLUGS = """
CREATE FUNCTION projects_keep_former_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM projects_formerslug WHERE slug = NEW.slug;
    IF TG_OP = 'UPDATE' AND NEW.slug <> OLD.slug THEN
        INSERT INTO projects_formerslug (project_id, slug) VALUES (OLD.id, OLD.slug)
            ON CONFLICT (slug) DO UPDATE SET project_id = EXCLUDED.project_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER project_keep_former_slug AFTER INSERT OR UPDATE OF slug ON projects_project
    FOR EACH ROW EXECUTE FUNCTION projects_keep_former_slug();
"""

COUNTRIES = """
CREATE FUNCTION projects_check_country() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT level FROM vocabulary_region WHERE id = NEW.country_id) <> 0 THEN
        RAISE EXCEPTION 'Choose a country here, not a region.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'project_country_is_country';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER project_country_is_country BEFORE INSERT OR UPDATE ON projects_projectcountry
    FOR EACH ROW EXECUTE FUNCTION projects_check_country();
"""

UNDO = """
ALTER TABLE projects_project DROP CONSTRAINT project_has_original_text;
DROP TRIGGER project_has_a_name ON projects_project;
DROP TRIGGER project_text_keeps_a_name ON projects_projecttext;
DROP FUNCTION projects_check_name();
DROP TRIGGER project_state_steps ON projects_project;
DROP FUNCTION projects_check_state();
DROP TRIGGER project_public_is_not_deleted ON projects_project;
DROP FUNCTION projects_refuse_delete();
DROP TRIGGER project_keep_former_slug ON projects_project;
DROP FUNCTION projects_keep_former_slug();
DROP TRIGGER project_country_is_country ON projects_projectcountry;
DROP FUNCTION projects_check_country();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("vocabulary", "0002_region_tree")]

    operations = [migrations.RunSQL(ORIGINAL_TEXT + NAME + STATES + SLUGS + COUNTRIES, UNDO)]
