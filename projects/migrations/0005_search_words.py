"""How the search reads words: folding, stemming per language, keys for sorting. No extension, no ICU, no collation.

The capitals are listed because `lower()` leaves everything beyond ASCII alone under the C locale.
"""

from django.db import migrations

CAPITALS = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐØŁĐÐĦŦŊÆŒÞẞ"
SMALL = "αβγδεζηθικλμνξοπρστυφχψωабвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґøłđðħŧŋæœþß"
PLAIN_FROM, PLAIN_TO = "øłđðħŧŋıς", "olddhtniσ"
# Composed capitals that stemming must see in lower case, with their accents kept.
ACCENTED = "ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸĀĂĄĆĈĊČĎĒĖĘĚĞĢĪĮİĶĹĻĽŃŅŇŌŐŔŖŘŚŜŞŠŢŤŪŮŰŲŴŶŹŻŽȘȚΆΈΉΊΌΎΏΪΫЙЁЇЎЃЌ"
ACCENTED_SMALL = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿāăąćĉċčďēėęěğģīįiķĺļľńņňōőŕŗřśŝşšţťūůűųŵŷźżžșțάέήίόύώϊϋйёїўѓќ"
# Decided while a query is planned. Where the server knows capitals itself, the lists above cost most of a rebuild.
KNOWS_CAPITALS = "lower('ÀŁЖΩ') = 'àłжω'"

FOLD = f"""
-- Lower case whatever the locale; accents stay. For stemmers.
CREATE FUNCTION si_lower(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN octet_length($1) = length($1) THEN lower($1)
        WHEN {KNOWS_CAPITALS} THEN lower(normalize($1, NFC))
        ELSE lower(translate(normalize($1, NFC), '{CAPITALS}{ACCENTED}', '{SMALL}{ACCENTED_SMALL}'))
    END
$$;

-- Lower case without accents: the form in which spellings meet. projects/search/folding.py says the same in Python.
CREATE FUNCTION si_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length($1) = length($1) THEN lower($1) ELSE
        replace(replace(replace(replace(
            translate(
                CASE WHEN {KNOWS_CAPITALS} THEN
                    lower(regexp_replace(normalize($1, NFKD), '[\\u0300-\\u036f]+', '', 'g'))
                ELSE
                    lower(translate(
                        regexp_replace(normalize($1, NFKD), '[\\u0300-\\u036f]+', '', 'g'), '{CAPITALS}', '{SMALL}'
                    ))
                END,
                '{PLAIN_FROM}', '{PLAIN_TO}'
            ), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
    END
$$;

-- The folded words with spaces between. Signs are named, not classed: classes depend on the locale.
CREATE FUNCTION si_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN octet_length($1) = length($1) THEN regexp_replace(lower($1), '[^a-z0-9]+', ' ', 'g') ELSE
        regexp_replace(
            si_fold($1),
            '[\\u0001-\\u002f\\u003a-\\u0060\\u007b-\\u00a9\\u00ab-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf\\u00d7\\u00f7'
                '\\u02b0-\\u036f\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u2bff\\u2e00-\\u2e7f\\u3000-\\u303f\\ufe00-\\ufe4f'
                '\\ufffd-\\uffff]+',
            ' ', 'g'
        )
    END
$$;

-- An acronym without signs: BALTSE@NIOR is found as baltsenior.
CREATE FUNCTION si_squeeze(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(si_words($1), ' ', '')
$$;

-- Every spelling of an acronym as words: as written, squeezed, with @ read as a, without a number at its end.
CREATE FUNCTION si_acronym_words(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT concat_ws(
        ' ', si_words($1), si_squeeze($1), si_squeeze(replace($1, '@', 'a')),
        si_squeeze(regexp_replace($1, '[ ._-]*[0-9][0-9.]*$', '')),
        si_squeeze(regexp_replace(replace($1, '@', 'a'), '[ ._-]*[0-9][0-9.]*$', ''))
    )
$$;

-- Sorts as readers of the language expect, compared byte by byte; vocabulary/labels.py says the same in Python.
CREATE FUNCTION si_sort_key(text, language text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT si_fold(CASE WHEN $2 = 'sv' THEN
        replace(replace(replace(replace(replace(si_lower($1), 'å', '{{a'), 'ä', '{{b'), 'ö', '{{c'), 'æ', '{{b'), 'ø', '{{c')
    ELSE $1 END)
$$;
"""

STEMS = """
CREATE AGGREGATE si_join(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '', PARALLEL = SAFE);

-- Writes si_config() from the stemmers this server has, and si_languages() from the interface languages.
-- Run again by rebuild_search after an upgrade of PostgreSQL or a new interface language.
CREATE FUNCTION si_install(interface_languages text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    branches text;
BEGIN
    SELECT string_agg(format('WHEN %L THEN %L::regconfig', language, 'pg_catalog.' || cfgname), ' ' ORDER BY language)
      INTO branches
      FROM (VALUES ('da', 'danish'), ('de', 'german'), ('el', 'greek'), ('en', 'english'), ('es', 'spanish'),
                   ('et', 'estonian'), ('fi', 'finnish'), ('fr', 'french'), ('ga', 'irish'), ('hu', 'hungarian'),
                   ('it', 'italian'), ('lt', 'lithuanian'), ('nl', 'dutch'), ('no', 'norwegian'), ('pl', 'polish'),
                   ('pt', 'portuguese'), ('ro', 'romanian'), ('ru', 'russian'), ('sr', 'serbian'), ('sv', 'swedish'),
                   ('tr', 'turkish')) AS wanted (language, stemmer)
      JOIN pg_ts_config ON cfgname = stemmer AND cfgnamespace = 'pg_catalog'::regnamespace;
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION si_config(language text) RETURNS regconfig '
        'LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L',
        'SELECT CASE $1 ' || branches || ' END'
    );
    EXECUTE format(
        'CREATE OR REPLACE FUNCTION si_languages() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L',
        format('SELECT %L::text[]', interface_languages)
    );
END $$;
SELECT si_install(ARRAY['en', 'de', 'sv']);

-- Stems of a text, each marked with its language, as :en:care. No reader's word begins with a colon, so that the
-- beginning of a word never meets a mark. Nothing for a language without a stemmer.
CREATE FUNCTION si_stems(language text, content text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN si_config($1) IS NULL OR $2 = '' THEN ''::tsvector ELSE
        replace(' ' || to_tsvector(si_config($1), si_lower($2))::text, ' ''', ' '':' || $1 || ':')::tsvector
    END
$$;

-- The same for a query; a phrase keeps its order. Stop words give an empty query.
CREATE FUNCTION si_stem_query(language text, content text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN si_config($1) IS NULL THEN ''::tsquery ELSE
        regexp_replace(
            phraseto_tsquery(si_config($1), si_lower($2))::text, '(^|[ (])''', '\\1'':' || $1 || ':', 'g'
        )::tsquery
    END
$$;
"""

UNDO = """
DROP FUNCTION si_stem_query(text, text);
DROP FUNCTION si_stems(text, text);
DROP FUNCTION si_config(text);
DROP FUNCTION si_languages();
DROP FUNCTION si_install(text[]);
DROP AGGREGATE si_join(tsvector);
DROP FUNCTION si_sort_key(text, text);
DROP FUNCTION si_acronym_words(text);
DROP FUNCTION si_squeeze(text);
DROP FUNCTION si_words(text);
DROP FUNCTION si_fold(text);
DROP FUNCTION si_lower(text);
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_search_rows")]

    operations = [migrations.RunSQL(FOLD + STEMS, UNDO)]
