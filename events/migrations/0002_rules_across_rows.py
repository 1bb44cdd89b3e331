"""Rules that no CheckConstraint can say: they look at several rows, or at the row before the change."""

from django.db import migrations

STATES = """
CREATE FUNCTION events_check_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'published'), ('published', 'draft'), ('published', 'cancelled'), ('published', 'archived'),
        ('cancelled', 'archived'), ('archived', 'published'), ('archived', 'cancelled')
    ) THEN
        RAISE EXCEPTION 'An event cannot go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_state_steps';
    END IF;
    IF NEW.state = 'draft' AND OLD.state = 'published' AND EXISTS (
        SELECT 1 FROM events_registration WHERE event_id = NEW.id
            AND place IN ('requested', 'waiting', 'offered', 'confirmed')
    ) THEN
        RAISE EXCEPTION 'People have registered: cancel the event instead, so that they are told.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_with_people_is_not_hidden';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_state_steps BEFORE UPDATE OF state ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_check_state();

CREATE FUNCTION events_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'draft' THEN
        RAISE EXCEPTION 'An event that was public is cancelled or archived, not deleted: %.', OLD.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_public_is_not_deleted';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER event_public_is_not_deleted BEFORE DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_refuse_delete();

CREATE FUNCTION events_check_country_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.country_id IS NOT NULL AND (SELECT level FROM vocabulary_region WHERE id = NEW.country_id) <> 0 THEN
        RAISE EXCEPTION 'Choose a country here, not a region.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_country_is_country';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_country_is_country BEFORE INSERT OR UPDATE OF country_id ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_check_country_level();
CREATE TRIGGER registration_country_is_country BEFORE INSERT OR UPDATE OF country_id ON events_registration
    FOR EACH ROW EXECUTE FUNCTION events_check_country_level();
"""

CALENDAR = """
CREATE FUNCTION events_count_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.zone, NEW.precision, NEW.first_day, NEW.start_time, NEW.last_day, NEW.end_time, NEW.attendance, NEW.place,
        NEW.address, NEW.country_id, NEW.state)
       IS DISTINCT FROM
       (OLD.zone, OLD.precision, OLD.first_day, OLD.start_time, OLD.last_day, OLD.end_time, OLD.attendance, OLD.place,
        OLD.address, OLD.country_id, OLD.state) THEN
        NEW.sequence := OLD.sequence + 1;
    ELSE
        NEW.sequence := OLD.sequence;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_counts_changes BEFORE UPDATE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_count_change();
"""

PLACES = """
CREATE FUNCTION events_check_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    places integer;
    held integer;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.place <> OLD.place AND (OLD.place, NEW.place) NOT IN (
        ('unconfirmed', 'requested'), ('unconfirmed', 'waiting'), ('unconfirmed', 'confirmed'),
        ('unconfirmed', 'cancelled'), ('requested', 'confirmed'), ('requested', 'waiting'), ('requested', 'refused'),
        ('requested', 'cancelled'), ('waiting', 'offered'), ('waiting', 'confirmed'), ('waiting', 'refused'),
        ('waiting', 'cancelled'), ('offered', 'confirmed'), ('offered', 'cancelled'), ('offered', 'lapsed'),
        ('offered', 'refused'), ('confirmed', 'cancelled'), ('confirmed', 'refused')
    ) THEN
        RAISE EXCEPTION 'A registration cannot go from % to %.', OLD.place, NEW.place
            USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_place_steps';
    END IF;
    IF NEW.place IN ('offered', 'confirmed') AND (TG_OP = 'INSERT' OR OLD.place NOT IN ('offered', 'confirmed')) THEN
        -- The lock makes two that come at once count one after the other.
        SELECT capacity INTO places FROM events_event WHERE id = NEW.event_id FOR UPDATE;
        SELECT count(*) INTO held FROM events_registration
            WHERE event_id = NEW.event_id AND place IN ('offered', 'confirmed') AND id <> NEW.id;
        IF places IS NOT NULL AND held >= places THEN
            RAISE EXCEPTION 'All % places of this event are taken.', places
                USING ERRCODE = 'check_violation', CONSTRAINT = 'registration_within_capacity';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registration_place_is_free BEFORE INSERT OR UPDATE OF place ON events_registration
    FOR EACH ROW EXECUTE FUNCTION events_check_place();

CREATE FUNCTION events_check_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held integer;
BEGIN
    IF NEW.capacity IS NOT NULL THEN
        SELECT count(*) INTO held FROM events_registration
            WHERE event_id = NEW.id AND place IN ('offered', 'confirmed');
        IF held > NEW.capacity THEN
            RAISE EXCEPTION '% places are taken already; there cannot be fewer.', held
                USING ERRCODE = 'check_violation', CONSTRAINT = 'event_capacity_covers_people';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER event_capacity_covers_people BEFORE UPDATE OF capacity ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_check_capacity();
"""

UNDO = """
DROP TRIGGER event_state_steps ON events_event;
DROP FUNCTION events_check_state();
DROP TRIGGER event_public_is_not_deleted ON events_event;
DROP FUNCTION events_refuse_delete();
DROP TRIGGER event_country_is_country ON events_event;
DROP TRIGGER registration_country_is_country ON events_registration;
DROP FUNCTION events_check_country_level();
DROP TRIGGER event_counts_changes ON events_event;
DROP FUNCTION events_count_change();
DROP TRIGGER registration_place_is_free ON events_registration;
DROP FUNCTION events_check_place();
DROP TRIGGER event_capacity_covers_people ON events_event;
DROP FUNCTION events_check_capacity();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("vocabulary", "0002_region_tree")]

    operations = [migrations.RunSQL(STATES + CALENDAR + PLACES, UNDO)]
