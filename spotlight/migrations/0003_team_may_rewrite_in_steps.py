"""While the team rewrites, parts may be missing between two steps of the form. Records of what happened are not deleted
from under a submission, and a published one keeps its story."""

from django.conf import settings
from django.db import migrations, models


RECORDS = """
CREATE FUNCTION spotlight_keep_records() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM spotlight_submission WHERE id = OLD.submission_id) THEN
        RAISE EXCEPTION 'What happened and what was agreed to goes only together with the submission.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_keeps_records';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER submission_keeps_steps AFTER DELETE ON spotlight_step
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_keep_records();
CREATE CONSTRAINT TRIGGER submission_keeps_consents AFTER DELETE ON spotlight_consent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_keep_records();

CREATE FUNCTION spotlight_check_left_behind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM spotlight_submission s WHERE s.id = OLD.submission_id AND s.state = 'published'
        AND NOT EXISTS (SELECT 1 FROM spotlight_story y WHERE y.submission_id = s.id)
    ) THEN
        RAISE EXCEPTION 'A story and what was handed in for it are published together.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'story_agrees_with_submission';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER story_leaves_no_published_submission AFTER UPDATE OF submission_id ON spotlight_story
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION spotlight_check_left_behind();
"""

UNDO = """
DROP TRIGGER submission_keeps_steps ON spotlight_step;
DROP TRIGGER submission_keeps_consents ON spotlight_consent;
DROP FUNCTION spotlight_keep_records();
DROP TRIGGER story_leaves_no_published_submission ON spotlight_story;
DROP FUNCTION spotlight_check_left_behind();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pictures", "0003_pending"),
        ("projects", "0008_import_runs"),
        ("spotlight", "0002_rules_across_rows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_answers_three_questions",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_has_project",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_person_has_name",
        ),
        migrations.RemoveConstraint(
            model_name="submission",
            name="submission_photograph_declared",
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "changes_requested", "declined", "withdrawn"]),
                    models.Q(
                        models.Q(("meaning", ""), _negated=True),
                        models.Q(("achievement", ""), _negated=True),
                        models.Q(("why_fund", ""), _negated=True),
                        models.Q(("language", ""), _negated=True),
                        models.Q(("speaker", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="submission_answers_three_questions",
                violation_error_message="A story answers all three questions, in a language, and says who speaks.",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "changes_requested", "declined", "withdrawn"]),
                    ("project__isnull", False),
                    models.Q(("new_project", ""), _negated=True),
                    _connector="OR",
                ),
                name="submission_has_project",
                violation_error_message="A story is about a project: choose one, or name a new one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "changes_requested", "declined", "withdrawn"]),
                    models.Q(("speaker", "person"), _negated=True),
                    models.Q(("person_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="submission_person_has_name",
                violation_error_message="When a person speaks, give a name; a first name is enough.",
            ),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "changes_requested", "declined", "withdrawn"]),
                    ("picture__isnull", True),
                    ("people_shown", "none"),
                    models.Q(("people_shown", "consented"), models.Q(("people_names", ""), _negated=True)),
                    _connector="OR",
                ),
                name="submission_photograph_declared",
                violation_error_message="Say who can be recognised in the photograph and has agreed, or nobody.",
            ),
        ),
        migrations.RunSQL(RECORDS, UNDO),
    ]
