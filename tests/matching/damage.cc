#include "tests/matching/damage.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace homeward::testing {
namespace {

using Pair = std::pair<absl::string_view, absl::string_view>;

constexpr Pair kScanned[] = {{"m", "rn"}, {"rn", "m"}, {"cl", "d"}, {"l", "i"},
                             {"e", "c"},  {"o", "0"},  {"s", "5"},  {"b", "6"},
                             {"0", "8"},  {"1", "7"},  {"5", "s"}};
constexpr Pair kSounds[] = {
    {"ph", "f"}, {"f", "ph"},   {"ck", "k"}, {"c", "k"},
    {"k", "c"},  {"i", "y"},    {"y", "ie"}, {"ou", "u"},
    {"u", "oo"}, {"sh", "sch"}, {"z", "s"},  {"ee", "i"},
    {"ll", "l"}, {"l", "ll"},   {"nn", "n"}, {"th", "t"}};

// Of a keyboard: each letter with those beside it.
constexpr absl::string_view kRows[] = {"qwertyuiop", "asdfghjkl", "zxcvbnm",
                                       "1234567890"};

char Beside(char c, Random* random) {
  for (const absl::string_view row : kRows) {
    const size_t at = row.find(c);
    if (at == absl::string_view::npos) continue;
    if (at == 0) return row[1];
    if (at + 1 == row.size()) return row[at - 1];
    return Chance(random) < 0.5 ? row[at - 1] : row[at + 1];
  }
  return absl::ascii_isdigit(c) ? '1' : 'e';
}

template <size_t kCount>
std::string Replaced(std::string word, const Pair (&pairs)[kCount],
                     Random* random) {
  const size_t from = Below(kCount, random);
  for (size_t i = 0; i < kCount; ++i) {
    const Pair& pair = pairs[(from + i) % kCount];
    const size_t at = word.find(pair.first.data(), 0, pair.first.size());
    if (at == std::string::npos) continue;
    word.replace(at, pair.first.size(), std::string(pair.second));
    return word;
  }
  return Mistyped(word, random);
}

std::string Respaced(std::string word, Random* random) {
  const size_t space = word.find(' ');
  if (space != std::string::npos && Chance(random) < 0.5) {
    return word.erase(space, 1);
  }
  if (word.size() < 3) return Mistyped(word, random);
  return word.insert(1 + Below(word.size() - 1, random), " ");
}

struct FieldChance {
  PersonField field;
  int weight;
};
constexpr FieldChance kFieldChances[] = {
    {kGiven, 16},    {kFamily, 16},       {kStreetNumber, 8}, {kStreet, 18},
    {kLocality, 17}, {kSuburb, 14},       {kPostcode, 8},     {kState, 3},
    {kBirth, 5},     {kNationalNumber, 5}};

PersonField PickField(Random* random) {
  int sum = 0;
  for (const FieldChance& chance : kFieldChances) sum += chance.weight;
  auto at = static_cast<int>(Below(sum, random));
  for (const FieldChance& chance : kFieldChances) {
    at -= chance.weight;
    if (at < 0) return chance.field;
  }
  return kGiven;
}

bool IsDigits(PersonField field) {
  return field == kStreetNumber || field == kPostcode || field == kBirth ||
         field == kNationalNumber;
}

PersonField Neighbour(PersonField field) {
  switch (field) {
    case kGiven:
      return kFamily;
    case kFamily:
      return kGiven;
    case kStreet:
      return kLocality;
    case kLocality:
      return kStreet;
    default:
      return field;
  }
}

std::string MistypedDigits(std::string digits, Random* random) {
  const size_t at = Below(digits.size(), random);
  if (Chance(random) < 0.4 && at + 1 < digits.size()) {
    std::swap(digits[at], digits[at + 1]);
  } else {
    digits[at] = static_cast<char>('0' + Below(10, random));
  }
  return digits;
}

void ChangeDigits(PersonField field, const PersonFields& other,
                  PersonFields* person, Random* random) {
  const double what = Chance(random);
  std::string& value = (*person)[field];
  if (what < 0.5 && !value.empty()) {
    value = MistypedDigits(value, random);
  } else if (what < 0.65 && field != kPostcode && field != kNationalNumber) {
    value.clear();
  } else {
    value = other[field];
  }
}

void ChangeWords(PersonField field, const PersonFields& other,
                 PersonFields* person, Random* random) {
  std::string& value = (*person)[field];
  const double what = Chance(random);
  if (value.empty() || what < 0.12) {
    value = other[field];
  } else if (what < 0.20) {
    std::swap(value, (*person)[Neighbour(field)]);
  } else if (what < 0.30) {
    value.clear();
  } else if (what < 0.40) {
    value = Replaced(value, kSounds, random);
  } else if (what < 0.47) {
    value = Replaced(value, kScanned, random);
  } else if (what < 0.55) {
    value = Respaced(value, random);
  } else {
    value = Mistyped(value, random);
  }
}

}  // namespace

std::string Mistyped(const std::string& word, Random* random) {
  if (word.size() < 2) return word;
  std::string typed = word;
  const size_t at = Below(word.size() - 1, random);
  switch (Below(4, random)) {
    case 0:
      typed.insert(at, 1, static_cast<char>('a' + Below(26, random)));
      break;
    case 1:
      typed.erase(at, 1);
      break;
    case 2:
      typed[at] = Beside(typed[at], random);
      break;
    default:
      std::swap(typed[at], typed[at + 1]);
  }
  return typed;
}

PersonFields DamagePerson(const PersonFields& person, const Vocabulary& words,
                          const PersonMakeup& makeup, const Damage& damage,
                          Random* random) {
  PersonFields damaged = person;
  std::array<int, kPersonFields> changes = {};
  const size_t count = 1 + Below(damage.most_changes, random);
  for (size_t i = 0; i < count; ++i) {
    const PersonField field = PickField(random);
    if (++changes[field] > 2) continue;
    const PersonFields other = MakePerson(words, makeup, random);
    if (IsDigits(field)) {
      ChangeDigits(field, other, &damaged, random);
    } else {
      ChangeWords(field, other, &damaged, random);
    }
  }
  return damaged;
}

}  // namespace homeward::testing
