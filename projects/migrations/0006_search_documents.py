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

-- Marks of themes and the like, as :theme_3; each with a weight, so that ranking sees them.
CREATE FUNCTION si_marks(kind text, ids bigint[], weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(string_agg(format('%L:1%s', format(':%s_%s', $1, id), $3), ' '), '')::tsvector FROM unnest($2) AS id
$$;

CREATE FUNCTION si_build_vectors(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH built AS MATERIALIZED (
        SELECT
            p.id,
            setweight(to_tsvector('simple', si_acronym_words(p.acronym)), 'A') || coalesce(texts.titles, '')
            || si_marks('theme', d.themes, 'B') || si_marks('programme', array_remove(ARRAY[d.programme], NULL), 'B')
            AS head,
            coalesce(texts.bodies, '') || coalesce(setweight(to_tsvector('simple', si_words(names.list)), 'D'), '')
            || si_marks('region', d.regions, 'D') || si_marks('macro', d.macros, 'D') AS body
        FROM projects_project p
        JOIN projects_projectdocument d ON d.project_id = p.id
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
            SELECT string_agg(name, '. ' ORDER BY name) AS list FROM (
                SELECT concat_ws('. ', o.name, nullif(array_to_string(o.other_names, '. '), '')) AS name
                FROM projects_partnership s JOIN vocabulary_organisation o ON o.id = s.organisation_id
                WHERE s.project_id = p.id
                UNION ALL SELECT name FROM projects_projectplace WHERE project_id = p.id
            ) AS every
        ) AS names
        WHERE p.id = ANY (ids)
    )
    INSERT INTO projects_projectvector AS kept (project_id, head, vector)
    SELECT id, head, head || body FROM built
    ON CONFLICT (project_id) DO UPDATE SET head = excluded.head, vector = excluded.vector
    WHERE kept.vector <> excluded.vector OR kept.head <> excluded.head
$$;

-- The words of some vectors, given by a query. Words are only ever added; what a reader is offered is checked against
-- published profiles.
CREATE FUNCTION si_collect_words(source text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO projects_searchword (word)
    SELECT found.word FROM ts_stat($1) AS found
    WHERE length(found.word) BETWEEN 3 AND 40 AND found.word ~ '^[a-z0-9\\u0080-\\uffff]+$' AND found.word ~ '[^0-9]'
      AND NOT EXISTS (SELECT 1 FROM projects_searchword known WHERE known.word = found.word)
$$;

-- Names in every language, folded and as stems; those of regions belong to no language.
CREATE FUNCTION si_build_names(kind text, ids bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH named (mark, language, name) AS (
        SELECT ':theme_' || id, '', name FROM vocabulary_theme WHERE $1 = 'theme' AND id = ANY ($2)
        UNION ALL
        SELECT ':theme_' || theme_id, language, concat_ws('. ', label, nullif(array_to_string(synonyms, '. '), ''))
        FROM vocabulary_themelabel WHERE $1 = 'theme' AND theme_id = ANY ($2)
        UNION ALL
        SELECT ':programme_' || id, 'en', name FROM vocabulary_programme WHERE $1 = 'programme' AND id = ANY ($2)
        UNION ALL
        SELECT ':programme_' || programme_id, '', name
        FROM vocabulary_programmealias WHERE $1 = 'programme' AND programme_id = ANY ($2)
        UNION ALL
        SELECT ':region_' || id, '', name FROM vocabulary_region WHERE $1 = 'region' AND id = ANY ($2)
        UNION ALL
        SELECT ':macro_' || id, '', acronym FROM vocabulary_macroregion WHERE $1 = 'macro' AND id = ANY ($2)
        UNION ALL
        SELECT ':macro_' || macro_region_id, language, label
        FROM vocabulary_macroregionlabel WHERE $1 = 'macro' AND macro_region_id = ANY ($2)
    ), gone AS (
        DELETE FROM projects_searchname
        WHERE mark IN (SELECT format(':%s_%s', $1, id) FROM unnest($2) AS id) AND mark NOT IN (SELECT mark FROM named)
    )
    INSERT INTO projects_searchname (mark, words)
    SELECT mark, si_join(si_stems(language, name) || to_tsvector('simple', si_words(name)) ORDER BY language, name)
    FROM named GROUP BY mark
    ON CONFLICT (mark) DO UPDATE SET words = excluded.words;
    SELECT si_collect_words(format(
        'SELECT words FROM projects_searchname WHERE mark = ANY (%L)',
        ARRAY(SELECT format(':%s_%s', $1, id) FROM unnest($2) AS id)
    ))
$$;

CREATE FUNCTION si_build_all_names() RETURNS void LANGUAGE sql AS $$
    SELECT si_build_names('theme', ARRAY(SELECT id FROM vocabulary_theme));
    SELECT si_build_names('programme', ARRAY(SELECT id FROM vocabulary_programme));
    SELECT si_build_names('region', ARRAY(SELECT id FROM vocabulary_region));
    SELECT si_build_names('macro', ARRAY(SELECT id FROM vocabulary_macroregion));
$$;

-- A query widened by the marks of what it names: a search for "older people" also means the theme of that name.
CREATE FUNCTION si_with_names(query tsquery) RETURNS tsquery LANGUAGE sql STABLE AS $$
    SELECT $1 || coalesce((
        SELECT string_agg(quote_literal(mark), ' | ')::tsquery FROM projects_searchname WHERE words @@ $1
    ), ''::tsquery)
$$;

CREATE FUNCTION si_rebuild_rows(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    -- A statement of its own: the ones below then see what the transaction we waited for has committed.
    PERFORM 1 FROM projects_projectdocument WHERE project_id = ANY (ids) ORDER BY project_id FOR NO KEY UPDATE;
    PERFORM si_build_documents(ids);
    PERFORM si_build_vectors(ids);
END $$;

CREATE FUNCTION si_rebuild(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM si_rebuild_rows(ids);
    PERFORM si_collect_words(format('SELECT vector FROM projects_projectvector WHERE project_id = ANY (%L)', ids));
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

-- Only the owner of an index may tidy it, and the portal's role need not be the owner.
CREATE FUNCTION si_tidy_words() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT
    SET maintenance_work_mem = '256MB' AS $$
    SELECT gin_clean_pending_list('project_words_all'::regclass);
    SELECT gin_clean_pending_list('project_words_head'::regclass);
$$;

-- Rebuilds what this transaction has noted. Runs by itself before commit. Building the
-- words of 30,000 projects in one call took 34 s with PostgreSQL's own limit of 4 MB and 19 s with a large one.
CREATE FUNCTION si_settle() RETURNS void LANGUAGE plpgsql
    SET work_mem = '256MB' SET gin_pending_list_limit = '256MB' AS $$
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
        PERFORM si_rebuild_rows(chunk);
    END LOOP;
    PERFORM si_collect_words(format('SELECT vector FROM projects_projectvector WHERE project_id = ANY (%L)', ids));
    IF cardinality(ids) > 1000 THEN
        PERFORM si_tidy_words();
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
DROP FUNCTION si_tidy_words();
DROP FUNCTION si_touch(bigint[]);
DROP FUNCTION si_rebuild(bigint[]);
DROP FUNCTION si_rebuild_rows(bigint[]);
DROP FUNCTION si_with_names(tsquery);
DROP FUNCTION si_build_all_names();
DROP FUNCTION si_build_names(text, bigint[]);
DROP FUNCTION si_collect_words(text);
DROP FUNCTION si_build_vectors(bigint[]);
DROP FUNCTION si_marks(text, bigint[], text);
DROP FUNCTION si_build_documents(bigint[]);
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_search_words"), ("vocabulary", "0003_other_names_of_organisations")]

    operations = [migrations.RunSQL(BUILD, UNDO)]
