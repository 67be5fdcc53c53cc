#include "services/matching/score/household.h"

#include <algorithm>
#include <cmath>

#include "absl/algorithm/container.h"
#include "services/matching/score/moved.h"

namespace homeward::matching {
namespace {

// How many relatives share an address in the records, for each record of the
// person: where most are of the person, a given name may be wrong or missing.
constexpr double kRelatives = 0.3;
// How often relatives share a birth: twins.
constexpr double kTwins = 0.002;

constexpr TextField kOfHousehold[] = {
    TextField::kStreetNumber, TextField::kStreet,      TextField::kLocality,
    TextField::kSuburb,       TextField::kState,       TextField::kPostcode,
    TextField::kPhone,        TextField::kNationality, TextField::kPlace};

// What tells one house from the next.
bool IsOfAddress(const FieldEvidence& evidence) {
  return evidence.field == FieldName(TextField::kStreet) ||
         evidence.field == FieldName(TextField::kLocality) ||
         evidence.field == FieldName(TextField::kPhone);
}

bool IsText(const FieldEvidence& evidence) {
  return evidence.field == kAddress ||
         absl::c_any_of(kOfHousehold, [&](TextField field) {
           return evidence.field == FieldName(field);
         });
}

// A family's name, or a father's. Where nobody said what the words are, the
// first is the given name.
bool IsFamilyWord(const Name& name, int word) {
  switch (name.words[word].tag) {
    case NameTag::kGiven:
      return false;
    case NameTag::kUnknown:
      return word > 0;
    case NameTag::kFamily:
    case NameTag::kPatronymic:
      return true;
  }
  return false;
}

// Names that changed places count for the person.
bool IsFamilyName(const Person& left, const Person& right,
                  const FieldEvidence& evidence) {
  if (evidence.left_words == 0 && evidence.right_words == 0) return false;
  return (evidence.left_words == 0 ||
          IsFamilyWord(left.name, evidence.left_word)) &&
         (evidence.right_words == 0 ||
          IsFamilyWord(right.name, evidence.right_word));
}

bool AddressAgrees(const std::vector<FieldEvidence>& evidence) {
  return absl::c_any_of(evidence, [](const FieldEvidence& one) {
    return IsOfAddress(one) && one.bits > 0;
  });
}

// One name of a family is that of many others; a father's or grandfather's
// besides is not.
bool FamilyAgrees(const Person& left, const Person& right,
                  const std::vector<FieldEvidence>& evidence) {
  constexpr int kLeastNames = 2;
  return absl::c_count_if(evidence, [&](const FieldEvidence& one) {
           return one.field == "name" && one.bits > 0 && one.left_words > 0 &&
                  one.right_words > 0 && IsFamilyName(left, right, one);
         }) >= kLeastNames;
}

}  // namespace

double HouseholdBits(const Person& left, const Person& right,
                     const std::vector<FieldEvidence>& evidence) {
  if (!AddressAgrees(evidence) && !FamilyAgrees(left, right, evidence)) {
    return 0;
  }
  double strangers = 0;
  double relatives = -std::log2(kRelatives);
  for (const FieldEvidence& one : evidence) {
    strangers += one.bits;
    if (one.field == "prior" || IsText(one)) continue;
    if (one.field == "name" && IsFamilyName(left, right, one)) continue;
    relatives += one.field == "birth" ? std::min(one.bits, -std::log2(kTwins))
                                      : one.bits;
  }
  const double least = std::min(strangers, relatives);
  const double both = least - std::log2(std::exp2(least - strangers) +
                                        std::exp2(least - relatives));
  return std::min(both - strangers, 0.0);
}

}  // namespace homeward::matching
