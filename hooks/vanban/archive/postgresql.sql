-- What a PostgreSQL database (13 or newer, encoding UTF8) needs to search as the site does. How letters fold, how words
-- part, what numbers, types, terms and abbreviations mean are rows of the tables below: change a row, then run
-- SELECT vanban.reindex(). The functions only apply them.

CREATE TABLE vanban.rule (stage text, place int, pattern text, replacement text, PRIMARY KEY (stage, place));
COMMENT ON TABLE vanban.rule IS 'stage: printed (before folding), plain (after decomposing), token (a word), word (on words)';
CREATE TABLE vanban.letter (written text PRIMARY KEY, meant text NOT NULL);
CREATE TABLE vanban.synonym (given text, other text, PRIMARY KEY (given, other));
CREATE TABLE vanban.type_name (name text PRIMARY KEY, code text NOT NULL);
CREATE TABLE vanban.symbol (written text PRIMARY KEY, meant text NOT NULL);
CREATE TABLE vanban.term (written text PRIMARY KEY, roman text NOT NULL, alone boolean NOT NULL);
CREATE TABLE vanban.filler (word text PRIMARY KEY);
CREATE TABLE vanban.unit (
  id int PRIMARY KEY, url text NOT NULL, kind text NOT NULL, title text NOT NULL, text text NOT NULL,
  names text NOT NULL, code text, type text, number int, year int, date date, term text, citations int NOT NULL,
  type_words text, symbols text, name_words real, text_words int, words tsvector
);
ALTER TABLE vanban.unit ALTER words SET STORAGE MAIN;
-- What units are called, folded, to find a name typed in full or begun at length.
CREATE TABLE vanban.name (folded text COLLATE "C" NOT NULL, unit int NOT NULL);

CREATE TEXT SEARCH CONFIGURATION vanban.plain (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION vanban.plain ADD MAPPING FOR asciiword, uint WITH pg_catalog.simple;

-- The words of a text, one space between two: what to_tsvector and queries are made of.
CREATE FUNCTION vanban.words(body text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  plain text := normalize(body, NFC);
  step record;
BEGIN
  FOR step IN SELECT pattern, replacement FROM vanban.rule WHERE stage = 'printed' ORDER BY place LOOP
    plain := regexp_replace(plain, step.pattern, step.replacement, 'g');
  END LOOP;
  plain := normalize(plain, NFKD);
  FOR step IN SELECT pattern, replacement FROM vanban.rule WHERE stage = 'plain' ORDER BY place LOOP
    plain := regexp_replace(plain, step.pattern, step.replacement, 'g');
  END LOOP;
  SELECT lower(translate(plain, coalesce(string_agg(written, '' ORDER BY written), ''),
                         coalesce(string_agg(meant, '' ORDER BY written), '')) COLLATE "C")
    INTO plain FROM vanban.letter;
  SELECT string_agg(found.word[1], ' ') INTO plain
    FROM vanban.rule, LATERAL regexp_matches(plain, pattern, 'g') AS found(word) WHERE stage = 'token';
  FOR step IN SELECT pattern, replacement FROM vanban.rule WHERE stage = 'word' ORDER BY place LOOP
    plain := regexp_replace(plain, step.pattern, step.replacement, 'g');
  END LOOP;
  RETURN coalesce(plain, '');
END $$;

-- The letters of a symbol without its number, run together: 25-NQ/TW is nqtw, 11-QĐi/TW is qdtw.
CREATE FUNCTION vanban.symbols(code text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(coalesce(meant, word), '' ORDER BY place), '')
    FROM unnest(string_to_array(vanban.words(code), ' ')) WITH ORDINALITY AS found(word, place)
    LEFT JOIN vanban.symbol ON written = word
   WHERE word !~ '^[0-9]'
$$;

CREATE FUNCTION vanban.enter() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  names text := vanban.words(NEW.names);
  body text := vanban.words(NEW.text);
BEGIN
  NEW.words := setweight(to_tsvector('vanban.plain', left(names, 200000)), 'A')
    || setweight(to_tsvector('vanban.plain', left(body, 200000)), 'D');
  NEW.name_words := cardinality(string_to_array(names, ' ')) / greatest(1.0, cardinality(string_to_array(NEW.names, E'\n')));
  NEW.text_words := cardinality(string_to_array(body, ' '));
  IF NEW.code IS NOT NULL THEN
    NEW.symbols := vanban.symbols(NEW.code);
    NEW.type_words := vanban.words(NEW.type);
  END IF;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM vanban.name WHERE unit = OLD.id;
  END IF;
  INSERT INTO vanban.name
    SELECT DISTINCT left(regexp_replace(vanban.words(printed), '^ve ', ''), 500), NEW.id
      FROM unnest(string_to_array(NEW.names, E'\n')) AS printed;
  RETURN NEW;
END $$;
CREATE TRIGGER enter BEFORE INSERT OR UPDATE ON vanban.unit FOR EACH ROW EXECUTE FUNCTION vanban.enter();

-- To be called after a rule was changed.
CREATE FUNCTION vanban.reindex() RETURNS bigint LANGUAGE sql AS $$
  WITH entered AS (UPDATE vanban.unit SET id = id RETURNING 1) SELECT count(*) FROM entered
$$;

-- A run of words as a query in which every abbreviation also stands for its long form and the reverse.
-- joiner: & for words anywhere, <-> for words in a row; open: the last word may be half typed; label: A for names only.
CREATE FUNCTION vanban.query(typed text[], joiner text, open boolean, label text) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  place int := 1;
  last int := cardinality(typed);
  taken int;
  others text;
  whole text := '';
  mark text := CASE WHEN label = '' THEN '' ELSE ':' || label END;
BEGIN
  WHILE place <= last LOOP
    SELECT cardinality(run), string_agg('''' || replace(other, ' ', '''' || mark || ' <-> ''') || '''' || mark, ' | ')
      INTO taken, others
      FROM vanban.synonym, LATERAL (SELECT string_to_array(given, ' ')) AS parted(run)
     WHERE run[1] = typed[place] AND run = typed[place : place + cardinality(run) - 1]
     GROUP BY run ORDER BY 1 DESC LIMIT 1;
    taken := coalesce(taken, 1);
    whole := whole || CASE WHEN place = 1 THEN '' ELSE ' ' || joiner || ' ' END || '(' || (
      SELECT string_agg('''' || word || '''' || CASE
               WHEN open AND word ~ '^[a-z]' AND place + at - 1 = last THEN ':*' || label ELSE mark END,
               ' ' || joiner || ' ' ORDER BY at)
        FROM unnest(typed[place : place + taken - 1]) WITH ORDINALITY AS run(word, at)
    ) || coalesce(' | ' || others, '') || ')';
    place := place + taken;
  END LOOP;
  RETURN whole::tsquery;
END $$;

-- Documents asked for by number ("25 nq tw", "nghị quyết 25 khóa XI", "34/2007").
-- distance counts what was asked for and differs, by halves what is not known; topic: how many other words it holds.
CREATE FUNCTION vanban.by_number(asked text)
RETURNS TABLE (id int, distance numeric, topic bigint, citations int, issued date) LANGUAGE plpgsql STABLE SET jit = off AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
WITH token AS MATERIALIZED (
  SELECT place::int, word, coalesce(meant, word) AS letters, word ~ '^[0-9]' AS digits,
         word ~ '^(19[3-9]|20[0-9])[0-9]$' AS year, lag(word) OVER (ORDER BY place) AS before,
         EXISTS (SELECT FROM vanban.filler WHERE filler.word = found.word) AS filler
    FROM unnest(string_to_array(vanban.words(asked), ' ')) WITH ORDINALITY AS found(word, place)
    LEFT JOIN vanban.symbol ON written = word
), dated AS MATERIALIZED (
  SELECT a.place, format('%s-%s-%s', c.word, lpad(b.word, 2, '0'), lpad(a.word, 2, '0')) AS day
    FROM token a JOIN token b ON b.place = a.place + 1 JOIN token c ON c.place = a.place + 2
   WHERE a.word ~ '^([1-9]|[12][0-9]|3[01])$' AND b.word ~ '^([1-9]|1[0-2])$' AND c.year
), number AS MATERIALIZED (
  SELECT token.place, word::int AS number, type.name AS type, type.code,
         CASE WHEN type.name IS NULL THEN coalesce(previous.letters, '') ELSE '' END AS letters_before,
         slashed.year AS slashed, coalesce(following.letters, '{}') AS letters_after
    FROM token
    CROSS JOIN LATERAL (
      SELECT coalesce(' ' || string_agg(other.word, ' ' ORDER BY other.place), '') AS words FROM token other
       WHERE other.place < token.place AND NOT (other.word = 'so' AND other.place = token.place - 1)) AS earlier
    LEFT JOIN LATERAL (
      SELECT name, type_name.code FROM vanban.type_name WHERE right(earlier.words, length(name) + 1) = ' ' || name
       ORDER BY length(name) DESC LIMIT 1) AS type ON true
    LEFT JOIN LATERAL (
      SELECT other.letters FROM token other
       WHERE NOT other.digits AND right(earlier.words, length(other.word) + 1) = ' ' || other.word
         AND other.place BETWEEN token.place - 2 AND token.place - 1 ORDER BY other.place DESC LIMIT 1) AS previous ON true
    LEFT JOIN LATERAL (
      SELECT other.word::int AS year FROM token other
       WHERE other.place = token.place + 1 AND other.year AND asked ~ (token.word || '\s*/\s*' || other.word)) AS slashed ON true
    LEFT JOIN LATERAL (
      SELECT array_agg(other.letters ORDER BY other.place) AS letters FROM token other
       WHERE other.place > token.place + (slashed.year IS NOT NULL)::int AND NOT other.digits
         AND NOT EXISTS (SELECT FROM token stop WHERE stop.digits AND stop.place < other.place
                            AND stop.place > token.place + (slashed.year IS NOT NULL)::int)) AS following ON true
   WHERE digits AND length(word) < 6
     AND NOT EXISTS (SELECT FROM dated WHERE token.place BETWEEN dated.place AND dated.place + 2)
), candidate AS MATERIALIZED (
  SELECT number.*, unit.id, unit.year, unit.term, unit.date, unit.citations, unit.words,
         (number.type IS NOT NULL)::int AS typed,
         (letters_before <> '' AND symbols LIKE letters_before || '%')::int AS fits_before,
         (SELECT coalesce(max(k), 0)
            FROM generate_series(1, cardinality(letters_after)) AS k, array_to_string(letters_after[1:k], '') AS run
           WHERE length(run) > 1 AND CASE
             WHEN number.type IS NOT NULL THEN strpos(symbols, run) > 0
             WHEN letters_before <> '' AND symbols LIKE letters_before || '%' THEN symbols LIKE letters_before || run || '%'
             ELSE symbols LIKE run || '%' END) AS fits_after
    FROM number JOIN vanban.unit USING (number)
   WHERE number.type IS NULL OR type_words = number.type OR symbols LIKE number.code || '%'
), bare AS (
  SELECT count(*) FILTER (WHERE digits AND NOT year) = 1 AND count(*) < 5 AND bool_and(digits OR filler) AS alone FROM token
), judged AS MATERIALIZED (
  SELECT candidate.*, fits_before + fits_after AS fits,
         3 * typed + 3 * least(2, fits_before + fits_after) + CASE WHEN candidate.year = slashed THEN 2 ELSE 0 END
           + (alone AND number::text NOT IN (SELECT word FROM token WHERE token.year))::int AS evidence
    FROM candidate, bare
), clearest AS (
  SELECT *, max(fits) OVER (PARTITION BY place) AS most FROM judged
   WHERE evidence > 0
     AND place IN (SELECT place FROM judged WHERE evidence > 0 AND evidence = (SELECT max(evidence) FROM judged))
), asking AS (
  SELECT (SELECT min(word)::int FROM token WHERE token.year AND NOT EXISTS (
            SELECT FROM dated WHERE token.place BETWEEN dated.place AND dated.place + 2)) AS year,
         (SELECT min(roman) FROM token JOIN vanban.term ON written = word WHERE before = 'khoa' OR alone) AS term,
         (SELECT min(day) FROM dated) AS day
), distant AS (
  SELECT clearest.id, clearest.citations, clearest.date, most - fits
           + CASE WHEN asking.year IS NULL OR asking.year = clearest.year THEN 0 WHEN clearest.year IS NULL THEN 0.5 ELSE 1 END
           + CASE WHEN asking.term IS NULL OR asking.term = clearest.term THEN 0 WHEN clearest.term IS NULL THEN 0.5 ELSE 1 END
           + CASE WHEN asking.day IS NULL OR asking.day = clearest.date::text THEN 0
                  WHEN clearest.date IS NULL THEN 0.5 ELSE 1 END AS distance,
         (SELECT count(DISTINCT word) FROM token
           WHERE NOT filler AND NOT digits AND clearest.words @@ ('''' || word || '''')::tsquery) AS topic
    FROM clearest, asking
)
SELECT id, min(distance), max(topic), max(citations), max(date) FROM distant
 WHERE distance < (SELECT floor(min(distance)) + 1 FROM distant)
 GROUP BY id;
END $$;

-- Units by their text: those that hold every word; when they are few, those that hold two words in a row or a number.
-- cap bounds the work of one query: the best of the first cap are read closely.
CREATE FUNCTION vanban.by_text(asked text, most int, cap int) RETURNS TABLE (id int, score float8)
LANGUAGE plpgsql STABLE SET jit = off AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
WITH typed AS MATERIALIZED (
  SELECT split, cardinality(split) AS last, vanban.query(split, '&', true, '') AS every,
         vanban.query(split, '<->', true, '') AS in_a_row
    FROM (SELECT (string_to_array(vanban.words(asked), ' '))[1:24]) AS parted(split)
   WHERE cardinality(split) > 0
), gram AS MATERIALIZED (
  SELECT place, 1.5 AS worth, vanban.query(split[place : place + 1], '<->', place + 1 = last, '') AS query,
         vanban.query(split[place : place + 1], '<->', place + 1 = last, 'A') AS named, true AS leads
    FROM typed, generate_series(1, last - 1) AS place
  UNION ALL
  SELECT place, 1, vanban.query(split[place : place], '&', place = last, ''),
         vanban.query(split[place : place], '&', place = last, 'A'), last = 1 OR split[place] ~ '^[0-9]{3}'
    FROM typed, generate_series(1, last) AS place
), holding AS MATERIALIZED (
  SELECT unit.id, ts_rank_cd('{0.2, 0.2, 0.2, 1}', words, every, 1) AS rank
    FROM typed, vanban.unit WHERE words @@ every LIMIT cap
), partly AS MATERIALIZED (
  SELECT hit.id, place, count(*) OVER (PARTITION BY place) AS many
    FROM gram, LATERAL (SELECT unit.id FROM vanban.unit WHERE words @@ query LIMIT cap / 8) AS hit
   WHERE leads AND (SELECT count(*) FROM holding) < most
), chosen AS MATERIALIZED (
  (SELECT holding.id FROM holding ORDER BY rank DESC, holding.id LIMIT 150)
  UNION
  (SELECT partly.id FROM partly GROUP BY partly.id ORDER BY sum(ln(1 + cap / many)) DESC, partly.id LIMIT 150)
), best AS MATERIALIZED (
  -- joining an empty vector unpacks each once, not once a gram
  SELECT unit.id, words || ''::tsvector AS words, 0.5 + name_words / 28 AS name_length, 0.5 + text_words / 180.0 AS text_length
    FROM chosen JOIN vanban.unit USING (id)
), hit AS MATERIALIZED (
  SELECT best.id, words @@ in_a_row AS runs, gram.place, gram.worth,
         CASE WHEN words @@ named THEN 5 / name_length ELSE 0 END + 1 / text_length AS amount
    FROM typed, best JOIN gram ON words @@ query
), weight AS MATERIALIZED (
  SELECT place, worth, ln(1 + (SELECT count(*) FROM best) / count(*)::float8) AS idf FROM hit GROUP BY place, worth
), unknown AS (
  -- a word that none of the best holds is missed by all alike
  SELECT count(*) * ln(1 + (SELECT count(*) FROM best)) AS idf FROM gram
   WHERE worth = 1 AND place NOT IN (SELECT place FROM weight WHERE worth = 1)
)
SELECT hit.id, (sum(hit.worth * weight.idf * amount / (amount + 1.2)) * (0.15 + 0.85 * (coalesce(
         sum(weight.idf) FILTER (WHERE hit.worth = 1)
           / ((SELECT idf FROM unknown) + (SELECT sum(idf) FROM weight WHERE worth = 1)), 0)) ^ 2)
       * CASE WHEN bool_or(runs) THEN 1.5 ELSE 1 END)::float8
  FROM hit JOIN weight USING (place, worth) GROUP BY hit.id;
END $$;

-- The answer to what a reader typed: what is called so, then what has that number, then what says so.
CREATE FUNCTION vanban.search(asked text, most int DEFAULT 10, cap int DEFAULT 2000)
RETURNS TABLE (url text, kind text, title text, text text) LANGUAGE plpgsql STABLE SET jit = off AS $$
#variable_conflict use_column
DECLARE
  typed text := left(regexp_replace(vanban.words(asked), '^ve ', ''), 500);
BEGIN RETURN QUERY
WITH answer AS (
  SELECT id, 1 AS tier, row_number() OVER (ORDER BY citations DESC, id) AS rank
    FROM vanban.name JOIN vanban.unit ON unit.id = name.unit WHERE typed <> '' AND folded = typed
  UNION ALL
  SELECT id, 1, 1000 + row_number() OVER (ORDER BY citations DESC, id)
    FROM vanban.name JOIN vanban.unit ON unit.id = name.unit
   WHERE cardinality(string_to_array(typed, ' ')) > 5 AND folded >= typed AND folded < typed || '~'
  UNION ALL
  SELECT id, 2, row_number() OVER (ORDER BY distance, topic DESC, citations DESC, issued DESC NULLS LAST, id)
    FROM vanban.by_number(asked)
  UNION ALL
  SELECT id, 3, row_number() OVER (ORDER BY score DESC, id) FROM vanban.by_text(asked, most, cap)
), first AS (
  SELECT DISTINCT ON (id) id, tier, rank FROM answer ORDER BY id, tier, rank
)
SELECT unit.url, unit.kind, unit.title, unit.text FROM first JOIN vanban.unit USING (id) ORDER BY tier, rank LIMIT most;
END $$;
