"""How a search row is built: one set-based function, and the doors to it.

Every rebuild takes a shared lock, every change of a vocabulary the exclusive one. Without it a profile that gains a theme
while the theme is being renamed would keep the old name: neither transaction sees the other's row.
"""

from django.db import migrations

LOCK = 7_433_001

BUILD = f"""
-- Out of line and uncompressed: the heap that a search walks stays small, and ranking reads without unpacking.
ALTER TABLE projects_projectvector ALTER COLUMN head SET STORAGE EXTERNAL, ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE projects_projectvector SET (toast_tuple_target = 128);

CREATE FUNCTION si_build_documents(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO projects_projectdocument AS kept (
        project_id, is_public, published_at, acronym_key, languages, regions, macros, themes,
        period, programme, strand, targets, kinds, starts, ends, budget, sort_keys
    )
    SELECT
        p.id, p.state = 'published', p.published_at, left(si_squeeze(p.acronym), 400),
        ARRAY(SELECT t.language FROM projects_projecttext t WHERE t.project_id = p.id ORDER BY 1),
        ARRAY(
            SELECT DISTINCT step.id
            FROM (
                SELECT country_id AS id FROM projects_projectcountry WHERE project_id = p.id
                UNION SELECT region_id FROM projects_projectplace WHERE project_id = p.id
                UNION SELECT place_id FROM projects_partnership WHERE project_id = p.id
            ) AS own
            JOIN vocabulary_region r0 ON r0.id = own.id
            LEFT JOIN vocabulary_region r1 ON r1.id = r0.parent_id
            LEFT JOIN vocabulary_region r2 ON r2.id = r1.parent_id
            LEFT JOIN vocabulary_region r3 ON r3.id = r2.parent_id
            CROSS JOIN LATERAL unnest(ARRAY[r0.id, r1.id, r2.id, r3.id]) AS step (id)
            WHERE step.id IS NOT NULL ORDER BY 1
        ),
        ARRAY(
            SELECT macroregion_id FROM vocabulary_programme_macro_regions WHERE programme_id = p.programme_id
            UNION SELECT macro_region_id FROM projects_projectmacroregion WHERE project_id = p.id ORDER BY 1
        ),
        ARRAY(SELECT tag_id FROM projects_projecttheme WHERE content_object_id = p.id ORDER BY 1),
        g.period_id, g.id, coalesce(g.strand, ''),
        ARRAY(SELECT group_id FROM projects_projecttargetgroup WHERE project_id = p.id ORDER BY 1),
        p.innovation_kinds, p.start_date, p.end_date, p.total_budget,
        ARRAY(
            SELECT si_sort_key(ltrim(concat_ws(' ', nullif(p.acronym, ''), (
                SELECT t.title FROM projects_projecttext t WHERE t.project_id = p.id AND t.title <> ''
                ORDER BY t.language <> reader.language, t.language <> p.original_language, t.language LIMIT 1
            )), ' +-.,;:!?"“”„''()[]#@'), reader.language)
            FROM unnest(si_languages()) WITH ORDINALITY AS reader (language, place) ORDER BY reader.place
        )
    FROM projects_project p LEFT JOIN vocabulary_programme g ON g.id = p.programme_id
    WHERE p.id = ANY (ids)
    ON CONFLICT (project_id) DO UPDATE SET (
        is_public, published_at, acronym_key, languages, regions, macros, themes,
        period, programme, strand, targets, kinds, starts, ends, budget, sort_keys
    ) = (
        excluded.is_public, excluded.published_at, excluded.acronym_key, excluded.languages, excluded.regions,
        excluded.macros, excluded.themes, excluded.period, excluded.programme, excluded.strand, excluded.targets,
        excluded.kinds, excluded.starts, excluded.ends, excluded.budget, excluded.sort_keys
    )
    WHERE to_jsonb(kept) <> to_jsonb(excluded)
$$;

CREATE FUNCTION si_build_vectors(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH theme_words AS MATERIALIZED (
        -- Once per theme, not once per project.
        SELECT theme.id, setweight(to_tsvector('simple', si_words(theme.name)) || coalesce((
            SELECT si_join(
                si_stems(l.language, l.label || '. ' || array_to_string(l.synonyms, '. '))
                || to_tsvector('simple', si_words(l.label || '. ' || array_to_string(l.synonyms, '. ')))
                ORDER BY l.language
            ) FROM vocabulary_themelabel l WHERE l.theme_id = theme.id
        ), ''), 'B') || array_to_tsvector(ARRAY[':theme_' || theme.id]) AS words
        FROM vocabulary_theme theme
        WHERE theme.id IN (SELECT tag_id FROM projects_projecttheme WHERE content_object_id = ANY (ids))
    ), programme_words AS MATERIALIZED (
        SELECT g.id, setweight(si_stems('en', g.name) || to_tsvector('simple', si_words(g.name || coalesce((
            SELECT string_agg('. ' || a.name, '' ORDER BY a.name)
            FROM vocabulary_programmealias a WHERE a.programme_id = g.id
        ), ''))), 'B') AS words
        FROM vocabulary_programme g
        WHERE g.id IN (SELECT programme_id FROM projects_project WHERE id = ANY (ids))
    ), built AS (
        SELECT
            p.id,
            setweight(to_tsvector('simple', si_acronym_words(p.acronym)), 'A')
            || coalesce(texts.titles, '') || coalesce(themes.words, '') || coalesce(g.words, '') AS head,
            coalesce(texts.bodies, '') || coalesce(setweight(to_tsvector('simple', si_words(names.list)), 'D'), '')
            || array_to_tsvector(ARRAY(
                SELECT ':region_' || unnest(d.regions) UNION SELECT ':macro_' || unnest(d.macros)
            )) AS body
        FROM projects_project p
        JOIN projects_projectdocument d ON d.project_id = p.id
        LEFT JOIN programme_words g ON g.id = p.programme_id
        CROSS JOIN LATERAL (
            SELECT
                si_join(setweight(
                    si_stems(t.language, t.title) || to_tsvector('simple', si_words(t.title)), 'A'
                ) ORDER BY t.language) AS titles,
                si_join(setweight(
                    si_stems(t.language, t.body) || to_tsvector('simple', si_words(t.body)), 'C'
                ) ORDER BY t.language) AS bodies
            FROM (
                SELECT language, title, concat_ws(
                    E'\\n', summary, why, target_group, expected_results, results, effect, reusable, not_worked
                ) AS body
                FROM projects_projecttext WHERE project_id = p.id
            ) AS t
        ) AS texts
        CROSS JOIN LATERAL (
            SELECT si_join(w.words ORDER BY w.id) AS words
            FROM projects_projecttheme r JOIN theme_words w ON w.id = r.tag_id WHERE r.content_object_id = p.id
        ) AS themes
        CROSS JOIN LATERAL (
            SELECT string_agg(name, '. ' ORDER BY name) AS list FROM (
                SELECT o.name FROM projects_partnership s JOIN vocabulary_organisation o ON o.id = s.organisation_id
                WHERE s.project_id = p.id
                UNION ALL SELECT name FROM projects_projectplace WHERE project_id = p.id
                UNION ALL SELECT name FROM vocabulary_region WHERE id = ANY (d.regions)
            ) AS every
        ) AS names
        WHERE p.id = ANY (ids)
    )
    INSERT INTO projects_projectvector AS kept (project_id, head, vector)
    SELECT id, head, head || body FROM built
    ON CONFLICT (project_id) DO UPDATE SET head = excluded.head, vector = excluded.vector
    WHERE kept.vector <> excluded.vector OR kept.head <> excluded.head
$$;

-- Words are only ever added; what a reader is offered is checked against published profiles.
CREATE FUNCTION si_collect_words(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO projects_searchword (word)
    SELECT found.word
    FROM ts_stat(format('SELECT vector FROM projects_projectvector WHERE project_id = ANY (%L)', ids)) AS found
    WHERE length(found.word) BETWEEN 3 AND 40 AND found.word ~ '^[a-z0-9\\u0080-\\uffff]+$' AND found.word ~ '[^0-9]'
      AND NOT EXISTS (SELECT 1 FROM projects_searchword known WHERE known.word = found.word)
$$;

CREATE FUNCTION si_rebuild(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    -- A statement of its own: the ones below then see what the transaction we waited for has committed.
    PERFORM 1 FROM projects_projectdocument WHERE project_id = ANY (ids) ORDER BY project_id FOR NO KEY UPDATE;
    PERFORM si_build_documents(ids);
    PERFORM si_build_vectors(ids);
    PERFORM si_collect_words(ids);
END $$;

-- Rebuilds now, or notes the projects while a bulk load runs (`SET LOCAL si.bulk = 'on'`).
CREATE FUNCTION si_touch(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(ids) = 0 OR ids IS NULL THEN
        RETURN;
    ELSIF current_setting('si.bulk', true) = 'on' THEN
        INSERT INTO projects_searchpending (project_ids) VALUES (ids);
    ELSE
        PERFORM si_rebuild(ids);
    END IF;
END $$;

-- Rebuilds what this transaction has noted. Runs by itself before commit.
CREATE FUNCTION si_settle() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    ids bigint[];
    chunk bigint[];
BEGIN
    WITH noted AS (
        DELETE FROM projects_searchpending WHERE xid = pg_current_xact_id() RETURNING project_ids
    )
    SELECT array_agg(DISTINCT id ORDER BY id) INTO ids FROM noted, unnest(project_ids) AS id;
    FOR start IN 1 .. coalesce(cardinality(ids), 0) BY 1000 LOOP
        chunk := ids[start : start + 999];
        PERFORM si_rebuild(chunk);
    END LOOP;
    IF cardinality(ids) > 1000 THEN
        PERFORM gin_clean_pending_list('project_words_all'::regclass);
        PERFORM gin_clean_pending_list('project_words_head'::regclass);
    END IF;
END $$;

CREATE FUNCTION si_settle_on_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM si_settle();
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER search_pending_settles AFTER INSERT ON projects_searchpending
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION si_settle_on_commit();
"""

UNDO = """
DROP TRIGGER search_pending_settles ON projects_searchpending;
DROP FUNCTION si_settle_on_commit();
DROP FUNCTION si_settle();
DROP FUNCTION si_touch(bigint[]);
DROP FUNCTION si_rebuild(bigint[]);
DROP FUNCTION si_collect_words(bigint[]);
DROP FUNCTION si_build_vectors(bigint[]);
DROP FUNCTION si_build_documents(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_search_words"), ("vocabulary", "0002_region_tree")]

    operations = [migrations.RunSQL(BUILD, UNDO)]
