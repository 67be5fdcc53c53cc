"""Persons whose names are written in several scripts, among generated ones.

Rows and questions are (id, name, birth): one text for the whole name, and a
birth as yyyy-mm-dd or "". The person who is asked for has the question's id,
and what stands before the last "-" of the id is the population.
"""
import csv
import importlib.util
import random

# The populations besides "latin", which tests/matching:generate_persons makes:
# name -> how the name is asked, how it is held.
POPULATIONS = {
    "spelling": ("latin", "latin"),
    "arabic-latin": ("native", "latin"),
    "latin-arabic": ("latin", "native"),
    "ethiopic-latin": ("native", "latin"),
    "latin-ethiopic": ("latin", "native"),
    "cyrillic-latin": ("native", "latin"),
    "latin-cyrillic": ("latin", "native"),
}
LATIN = ("latin", "spelling")
SCRIPTS = tuple(name for name in POPULATIONS if name not in LATIN)
CULTURES = ("arabic", "ethiopic", "cyrillic")

QUESTIONS = 250  # Of each population of POPULATIONS.
GENERATED_QUESTIONS = 1000  # Of "latin".
EVERY = 20  # One row in so many has a name of CULTURES; never one in ten,
OFFSET = 5  # which generate_persons makes of the names of "latin".
YEARS = range(2007, 2025)  # As in generated_persons.


class Names:
    """Draws names as tests/testdata/names/generate.py does."""

    def __init__(self, folder):
        spec = importlib.util.spec_from_file_location("generate", f"{folder}/generate.py")
        self._generate = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._generate)
        self._pools = {culture: list(self._generate.spellings(f"{culture}.txt"))
                       for culture in ("arabic", "ethiopic")}
        self._parts = {}
        for kind, *words in self._generate.rows("ukrainian.txt"):
            self._parts.setdefault(kind, []).extend(words)

    def draw(self, culture, rng):
        """The words of a whole name, as spellings() takes them."""
        if culture == "cyrillic":
            kinds = rng.choice((("given", "family"), ("given", "father", "family")))
            return [(rng.choice(self._parts[kind]), None) for kind in kinds]
        sizes = (2, 3, 3, 4) if culture == "arabic" else (2, 3)
        return rng.sample(self._pools[culture], rng.choice(sizes))

    def write(self, words, script, rng):
        """The name in its own script, or in one of its Latin spellings."""
        native = " ".join(word for word, _ in words)
        if script == "native":
            return native
        if words[0][1] is None:
            tables = self._generate.TABLES
            return self._generate.romanise(native, tables[rng.choice(sorted(tables))])
        return " ".join(rng.choice(latin) for _, latin in words)


def culture_of(population, number):
    """Whose names the population has; of "spelling" each in turn."""
    return next((culture for culture in CULTURES if culture in population),
                CULTURES[number % len(CULTURES)])


def make_birth(rng):
    return f"{rng.choice(YEARS)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def asked_birth(birth, rng):
    """As generate_persons damages births: 1 January, a year late, missing."""
    what = rng.random()
    if what < 0.10:
        return birth[:4] + "-01-01"
    if what < 0.20:
        return f"{int(birth[:4]) + 1}{birth[4:]}"
    return "" if what < 0.25 else birth


def make_asked(names, rng):
    """Pairs of a row and its question, of each of POPULATIONS."""
    for population, (asked, held) in POPULATIONS.items():
        for number in range(QUESTIONS):
            words = names.draw(culture_of(population, number), rng)
            birth = make_birth(rng)
            key = f"{population}-{number}"
            yield ((key, names.write(words, held, rng), birth),
                   (key, names.write(words, asked, rng), asked_birth(birth, rng)))


def make_other(names, number, rng):
    """A person nobody asks for, of the names and years of those who are."""
    words = names.draw(CULTURES[number % len(CULTURES)], rng)
    script = rng.choice(("latin", "native"))
    return (f"other-{number}", names.write(words, script, rng), make_birth(rng))


def generated(path, others):
    """Rows of a file of generate_persons. Those after the first
    GENERATED_QUESTIONS are called `others`."""
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        given, family, birth = (header.index(column)
                                for column in ("given_name", "surname", "date_of_birth"))
        for number, row in enumerate(reader):
            day = row[birth]
            kind = "latin" if number < GENERATED_QUESTIONS else others
            yield (f"{kind}-{number}", f"{row[given]} {row[family]}".strip(),
                   f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else "")


def mixed(rows, asked, names, rng):
    """`rows`, in which those of `asked` and others of CULTURES have taken the
    place of one in EVERY after the first GENERATED_QUESTIONS."""
    asked = iter(asked)
    for number, row in enumerate(rows):
        if number < GENERATED_QUESTIONS or number % EVERY != OFFSET:
            yield row
        else:
            yield next(asked, None) or make_other(names, number, rng)
    if next(asked, None):
        raise ValueError("too few rows to ask for all")


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "name", "birth"))
        writer.writerows(rows)


def write(folder, names_folder, seed):
    """Makes rows.csv, questions.csv and columns.map in `folder` of index.csv
    and queries.csv there."""
    rng = random.Random(seed)
    names = Names(names_folder)
    asked = list(make_asked(names, rng))
    write_csv(f"{folder}/rows.csv",
              mixed(generated(f"{folder}/index.csv", "other"), [row for row, _ in asked], names, rng))
    questions = list(generated(f"{folder}/queries.csv", "latin"))
    write_csv(f"{folder}/questions.csv", questions + [question for _, question in asked])
    with open(f"{folder}/columns.map", "w", encoding="utf-8") as file:
        file.write("id = id\nname = name\nbirth = birth\n")
