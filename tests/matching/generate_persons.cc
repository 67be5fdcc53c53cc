// Writes files of persons with known duplicates, and a column map for them.
//
// Usage: generate_persons KIND NAMES FOLDER COUNT SEED
//   link         left.csv and right.csv: COUNT persons, each once in each.
//   deduplicate  all.csv: COUNT records, up to 9 copies of one person.
//   search       index.csv: COUNT persons, born in 18 years; queries.csv: 1000
//                of them, damaged. A tenth of the others are made of the
//                queries' own names and years.
// NAMES is the folder of the lists of names. `rec-N-org` and `rec-N-dup-K` are
// one person.

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/matching/damage.h"
#include "tests/matching/person_fields.h"
#include "tests/matching/vocabulary.h"

namespace homeward::testing {
namespace {

constexpr char kMap[] =
    "id = rec_id\n"
    "given = given_name\n"
    "family = surname\n"
    "street_number = street_number\n"
    "street = address_1\n"
    "locality = address_2\n"
    "suburb = suburb\n"
    "postcode = postcode\n"
    "state = state\n"
    "birth = date_of_birth, format yyyymmdd\n"
    "national_number = soc_sec_id\n";

constexpr char kSearchMap[] =
    "id = rec_id\n"
    "given = given_name\n"
    "family = surname\n"
    "birth = date_of_birth, format yyyymmdd\n";

class File {
 public:
  explicit File(const std::string& path) : out_(path, std::ios::binary) {
    out_ << "rec_id";
    for (const absl::string_view name : kPersonFieldNames) out_ << "," << name;
    out_ << "\n";
  }
  void Add(const std::string& id, const PersonFields& person) {
    out_ << id;
    for (const std::string& field : person) out_ << "," << field;
    out_ << "\n";
  }

 private:
  std::ofstream out_;
};

std::string Original(size_t number) {
  return absl::StrCat("rec-", number, "-org");
}
std::string Copy(size_t number, size_t copy) {
  return absl::StrCat("rec-", number, "-dup-", copy);
}

void WriteLink(const Vocabulary& words, const std::string& folder, size_t count,
               Random* random) {
  File left(folder + "/left.csv"), right(folder + "/right.csv");
  for (size_t i = 0; i < count; ++i) {
    const PersonFields person = MakePerson(words, {}, random);
    left.Add(Original(i), person);
    right.Add(Copy(i, 0), DamagePerson(person, words, {}, {}, random));
  }
}

void WriteDeduplicate(const Vocabulary& words, const std::string& folder,
                      size_t count, Random* random) {
  File all(folder + "/all.csv");
  for (size_t written = 0, person_number = 0; written < count;
       ++person_number) {
    const PersonFields person = MakePerson(words, {}, random);
    all.Add(Original(person_number), person);
    ++written;
    // Half have no copy; of the others few have many.
    const double many = Chance(random);
    const auto copies =
        many < 0.5
            ? 0
            : 1 + static_cast<size_t>(8 * (many - 0.5) * (many - 0.5) * 4);
    for (size_t copy = 0; copy < copies && written < count; ++copy, ++written) {
      all.Add(Copy(person_number, copy),
              DamagePerson(person, words, {}, {}, random));
    }
  }
}

// As somebody would ask: no address and no number.
PersonFields Asked(PersonFields person, const Vocabulary& words,
                   const PersonMakeup& makeup, Random* random) {
  const PersonFields other = MakePerson(words, makeup, random);
  const double what = Chance(random);
  const PersonField name = Chance(random) < 0.5 ? kGiven : kFamily;
  person[name] = Mistyped(person[name], random);
  if (what < 0.15) std::swap(person[kGiven], person[kFamily]);
  if (what > 0.85) person[kGiven] = Mistyped(person[kGiven], random);
  const double birth = Chance(random);
  if (birth < 0.10) {
    person[kBirth] = absl::StrCat(person[kBirth].substr(0, 4), "0101");
  } else if (birth < 0.20) {
    person[kBirth] =
        absl::StrCat(std::atoi(person[kBirth].substr(0, 4).c_str()) + 1,
                     person[kBirth].substr(4));
  } else if (birth < 0.25) {
    person[kBirth].clear();
  }
  return person;
}

void WriteSearch(const Vocabulary& words, const std::string& folder,
                 size_t count, Random* random) {
  constexpr size_t kQueries = 1000;
  const PersonMakeup makeup{2007, 2024, 0.05};
  File index(folder + "/index.csv"), queries(folder + "/queries.csv");
  std::vector<PersonFields> asked;
  for (size_t i = 0; i < count; ++i) {
    PersonFields person = MakePerson(words, makeup, random);
    if (i < kQueries) {
      while (person[kGiven].empty() || person[kFamily].empty() ||
             person[kBirth].empty()) {
        person = MakePerson(words, makeup, random);
      }
      asked.push_back(person);
      queries.Add(Copy(i, 0), Asked(person, words, makeup, random));
    } else if (i % 10 == 0) {
      person[kGiven] = asked[Below(kQueries, random)][kGiven];
      person[kFamily] = asked[Below(kQueries, random)][kFamily];
      const std::string& birth = asked[Below(kQueries, random)][kBirth];
      person[kBirth] =
          birth.substr(0, 4) +
          (person[kBirth].empty() ? "0101" : person[kBirth].substr(4));
    }
    index.Add(Original(i), person);
  }
}

int Main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: generate_persons KIND NAMES FOLDER COUNT SEED\n";
    return 2;
  }
  const std::string kind = argv[1], folder = argv[3];
  const size_t count = std::strtoull(argv[4], nullptr, 10);
  Random random(std::strtoull(argv[5], nullptr, 10));
  const auto words = MakeVocabulary(argv[2], &random);
  if (!words.ok()) {
    std::cerr << words.status() << "\n";
    return 1;
  }
  std::ofstream(folder + "/columns.map")
      << (kind == "search" ? kSearchMap : kMap);
  if (kind == "link") WriteLink(*words, folder, count, &random);
  if (kind == "deduplicate") WriteDeduplicate(*words, folder, count, &random);
  if (kind == "search") WriteSearch(*words, folder, count, &random);
  return 0;
}

}  // namespace
}  // namespace homeward::testing

int main(int argc, char** argv) { return homeward::testing::Main(argc, argv); }
