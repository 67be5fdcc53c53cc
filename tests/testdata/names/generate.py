#!/usr/bin/env python3
"""Makes the sets of names that //tests/benchmark:name_evaluation reads.

Usage: generate.py OUT

Rows are: set, name asked, name held, both names of one person. Every draw is
from a fixed seed.
"""
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).parent
PERSONS = 1500
OTHERS = 20000

# 13 ways to romanise Ukrainian, as differences from the first. Of one with
# "^x" the letter is first in its word.
BASE = dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'",
                "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh"
                " shch  iu ia".split(" ") + [""]))
KMU = {"^є": "ye", "^ї": "yi", "^й": "y", "^ю": "yu", "^я": "ya", "зг": "zgh"}
TABLES = {
    "kmu2010": KMU,
    "bgn": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ь": "’", "'": "”"},
    "british": {"є": "ye", "ї": "yi", "й": "ȳ", "ю": "yu", "я": "ya", "ь": "'"},
    "national1996": dict(KMU, **{"щ": "sch", "ь": "'"}),
    "passport2004": {"г": "g", "^є": "ye", "^ї": "yi", "й": "i", "ж": "j", "х": "kh",
                     "ю": "yu", "я": "ya"},
    "passport2007": {"г": "g", "є": "ie", "ї": "i", "й": "i", "ґ": "g", "ю": "iu"},
    "iso9": {"г": "g", "ґ": "g", "є": "ê", "ж": "ž", "и": "i", "і": "ì", "ї": "ï", "й": "j",
             "х": "h", "ц": "c", "ч": "č", "ш": "š", "щ": "ŝ", "ь": "ʹ", "ю": "û", "я": "â"},
    "scholarly": {"є": "je", "ж": "ž", "ї": "ji", "й": "j", "х": "x", "ц": "c", "ч": "č",
                  "ш": "š", "щ": "šč", "ь": "ʹ", "ю": "ju", "я": "ja"},
    "french": {"є": "ie", "ж": "j", "и": "y", "й": "i", "у": "ou", "х": "kh", "ч": "tch",
               "ш": "ch", "щ": "chtch", "ю": "iou", "я": "ia"},
    "german": {"в": "w", "є": "je", "ж": "sh", "ї": "ji", "й": "j", "х": "ch", "ц": "z",
               "ч": "tsch", "ш": "sch", "щ": "schtsch", "ю": "ju", "я": "ja"},
    "gost1971": {"г": "g", "є": "je", "и": "i", "й": "jj", "ї": "ji", "ц": "c", "щ": "shh",
                 "ь": "'", "ю": "ju", "я": "ja"},
    "gost1986": {"г": "g", "є": "je", "ж": "ž", "и": "i", "ї": "i", "й": "j", "х": "h",
                 "ц": "c", "ч": "č", "ш": "š", "щ": "šč", "ю": "ju", "я": "ja"},
    "simple": {"є": "ye", "ї": "yi", "й": "y", "щ": "sch", "ю": "yu", "я": "ya"},
}


def romanise(name, table):
    words = []
    for word in name.lower().replace("ʼ", "'").split():
        out, i = "", 0
        while i < len(word):
            if word[i:i + 2] in table:
                out += table[word[i:i + 2]]
                i += 2
                continue
            first = table.get("^" + word[i]) if i == 0 else None
            out += first or table.get(word[i], BASE.get(word[i], word[i]))
            i += 1
        words.append(out[:1].upper() + out[1:])
    return " ".join(words)


def rows(name):
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def spellings(name):
    """Native form and Latin spellings; native forms may have two words."""
    for words in rows(name):
        native = [w for w in words if not w.isascii() and not w[0].isupper()]
        latin = [w.replace("_", " ") for w in words[len(native):]]
        yield " ".join(native), latin


def chains(name, sizes, rng):
    """Full names of two to four of the names, in the native script and Latin."""
    pool = list(spellings(name))
    seen = set()
    while len(seen) < PERSONS:
        picked = rng.sample(range(len(pool)), rng.choice(sizes))
        if tuple(picked) in seen:
            continue
        seen.add(tuple(picked))
        yield (" ".join(pool[i][0] for i in picked),
               " ".join(rng.choice(pool[i][1]) for i in picked))


def ukrainian(rng):
    """PERSONS of whom two readings are known, then OTHERS of the same names."""
    parts = {}
    for kind, *names in rows("ukrainian.txt"):
        parts.setdefault(kind, []).extend(names)
    people = [(given, family) for given in parts["given"] for family in parts["family"]]
    rng.shuffle(people)
    asked, others = people[:PERSONS], people[PERSONS:]
    for i in range(PERSONS + OTHERS):
        given, family = asked[i] if i < PERSONS else rng.choice(others)
        native = rng.choice([f"{given} {family}",
                             f"{given} {rng.choice(parts['father'])} {family}"])
        yield ("ukrainian" if i < PERSONS else "other", native,
               romanise(native, TABLES[rng.choice(sorted(TABLES))]))


def main():
    rng = random.Random(20260722)
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for name, sizes in (("arabic", [2, 3, 3, 4]), ("ethiopic", [2, 3])):
            for native, latin in chains(f"{name}.txt", sizes, rng):
                out.write(f"{name}\t{native}\t{latin}\n")
        for name in ("tokens_ar.tsv", "tokens_ru.tsv"):
            out.write((HERE / name).read_text(encoding="utf-8"))
        for row in ukrainian(rng):
            out.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
