#include "tests/matching/person_fields.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace homeward::testing {
namespace {

struct Missing {
  PersonField field;
  double share;
};
constexpr Missing kMissing[] = {
    {kGiven, 0.03},   {kFamily, 0.01}, {kStreetNumber, 0.03}, {kStreet, 0.015},
    {kSuburb, 0.015}, {kState, 0.015}, {kLocality, 0.09},     {kBirth, 0.025},
};

constexpr absl::string_view kStates[] = {"nsw", "vic", "qld", "wa", "sa",
                                         "tas", "nsw", "vic", "nsw"};

std::string BirthText(const PersonMakeup& makeup, Random* random) {
  const int years = makeup.last_year - makeup.first_year + 1;
  const int year = makeup.first_year + static_cast<int>(Below(years, random));
  if (Chance(random) < makeup.heaped) return absl::StrCat(year, "0101");
  return absl::StrFormat("%04d%02d%02d", year, 1 + Below(12, random),
                         1 + Below(28, random));
}

}  // namespace

PersonFields MakePerson(const Vocabulary& words, const PersonMakeup& makeup,
                        Random* random) {
  PersonFields person;
  const bool girl = Chance(random) < 0.5;
  person[kGiven] = (girl ? words.girls : words.boys).Pick(random);
  person[kSex] = girl ? "f" : "m";
  person[kFamily] = words.families.Pick(random);
  const double near = Chance(random);
  person[kStreetNumber] =
      absl::StrCat(1 + static_cast<int>(near * near * near * 400));
  person[kStreet] = words.streets.Pick(random);
  person[kLocality] = words.localities.Pick(random);
  // A suburb has one postcode, and that is in one state.
  const std::string& suburb = words.suburbs.Pick(random);
  const size_t place = std::hash<std::string>()(suburb) % 3000;
  person[kSuburb] = suburb;
  person[kPostcode] = absl::StrCat(2000 + place);
  person[kState] = std::string(kStates[place % 9]);
  person[kBirth] = BirthText(makeup, random);
  person[kNationalNumber] = absl::StrCat(1000000 + Below(9000000, random));
  for (const Missing& missing : kMissing) {
    if (Chance(random) < missing.share) person[missing.field].clear();
  }
  return person;
}

}  // namespace homeward::testing
