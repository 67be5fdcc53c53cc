"""The search with PostgreSQL and pg_trgm, asked as a good practitioner would."""
import re

CREATE = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE TABLE {table} (
  id text NOT NULL, name text NOT NULL, birth date, birth_year int);
\\copy {table} (id, name, birth) from '{rows}' with (format csv, header, force_not_null (name))
UPDATE {table} SET birth_year = coalesce(extract(year from birth)::int, 0);
VACUUM FULL {table};
"""
INDEX = """
CREATE INDEX ON {table} USING gin (name gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX ON {table} (birth_year);
VACUUM ANALYZE {table};
"""
SIZES = """
SELECT pg_table_size('{table}'), pg_indexes_size('{table}');
"""

# The names' likeness, and a bonus for a birth that agrees: as much as a letter
# or two. A birth that is missing on either side gives none.
BONUS = """ + CASE WHEN birth = $2 THEN 0.3
      WHEN birth_year = extract(year from $2)::int THEN 0.15
      WHEN abs(birth_year - extract(year from $2)::int) = 1 THEN 0.1 ELSE 0 END"""
# The year asked for, those beside it, and no year. Any year if none is asked
# for.
NEAR = """ AND ($2 IS NULL OR birth_year = ANY (ARRAY[0,
      extract(year from $2)::int - 1, extract(year from $2)::int,
      extract(year from $2)::int + 1]))"""
STATEMENT = """PREPARE ask (text, date) AS SELECT id FROM {table}
    WHERE name % $1{where} ORDER BY similarity(name, $1){bonus} DESC LIMIT 10;
SET pg_trgm.similarity_threshold = {threshold};
"""

# Names as they were written, and as ICU romanises them.
WRITTEN, ROMANISED = "written", "romanised"

# How it can be asked: what is shown -> what may stand in STATEMENT. 0.3 is the
# default threshold; a higher one is faster and finds less.
STRATEGIES = {
    "name, .3": {"table": WRITTEN, "where": "", "bonus": "", "threshold": 0.3},
    "birth, .3": {"table": WRITTEN, "where": "", "bonus": BONUS, "threshold": 0.3},
    "years, .4": {"table": WRITTEN, "where": NEAR, "bonus": BONUS, "threshold": 0.4},
    "years, .5": {"table": WRITTEN, "where": NEAR, "bonus": BONUS, "threshold": 0.5},
    "romanised, .3": {"table": ROMANISED, "where": "", "bonus": BONUS, "threshold": 0.3},
}

TIME = re.compile(r"^Time: ([0-9.]+) ms")


def literal(text):
    """`text` as SQL writes it; an empty one is NULL."""
    return "'" + text.replace("'", "''") + "'" if text else "NULL"


def script(strategy, questions):
    """What psql is told, to time each question by itself."""
    asks = "".join(f"EXECUTE ask({literal(name)}, {literal(birth)});\n"
                   for _, name, birth in questions)
    return STATEMENT.format(**STRATEGIES[strategy]) + "\\timing on\n" + asks


def parse(output, questions):
    """The ids found for each question, best first, and its milliseconds."""
    found, times, ids = {}, [], []
    for line in output.splitlines():
        timed = TIME.match(line)
        if not timed:
            ids.append(line)
            continue
        found[questions[len(times)][0]] = ids
        times.append(float(timed.group(1)))
        ids = []
    if len(times) != len(questions):
        raise ValueError(f"{len(times)} answers to {len(questions)} questions")
    return found, times


def load(cluster, table, rows):
    """Fills the table from the file `rows`, and makes the indexes."""
    cluster.psql(CREATE.format(table=table, rows=rows))
    cluster.psql(INDEX.format(table=table))


def memory_bytes(cluster, table):
    """Of the table and its indexes, which all fit in shared buffers."""
    return sum(int(size) for size in cluster.psql(SIZES.format(table=table)).split())


def search(cluster, strategy, questions):
    """As parse(). The first 50 are asked before, so that nothing is cold."""
    cluster.psql(script(strategy, questions[:50]))
    return parse(cluster.psql(script(strategy, questions)), questions)
