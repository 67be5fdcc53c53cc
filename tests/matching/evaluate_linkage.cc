// Prints how well records are linked, deduplicated and found, over generated
// persons: F1, recall, calibration by population, latency.
//
// Usage: evaluate_linkage NAMES [RECORDS]
// NAMES is the folder of the lists of names; see vocabulary.h.

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/matching/index/population.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"
#include "services/matching/score/weights.h"
#include "tests/matching/damage.h"
#include "tests/matching/linkage_figures.h"
#include "tests/matching/person_fields.h"
#include "tests/matching/vocabulary.h"

namespace homeward::testing {
namespace {

using matching::Person;
using matching::Population;
using matching::TextField;

// Which fields the agencies have.
enum class Fields { kAll, kWithoutNumber, kNameAndBirth };

Person AsPerson(const PersonFields& fields, Fields which) {
  Person person;
  person.name = matching::ParseName(
      matching::NameText{"", fields[kGiven], "", fields[kFamily]});
  const auto birth = matching::ParseBirth(fields[kBirth], {"yyyymmdd", {}});
  if (birth.ok()) person.birth = *birth;
  if (which == Fields::kNameAndBirth) return person;
  constexpr std::pair<TextField, PersonField> kTexts[] = {
      {TextField::kStreetNumber, kStreetNumber}, {TextField::kStreet, kStreet},
      {TextField::kLocality, kLocality},         {TextField::kSuburb, kSuburb},
      {TextField::kPostcode, kPostcode},         {TextField::kState, kState}};
  for (const auto& [text, field] : kTexts) {
    person.text(text) = matching::MakeText(text, fields[field]);
  }
  if (which == Fields::kAll) {
    person.text(TextField::kNationalNumber) =
        matching::MakeText(TextField::kNationalNumber, fields[kNationalNumber]);
  }
  return person;
}

matching::FindOptions Thorough() {
  matching::FindOptions options;
  options.top = options.scored = 1000;
  options.floor = 0.01;
  options.thorough = true;
  return options;
}

// One to one: record i of the right is record i of the left, damaged.
void EvaluateLink(const std::string& title, const Vocabulary& words,
                  size_t count, Fields which, uint64_t seed) {
  Random random(seed);
  std::vector<PersonFields> left;
  Population right;
  for (size_t i = 0; i < count; ++i) {
    left.push_back(MakePerson(words, {}, &random));
    right.Add(absl::StrCat(i),
              AsPerson(DamagePerson(left[i], words, {}, {}, &random), which));
  }
  right.Seal(&matching::DefaultWeights());
  std::vector<Judged> judged;
  for (size_t i = 0; i < count; ++i) {
    for (const auto& found : right.Find(AsPerson(left[i], which), Thorough())) {
      judged.push_back({found.probability, found.record == i});
    }
  }
  std::cout << FiguresText(title, judged, static_cast<int>(count));
}

// Up to nine copies of one person in a file.
void EvaluateDeduplicate(const std::string& title, const Vocabulary& words,
                         size_t count, uint64_t seed) {
  Random random(seed);
  Population all;
  std::vector<int> person_of;
  int pairs = 0;
  for (int number = 0; all.store().size() < count; ++number) {
    const PersonFields person = MakePerson(words, {}, &random);
    const double many = Chance(&random);
    const int copies =
        many < 0.5 ? 0 : 1 + static_cast<int>(32 * (many - 0.5) * (many - 0.5));
    all.Add("", AsPerson(person, Fields::kWithoutNumber));
    for (int i = 0; i < copies; ++i) {
      all.Add("", AsPerson(DamagePerson(person, words, {}, {}, &random),
                           Fields::kWithoutNumber));
    }
    person_of.resize(all.store().size(), number);
    pairs += copies * (copies + 1) / 2;
  }
  all.Seal(&matching::DefaultWeights());
  std::vector<Judged> judged;
  for (uint32_t i = 0; i < all.store().size(); ++i) {
    for (const auto& found : all.Find(all.store().Get(i), Thorough())) {
      if (found.record <= i) continue;
      judged.push_back(
          {found.probability, person_of[found.record] == person_of[i]});
    }
  }
  std::cout << FiguresText(title, judged, pairs);
}

int Main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: evaluate_linkage NAMES [RECORDS]\n";
    return 2;
  }
  const size_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 5000;
  Random random(1);
  const auto words = MakeVocabulary(argv[1], &random);
  if (!words.ok()) {
    std::cerr << words.status() << "\n";
    return 1;
  }
  EvaluateLink("Link, all fields", *words, count, Fields::kAll, 1);
  EvaluateLink("Link, without the national number", *words, count,
               Fields::kWithoutNumber, 2);
  EvaluateLink("Link, name and birth", *words, count, Fields::kNameAndBirth, 3);
  EvaluateDeduplicate("Deduplicate, without the national number", *words, count,
                      4);
  return 0;
}

}  // namespace
}  // namespace homeward::testing

int main(int argc, char** argv) { return homeward::testing::Main(argc, argv); }
