"""Rules that no CheckConstraint can say: they look at several rows, or at the row before the change."""

from django.db import migrations

STATES = """
CREATE FUNCTION spotlight_check_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (
        ('draft', 'submitted'),
        ('submitted', 'changes_requested'), ('submitted', 'approved'), ('submitted', 'declined'),
        ('submitted', 'withdrawn'),
        ('changes_requested', 'submitted'), ('changes_requested', 'declined'), ('changes_requested', 'withdrawn'),
        ('approved', 'submitted'), ('approved', 'signed_off'), ('approved', 'declined'), ('approved', 'withdrawn'),
        ('signed_off', 'submitted'), ('signed_off', 'published'), ('signed_off', 'declined'),
        ('signed_off', 'withdrawn'),
        ('published', 'withdrawn'),
        ('declined', 'submitted')
    ) THEN
        RAISE EXCEPTION 'A story cannot go from % to %.', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_state_steps';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER submission_state_steps BEFORE UPDATE OF state ON spotlight_submission
    FOR EACH ROW EXECUTE FUNCTION spotlight_check_state();
"""

STEPS = """
CREATE FUNCTION spotlight_check_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM spotlight_submission s WHERE s.id = NEW.id AND s.state <> 'draft' AND NOT EXISTS (
            SELECT 1 FROM spotlight_step t
            WHERE t.submission_id = s.id AND t.after = s.state AND t.at = s.state_since
        )
    ) THEN
        RAISE EXCEPTION 'A change of state is written down with its moment and the person who made it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_change_has_step';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER submission_change_has_step
    AFTER INSERT OR UPDATE OF state, state_since ON spotlight_submission
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_check_step();

CREATE FUNCTION spotlight_keep_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What happened is not rewritten.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'step_is_kept';
END $$;
CREATE TRIGGER step_is_kept BEFORE UPDATE ON spotlight_step FOR EACH ROW EXECUTE FUNCTION spotlight_keep_step();
"""

AGREEMENT = """
CREATE FUNCTION spotlight_check_agreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted bigint;
    sent text;
    shown text;
BEGIN
    IF TG_TABLE_NAME = 'spotlight_submission' THEN
        wanted := NEW.id;
    ELSE
        wanted := NEW.submission_id;
    END IF;
    SELECT s.state, y.state INTO sent, shown
        FROM spotlight_submission s LEFT JOIN spotlight_story y ON y.submission_id = s.id WHERE s.id = wanted;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    IF (sent = 'published') <> (coalesce(shown, '') = 'published') OR (shown = 'scheduled' AND sent <> 'signed_off') THEN
        RAISE EXCEPTION 'A story and what was handed in for it are published together.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_agrees_with_submission';
    END IF;
    IF sent = 'published' AND NOT EXISTS (
        SELECT 1 FROM spotlight_consent
        WHERE submission_id = wanted AND purpose = 'story' AND withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'A story is public only while the person agrees to it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_published_with_consent';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER submission_agrees_with_story
    AFTER INSERT OR UPDATE OF state ON spotlight_submission
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_check_agreement();
CREATE CONSTRAINT TRIGGER story_agrees_with_submission
    AFTER INSERT OR UPDATE OF state, submission_id ON spotlight_story
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_check_agreement();
CREATE CONSTRAINT TRIGGER consent_carries_published_story
    AFTER UPDATE OF withdrawn_at ON spotlight_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_check_agreement();
"""

CONSENTS = """
CREATE FUNCTION spotlight_keep_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.submission_id, NEW.purpose, NEW.text, NEW.version, NEW.language, NEW.given_at)
       IS DISTINCT FROM (OLD.submission_id, OLD.purpose, OLD.text, OLD.version, OLD.language, OLD.given_at)
       OR (OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at) THEN
        RAISE EXCEPTION 'A consent stays as it was given; only its withdrawal is added, once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_is_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_is_kept BEFORE UPDATE ON spotlight_consent
    FOR EACH ROW EXECUTE FUNCTION spotlight_keep_consent();
"""

DELETION = """
CREATE FUNCTION spotlight_refuse_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'spotlight_submission' THEN
        IF OLD.state NOT IN ('draft', 'declined', 'withdrawn')
           AND NOT EXISTS (SELECT 1 FROM spotlight_erasure WHERE submission = OLD.id) THEN
            RAISE EXCEPTION 'What was handed in is declined, withdrawn or erased, not deleted: %.', OLD.reference
                USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_is_not_deleted';
        END IF;
    ELSIF OLD.state IN ('published', 'archived') THEN
        RAISE EXCEPTION 'A story that was public is archived, not deleted: %.', OLD.slug
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_public_is_not_deleted';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER submission_is_not_deleted BEFORE DELETE ON spotlight_submission
    FOR EACH ROW EXECUTE FUNCTION spotlight_refuse_delete();
CREATE TRIGGER story_public_is_not_deleted BEFORE DELETE ON spotlight_story
    FOR EACH ROW EXECUTE FUNCTION spotlight_refuse_delete();
"""

SIGNED = """
CREATE FUNCTION spotlight_keep_signed_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_off_at IS NOT NULL AND NEW.signed_off_at IS NOT DISTINCT FROM OLD.signed_off_at
       AND (NEW.language, NEW.headline, NEW.teaser, NEW.meaning, NEW.achievement, NEW.why_fund, NEW.report,
            NEW.transcript)
       IS DISTINCT FROM (OLD.language, OLD.headline, OLD.teaser, OLD.meaning, OLD.achievement, OLD.why_fund,
            OLD.report, OLD.transcript) THEN
        RAISE EXCEPTION 'This text was signed off as it is; take the story back to reading before you change it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_text_signed_words_stay';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER story_text_signed_words_stay BEFORE UPDATE ON spotlight_storytext
    FOR EACH ROW EXECUTE FUNCTION spotlight_keep_signed_words();
"""

UNDO = """
DROP TRIGGER submission_state_steps ON spotlight_submission;
DROP FUNCTION spotlight_check_state();
DROP TRIGGER submission_change_has_step ON spotlight_submission;
DROP FUNCTION spotlight_check_step();
DROP TRIGGER step_is_kept ON spotlight_step;
DROP FUNCTION spotlight_keep_step();
DROP TRIGGER submission_agrees_with_story ON spotlight_submission;
DROP TRIGGER story_agrees_with_submission ON spotlight_story;
DROP TRIGGER consent_carries_published_story ON spotlight_consent;
DROP FUNCTION spotlight_check_agreement();
DROP TRIGGER consent_is_kept ON spotlight_consent;
DROP FUNCTION spotlight_keep_consent();
DROP TRIGGER submission_is_not_deleted ON spotlight_submission;
DROP TRIGGER story_public_is_not_deleted ON spotlight_story;
DROP FUNCTION spotlight_refuse_delete();
DROP TRIGGER story_text_signed_words_stay ON spotlight_storytext;
DROP FUNCTION spotlight_keep_signed_words();
"""


class Migration(migrations.Migration):
    dependencies = [("spotlight", "0001_initial")]

    operations = [migrations.RunSQL(STATES + STEPS + AGREEMENT + CONSENTS + DELETION + SIGNED, UNDO)]
