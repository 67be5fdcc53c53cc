#include "services/matching/index/blocking.h"

#include <algorithm>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/matching/name/name_keys.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/record/hash.h"

namespace homeward::matching {
namespace {

constexpr int kMaxYears = 5;

class Keys {
 public:
  void Add(KeyTier tier, uint64_t hash) {
    keys_.push_back({static_cast<uint32_t>(hash >> 32), tier});
  }
  void Add(KeyTier tier, absl::string_view kind, absl::string_view value,
           absl::string_view beside = {}) {
    Add(tier, Mixed(HashOf(kind) ^ HashOf(value) ^ (HashOf(beside) << 1)));
  }
  std::vector<BlockingKey> Take() {
    absl::c_sort(keys_, [](BlockingKey a, BlockingKey b) {
      return a.hash != b.hash ? a.hash < b.hash : a.tier < b.tier;
    });
    keys_.erase(std::unique(keys_.begin(), keys_.end(),
                            [](BlockingKey a, BlockingKey b) {
                              return a.hash == b.hash;
                            }),
                keys_.end());
    return std::move(keys_);
  }

 private:
  std::vector<BlockingKey> keys_;
};

void AddName(const Name& name, Keys* keys) {
  for (const NameKey& key : NameKeys(name)) {
    const bool alone = key.kind == NameKeyKind::kSkeleton;
    keys->Add(
        alone && name.words.size() > 1 ? KeyTier::kSecond : KeyTier::kFirst,
        HashOf(key.text));
  }
}

void AddDate(KeyTier tier, int year, int month, int day, Keys* keys) {
  keys->Add(tier,
            Mixed((uint64_t{0xD} << 60) ^
                  static_cast<uint64_t>(year * 10000 + month * 100 + day)));
}

// The full date in the Gregorian calendar, or as written if there is no such
// day. Nothing else can be looked up as a day.
std::optional<absl::CivilDay> GregorianDay(const Birth& birth) {
  if (!birth.is_full() || birth.impossible) return std::nullopt;
  return absl::CivilDay(1970, 1, 1) + birth.first;
}

void AddStoredBirth(const Birth& birth, Keys* keys) {
  const auto day = GregorianDay(birth);
  if (day.has_value()) {
    AddDate(KeyTier::kFirst, static_cast<int>(day->year()), day->month(),
            day->day(), keys);
  }
}

// Days that are written for this one: swapped, a year or two off.
void AddLookupBirth(const Birth& birth, Keys* keys) {
  const auto day = GregorianDay(birth);
  if (!day.has_value()) return;
  const int year = static_cast<int>(day->year());
  if (day->day() <= 12) {
    AddDate(KeyTier::kSecond, year, day->day(), day->month(), keys);
  }
  for (const int off : {-2, -1, 1, 2}) {
    AddDate(KeyTier::kSecond, year + off, day->month(), day->day(), keys);
  }
}

// Each half too, so that one wrong digit does not hide a number.
void AddNumber(TextField field, absl::string_view number, size_t tail,
               Keys* keys) {
  constexpr size_t kWorthHalving = 6;
  if (number.empty()) return;
  if (number.size() > tail) number.remove_prefix(number.size() - tail);
  keys->Add(KeyTier::kFirst, FieldName(field), number);
  if (number.size() < kWorthHalving) return;
  const size_t half = number.size() / 2;
  keys->Add(KeyTier::kSecond, FieldName(field), number.substr(0, half), "<");
  keys->Add(KeyTier::kSecond, FieldName(field), number.substr(half), ">");
}

void AddAddress(const Person& person, Keys* keys) {
  const std::string& number = person.text(TextField::kStreetNumber);
  const std::string& street = person.text(TextField::kStreet);
  const std::string& postcode = person.text(TextField::kPostcode);
  const std::string& suburb = person.text(TextField::kSuburb);
  if (!street.empty() && !number.empty()) {
    keys->Add(KeyTier::kFirst, "street and number", street, number);
  }
  if (!street.empty()) keys->Add(KeyTier::kSecond, "street", street);
  if (!postcode.empty() && !number.empty()) {
    keys->Add(KeyTier::kSecond, "postcode and number", postcode, number);
  }
  if (!postcode.empty() && !street.empty()) {
    keys->Add(KeyTier::kSecond, "postcode and street", postcode,
              absl::string_view(street).substr(0, 3));
  }
  if (!suburb.empty() && !number.empty()) {
    keys->Add(KeyTier::kSecond, "suburb and number", suburb, number);
  }
}

void AddTexts(const Person& person, Keys* keys) {
  // The digits of a phone that do not depend on where one dials from.
  constexpr size_t kPhoneTail = 9;
  constexpr size_t kWhole = 1000;
  AddNumber(TextField::kPhone, person.text(TextField::kPhone), kPhoneTail,
            keys);
  for (const TextField field :
       {TextField::kNationalNumber, TextField::kPassport,
        TextField::kRegistration, TextField::kOtherNumber}) {
    AddNumber(field, person.text(field), kWhole, keys);
  }
  AddAddress(person, keys);
}

void AddCode(int year, int month, std::vector<BirthCode>* codes) {
  const BirthCode code{static_cast<uint16_t>(year),
                       static_cast<uint8_t>(month)};
  if (!absl::c_linear_search(*codes, code)) codes->push_back(code);
}

}  // namespace

std::vector<BlockingKey> StoredKeys(const Person& person) {
  Keys keys;
  AddName(person.name, &keys);
  if (person.birth.has_value()) AddStoredBirth(*person.birth, &keys);
  AddTexts(person, &keys);
  return keys.Take();
}

std::vector<BlockingKey> LookupKeys(const Person& person) {
  Keys keys;
  AddName(person.name, &keys);
  if (person.birth.has_value()) {
    AddStoredBirth(*person.birth, &keys);
    AddLookupBirth(*person.birth, &keys);
  }
  AddTexts(person, &keys);
  return keys.Take();
}

uint32_t WordBlockingKey(const Word& word) {
  return static_cast<uint32_t>(HashOf(WordNameKey(word).text) >> 32);
}

uint32_t PairBlockingKey(Skeleton one, Skeleton other) {
  return static_cast<uint32_t>(HashOf(PairNameKey(one, other).text) >> 32);
}

BirthCode StoredCode(const std::optional<Birth>& birth) {
  if (!birth.has_value() || !birth->has_interval()) return BirthCode{};
  const int year = GregorianYear(birth->first);
  if (GregorianYear(birth->last) != year) return BirthCode{};
  const auto day = GregorianDay(*birth);
  return BirthCode{static_cast<uint16_t>(year),
                   static_cast<uint8_t>(day.has_value() ? day->month() : 0)};
}

std::vector<BirthCode> LookupCodes(const std::optional<Birth>& birth) {
  std::vector<BirthCode> codes;
  if (!birth.has_value() || !birth->has_interval()) return codes;
  const int first = GregorianYear(birth->first);
  const int last = GregorianYear(birth->last);
  if (last - first >= kMaxYears) return codes;
  const auto day = GregorianDay(*birth);
  for (int year = first - 1; year <= last + 1; ++year) {
    if (day.has_value() && !IsHeaped(*birth)) {
      AddCode(year, day->month(), &codes);
      if (year == first && day->day() <= 12) AddCode(year, day->day(), &codes);
    } else {
      for (int month = 1; month <= 12; ++month) AddCode(year, month, &codes);
    }
    AddCode(year, 0, &codes);
  }
  AddCode(0, 0, &codes);
  return codes;
}

}  // namespace homeward::matching
