"""What keeps the search current: one trigger function, told per table which columns count and whose projects they touch.

In a query below `rows` are the rows that changed. Whatever writes the tables (admin, `update()`, SQL by hand) is seen.
"""

from django.db import migrations

LOCK = 7_433_001

# table: (columns that count, query of the projects touched)
PARTS = {
    "projects_project": (
        (
            "id, acronym, original_language, programme_id, start_date, end_date, total_budget, innovation_kinds, state,"
            " published_at"
        ),
        "SELECT id FROM rows",
    ),
    "projects_projecttext": (
        (
            "project_id, language, title, summary, why, target_group, expected_results, results, effect, reusable,"
            " not_worked"
        ),
        "SELECT project_id FROM rows",
    ),
    "projects_projectcountry": ("project_id, country_id", "SELECT project_id FROM rows"),
    "projects_projectplace": ("project_id, region_id, name", "SELECT project_id FROM rows"),
    "projects_partnership": ("project_id, organisation_id, place_id", "SELECT project_id FROM rows"),
    "projects_projectmacroregion": ("project_id, macro_region_id", "SELECT project_id FROM rows"),
    "projects_projecttargetgroup": ("project_id, group_id", "SELECT project_id FROM rows"),
    "projects_projecttheme": ("content_object_id, tag_id", "SELECT content_object_id FROM rows"),
    "vocabulary_organisation": (
        "id, name, other_names",
        "SELECT project_id FROM projects_partnership WHERE organisation_id IN (SELECT id FROM rows)",
    ),
}

# The same for the lists every process keeps a copy of; a change of them is logged as such. Third: whose names to build,
# as kind and column.
VOCABULARY = {
    "vocabulary_theme": ("id, name, slug", "", ("theme", "id")),
    "vocabulary_themelabel": ("theme_id, language, label, synonyms", "", ("theme", "theme_id")),
    "vocabulary_programme": (
        "id, name, slug, period_id, strand",
        "SELECT id FROM projects_project WHERE programme_id IN (SELECT id FROM rows)",
        ("programme", "id"),
    ),
    "vocabulary_programmealias": ("programme_id, name", "", ("programme", "programme_id")),
    "vocabulary_programme_macro_regions": (
        "programme_id, macroregion_id",
        "SELECT id FROM projects_project WHERE programme_id IN (SELECT programme_id FROM rows)",
        None,
    ),
    "vocabulary_region": (
        "id, code, name, level, parent_id",
        "SELECT project_id FROM projects_projectdocument WHERE regions && ARRAY(SELECT id FROM rows)",
        ("region", "id"),
    ),
    "vocabulary_fundingperiod": ("id, slug, name, start_year, end_year", "", None),
    "vocabulary_macroregion": ("id, slug, acronym", "", ("macro", "id")),
    "vocabulary_macroregionlabel": ("macro_region_id, language, label", "", ("macro", "macro_region_id")),
    "vocabulary_targetgroup": ("id, slug", "", None),
    "vocabulary_targetgrouplabel": ("group_id, language, label", "", None),
}

# A new row of these is not referred to by anything yet, so its insertion locks and rebuilds nothing.
UNREFERRED = {
    "vocabulary_organisation",
    "vocabulary_theme",
    "vocabulary_programme",
    "vocabulary_region",
    "vocabulary_fundingperiod",
    "vocabulary_macroregion",
    "vocabulary_targetgroup",
}

FUNCTIONS = f"""
-- Arguments: kind (part, shared, vocabulary), columns that count, query of the projects touched, and for a vocabulary
-- with names their kind and the column of their keys.
CREATE FUNCTION si_on_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP
        WHEN 'INSERT' THEN format('SELECT %s FROM new_rows', TG_ARGV[1])
        WHEN 'DELETE' THEN format('SELECT %s FROM old_rows', TG_ARGV[1])
        ELSE format(
            '(SELECT %1$s FROM new_rows EXCEPT SELECT %1$s FROM old_rows) UNION ALL '
            '(SELECT %1$s FROM old_rows EXCEPT SELECT %1$s FROM new_rows)', TG_ARGV[1]
        )
    END;
    anything boolean;
    ids bigint[];
BEGIN
    EXECUTE format('SELECT EXISTS (%s)', changed) INTO anything;
    IF NOT anything THEN
        RETURN NULL;
    END IF;
    IF TG_ARGV[0] = 'vocabulary' THEN
        INSERT INTO projects_searchchange (project_id) SELECT NULL WHERE NOT EXISTS (
            SELECT 1 FROM projects_searchchange WHERE xid = pg_current_xact_id() AND project_id IS NULL
        );
    END IF;
    IF TG_ARGV[0] <> 'part' AND (TG_ARGV[2] <> '' OR TG_OP <> 'INSERT' OR TG_ARGV[4] <> 'id') THEN
        PERFORM pg_advisory_xact_lock({LOCK});
    END IF;
    IF TG_ARGV[3] <> '' THEN
        EXECUTE format('SELECT ARRAY(SELECT DISTINCT %I FROM (%s) AS rows)', TG_ARGV[4], changed) INTO ids;
        PERFORM si_build_names(TG_ARGV[3], ids);
    END IF;
    IF TG_ARGV[2] <> '' THEN
        EXECUTE format('WITH rows AS (%s) SELECT ARRAY(SELECT DISTINCT * FROM (%s) AS touched (id) ORDER BY 1)',
                       changed, TG_ARGV[2]) INTO ids;
        PERFORM si_touch(ids);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION si_on_project_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM projects_projectvector WHERE project_id IN (SELECT id FROM old_rows);
    DELETE FROM projects_projectdocument WHERE project_id IN (SELECT id FROM old_rows);
    RETURN NULL;
END $$;

-- Many rows at once, as after an import, are one line: every process then reads all anew.
CREATE FUNCTION si_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    many boolean;
BEGIN
    EXECUTE format('SELECT count(*) >= 500 FROM %I', TG_ARGV[0]) INTO many;
    IF many THEN
        INSERT INTO projects_searchchange (everything) SELECT true WHERE NOT EXISTS (
            SELECT 1 FROM projects_searchchange WHERE xid = pg_current_xact_id() AND everything
        );
    ELSE
        EXECUTE format(
            'INSERT INTO projects_searchchange (project_id) SELECT DISTINCT project_id FROM %I AS r WHERE NOT EXISTS ('
            'SELECT 1 FROM projects_searchchange c WHERE c.xid = pg_current_xact_id() AND c.project_id = r.project_id)',
            TG_ARGV[0]
        );
    END IF;
    RETURN NULL;
END $$;

-- A source table was emptied: build every row anew and let every process forget its copy.
CREATE FUNCTION si_on_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM projects_projectvector v WHERE NOT EXISTS (SELECT 1 FROM projects_project WHERE id = v.project_id);
    DELETE FROM projects_projectdocument d WHERE NOT EXISTS (SELECT 1 FROM projects_project WHERE id = d.project_id);
    DELETE FROM projects_searchname;
    PERFORM si_build_all_names();
    PERFORM si_touch(ARRAY(SELECT id FROM projects_project ORDER BY id));
    INSERT INTO projects_searchchange (everything) VALUES (true);
    RETURN NULL;
END $$;

CREATE FUNCTION si_log_everything() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO projects_searchchange (everything) VALUES (true);
    RETURN NULL;
END $$;
"""

NEW, OLD = "REFERENCING NEW TABLE AS new_rows", "REFERENCING OLD TABLE AS old_rows"


def watch(table: str, event: str, function: str, name: str = "search") -> str:
    """One statement-level trigger; transition tables allow one event each."""
    tables = {"INSERT": NEW, "UPDATE": f"{NEW} OLD TABLE AS old_rows", "DELETE": OLD, "TRUNCATE": ""}[event]
    return (
        f"CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} {tables}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function};\n"
    )


def triggers() -> str:
    lines = []
    every = {table: (*found, None) for table, found in PARTS.items()} | VOCABULARY
    for table, (columns, touched, names) in every.items():
        kind = "vocabulary" if table in VOCABULARY else "shared" if table == "vocabulary_organisation" else "part"
        names_kind, names_column = names or ("", "")
        for event in ("INSERT", "UPDATE", "DELETE"):
            if table == "projects_project" and event == "DELETE":
                lines.append(watch(table, event, "si_on_project_delete()"))
                continue
            query = "" if event == "INSERT" and table in UNREFERRED else touched
            if kind == "vocabulary" or query:
                arguments = f"'{kind}', '{columns}', '{query}', '{names_kind}', '{names_column}'"
                lines.append(watch(table, event, f"si_on_change({arguments})"))
        lines.append(watch(table, "TRUNCATE", "si_on_truncate()"))
    lines.append(watch("projects_projectdocument", "INSERT", "si_log_change('new_rows')", "search_log"))
    lines.append(watch("projects_projectdocument", "UPDATE", "si_log_change('new_rows')", "search_log"))
    lines.append(watch("projects_projectdocument", "DELETE", "si_log_change('old_rows')", "search_log"))
    lines.extend(
        watch(table, "TRUNCATE", "si_log_everything()", "search_log")
        for table in ("projects_projectdocument", "projects_projectvector", "projects_searchchange")
    )
    return "".join(lines)


UNDO = """
DROP FUNCTION si_on_change() CASCADE;
DROP FUNCTION si_on_project_delete() CASCADE;
DROP FUNCTION si_log_change() CASCADE;
DROP FUNCTION si_on_truncate() CASCADE;
DROP FUNCTION si_log_everything() CASCADE;
"""

# Rows that were there before the triggers.
FILL = "SELECT si_build_all_names(); SELECT si_rebuild(ARRAY(SELECT id FROM projects_project ORDER BY id));"


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_search_documents"), ("vocabulary", "0002_region_tree")]

    operations = [
        migrations.RunSQL(FUNCTIONS + triggers(), UNDO),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
