"""Rules that no CheckConstraint can say: they look at several rows, or at the row before the change."""

from django.db import migrations

PUBLISHABLE = ("centre", "consortium", "network", "need")

STATES = """
CREATE FUNCTION centres_check_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'published'), ('published', 'draft'), ('published', 'archived'), ('archived', 'published')
    ) THEN
        RAISE EXCEPTION 'It cannot go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_state_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION centres_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('published', 'archived') THEN
        RAISE EXCEPTION 'What was public is archived, not deleted: %.', OLD.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_public_is_not_deleted';
    END IF;
    RETURN OLD;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER {name}_state_steps BEFORE UPDATE OF state ON centres_{name}
    FOR EACH ROW EXECUTE FUNCTION centres_check_state('{name}');
CREATE TRIGGER {name}_public_is_not_deleted BEFORE DELETE ON centres_{name}
    FOR EACH ROW EXECUTE FUNCTION centres_refuse_delete('{name}');
"""
    for name in PUBLISHABLE
)

COUNTRIES = """
CREATE FUNCTION centres_check_country_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.country_id IS NOT NULL AND (SELECT level FROM vocabulary_region WHERE id = NEW.country_id) <> 0 THEN
        RAISE EXCEPTION 'Choose a country here, not a region.'
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_ARGV[0] || '_country_is_country';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER centre_country_is_country BEFORE INSERT OR UPDATE OF country_id ON centres_centre
    FOR EACH ROW EXECUTE FUNCTION centres_check_country_level('centre');
CREATE TRIGGER consortium_country_is_country BEFORE INSERT OR UPDATE OF country_id ON centres_consortiumcountry
    FOR EACH ROW EXECUTE FUNCTION centres_check_country_level('consortium');

CREATE FUNCTION centres_check_consortium_countries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;  -- null: every consortium, because an organisation may be in several
    lacking text;
BEGIN
    IF TG_TABLE_NAME = 'centres_consortiumcountry' THEN
        wanted := NEW.consortium_id;
    ELSIF TG_TABLE_NAME = 'centres_consortiummember' THEN
        wanted := OLD.consortium_id;
    END IF;
    SELECT k.acronym || ': ' || r.code INTO lacking
        FROM centres_consortiumcountry c
        JOIN centres_consortium k ON k.id = c.consortium_id
        JOIN vocabulary_region r ON r.id = c.country_id
        WHERE NOT c.claimed AND (wanted IS NULL OR c.consortium_id = wanted)
          AND NOT EXISTS (
            SELECT 1 FROM centres_consortiummember m JOIN vocabulary_organisation o ON o.id = m.organisation_id
            WHERE m.consortium_id = c.consortium_id AND o.country_id = c.country_id
          )
        LIMIT 1;
    IF lacking IS NOT NULL THEN
        RAISE EXCEPTION 'A country of a consortium is that of a listed member, or is marked as only claimed (%).', lacking
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consortium_country_of_member_or_claimed';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consortium_country_of_member_or_claimed
    AFTER INSERT OR UPDATE ON centres_consortiumcountry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centres_check_consortium_countries();
CREATE CONSTRAINT TRIGGER consortium_member_keeps_countries
    AFTER UPDATE OR DELETE ON centres_consortiummember
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centres_check_consortium_countries();
CREATE CONSTRAINT TRIGGER organisation_keeps_consortium_countries
    AFTER UPDATE OF country_id ON vocabulary_organisation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centres_check_consortium_countries();
"""

CELLS = """
CREATE FUNCTION centres_keep_cell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.centre_id, NEW.need_id, NEW.answer, NEW.level, NEW.since, NEW.recorded_by_id)
       IS DISTINCT FROM (OLD.centre_id, OLD.need_id, OLD.answer, OLD.level, OLD.since, OLD.recorded_by_id)
       OR (OLD.until IS NOT NULL AND NEW.until IS DISTINCT FROM OLD.until) THEN
        RAISE EXCEPTION 'An answer of the matrix is replaced by a new one, not rewritten.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cell_is_not_rewritten';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cell_is_not_rewritten BEFORE UPDATE ON centres_cell
    FOR EACH ROW EXECUTE FUNCTION centres_keep_cell();

CREATE FUNCTION centres_check_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
BEGIN
    IF TG_TABLE_NAME = 'centres_cell' THEN
        wanted := NEW.id;
    ELSE
        wanted := OLD.cell_id;
    END IF;
    IF EXISTS (SELECT 1 FROM centres_cell WHERE id = wanted)
       AND NOT EXISTS (SELECT 1 FROM centres_evidence WHERE cell_id = wanted) THEN
        RAISE EXCEPTION 'A yes or no needs evidence: a link, or a statement and who made it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'cell_has_evidence';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER cell_has_evidence AFTER INSERT ON centres_cell
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centres_check_evidence();
CREATE CONSTRAINT TRIGGER evidence_stays_with_cell AFTER UPDATE OF cell_id OR DELETE ON centres_evidence
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION centres_check_evidence();
"""

UNDO = (
    "".join(
        f"DROP TRIGGER {name}_state_steps ON centres_{name};"
        f"DROP TRIGGER {name}_public_is_not_deleted ON centres_{name};"
        for name in PUBLISHABLE
    )
    + """
DROP FUNCTION centres_check_state();
DROP FUNCTION centres_refuse_delete();
DROP TRIGGER centre_country_is_country ON centres_centre;
DROP TRIGGER consortium_country_is_country ON centres_consortiumcountry;
DROP FUNCTION centres_check_country_level();
DROP TRIGGER consortium_country_of_member_or_claimed ON centres_consortiumcountry;
DROP TRIGGER consortium_member_keeps_countries ON centres_consortiummember;
DROP TRIGGER organisation_keeps_consortium_countries ON vocabulary_organisation;
DROP FUNCTION centres_check_consortium_countries();
DROP TRIGGER cell_is_not_rewritten ON centres_cell;
DROP FUNCTION centres_keep_cell();
DROP TRIGGER cell_has_evidence ON centres_cell;
DROP TRIGGER evidence_stays_with_cell ON centres_evidence;
DROP FUNCTION centres_check_evidence();
"""
)


class Migration(migrations.Migration):
    dependencies = [("centres", "0001_initial"), ("vocabulary", "0002_region_tree")]

    operations = [migrations.RunSQL(STATES + COUNTRIES + CELLS, UNDO)]
