#include "auth/facts/origin.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/mou/enum_set.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

constexpr int64_t kNow = 1800000000;

// The agency "asker" of `asker` asks the agency "owner" of `owner`.
AccessRequest Asked(const std::string& asker, const std::string& owner) {
  AccessRequest request;
  request.requester_agency_id = "asker";
  request.requester_country = asker;
  request.owner_agency_id = "owner";
  request.owner_country = owner;
  request.purpose = v1::PURPOSE_REUNIFICATION;
  return request;
}

CategorySet Withheld(const std::string& claims,
                     const AccessRequest& request = Asked("UA", "PL")) {
  const internal::v1::StoredRecord record = TextProto(claims);
  return WithheldFromOrigin(record, request, absl::FromUnixSeconds(kNow));
}

bool IsAll(CategorySet set) { return set == CategorySet::All(); }

std::string Child(const std::string& fields) {
  return absl::StrCat("claims { identity { ", fields, " } } ");
}

// A consent that was true `seconds` ago.
std::string Consent(int64_t seconds, const std::string& fields) {
  return absl::StrCat(
      "claims { source_time { seconds: ", kNow - seconds,
      " } consent { purpose: PURPOSE_REUNIFICATION recipient_agency_ids: "
      "'asker' categories: CATEGORY_ID_MIN given_by: CONSENT_GIVER_CHILD "
      "given_time { seconds: ",
      kNow - 1000, " } ", fields, " } } ");
}
constexpr char kForOrigin[] = "disclosure_country_of_origin: true";
constexpr char kUkrainian[] = "claims { identity { nationality: 'UA' } } ";

TEST(WithheldFromOriginTest, WhatNamesTheCountryOfWhoAsks) {
  EXPECT_TRUE(IsAll(Withheld(Child("country_of_origin: 'UA'"))));
  EXPECT_TRUE(IsAll(Withheld(Child("nationality: ['MD', 'UA']"))));
  EXPECT_TRUE(IsAll(
      Withheld("claims { missing_report { child { nationality: 'UA' } } } ")));
  // Of two that contradict each other either may be right.
  EXPECT_TRUE(IsAll(
      Withheld(Child("country_of_origin: 'SY'") + Child("nationality: 'UA'"))));
  EXPECT_TRUE(Withheld(Child("country_of_origin: 'SY'")).empty());
}

TEST(WithheldFromOriginTest, InDoubtTheyAreOneCountry) {
  EXPECT_TRUE(IsAll(Withheld("")));
  EXPECT_TRUE(IsAll(Withheld(Child("sex: SEX_FEMALE"))));
  EXPECT_TRUE(
      IsAll(Withheld(Child("country_of_origin: 'SY'"), Asked("", "PL"))));
  // Where the owner is does not matter when where she comes from is known.
  EXPECT_TRUE(
      Withheld(Child("country_of_origin: 'SY'"), Asked("UA", "")).empty());
  EXPECT_TRUE(IsAll(Withheld("", Asked("UA", ""))));
}

TEST(WithheldFromOriginTest, WithinOneStateNothingIs) {
  for (const std::string& country : {std::string("UA"), std::string()}) {
    EXPECT_TRUE(Withheld(kUkrainian, Asked(country, country)).empty());
  }
  AccessRequest own = Asked("UA", "PL");
  own.owner_agency_id = "asker";
  EXPECT_TRUE(Withheld(kUkrainian, own).empty());
}

TEST(WithheldFromOriginTest, OnlyAConsentThatSaysSoLiftsItForWhatItNames) {
  const auto with = [](const std::string& consents) {
    return Withheld(kUkrainian + consents);
  };
  EXPECT_TRUE(IsAll(with(Consent(10, ""))));
  const CategorySet lifted = {v1::CATEGORY_EXIST, v1::CATEGORY_ID_MIN};
  EXPECT_TRUE(with(Consent(10, kForOrigin)) == CategorySet::All() - lifted);
  // For another agency, another purpose.
  std::string other = Consent(10, kForOrigin);
  other.replace(other.find("asker"), 5, "third");
  EXPECT_TRUE(IsAll(with(other)));
  other = Consent(10, kForOrigin);
  other.replace(other.find("REUNIFICATION"), 13, "TREAT");
  EXPECT_TRUE(IsAll(with(other)));
}

TEST(WithheldFromOriginTest, TheNewestWordOfItDecides) {
  const auto is_lifted = [](const std::string& consents) {
    return !IsAll(Withheld(kUkrainian + consents));
  };
  const std::string yes = Consent(10, kForOrigin);
  EXPECT_TRUE(is_lifted(yes + Consent(5, "")));  // Says nothing of it.
  EXPECT_FALSE(
      is_lifted(yes + Consent(5, "disclosure_country_of_origin: false")));
  EXPECT_TRUE(
      is_lifted(yes + Consent(15, "disclosure_country_of_origin: false")));
  EXPECT_FALSE(is_lifted(
      yes + Consent(5, absl::StrCat("revoked_time { seconds: ", kNow, " }"))));
  EXPECT_FALSE(is_lifted(Consent(
      5, absl::StrCat(kForOrigin, " expiry_time { seconds: ", kNow, " }"))));
  EXPECT_FALSE(is_lifted(
      Consent(5, absl::StrCat(kForOrigin, " assent { given: false }"))));
}

bool Speaks(const std::string& fact) {
  const v1::Claim claim = TextProto(fact);
  return SpeaksOfOrigin(claim);
}

TEST(SpeaksOfOriginTest, WhoseAnswerMayComeOutAnotherByIt) {
  EXPECT_TRUE(Speaks("identity { country_of_origin: 'UA' }"));
  EXPECT_TRUE(Speaks("identity { nationality: 'UA' }"));
  EXPECT_TRUE(Speaks("missing_report { child { nationality: 'UA' } }"));
  EXPECT_TRUE(Speaks("consent { disclosure_country_of_origin: false }"));
  // One that is over says no more, and takes the place of one that holds.
  EXPECT_TRUE(Speaks("consent { disclosure_country_of_origin: true }"));
  EXPECT_FALSE(Speaks("consent { purpose: PURPOSE_TREAT }"));
  EXPECT_FALSE(Speaks("identity { sex: SEX_FEMALE }"));
  EXPECT_FALSE(Speaks("sighting { place { country_code: 'UA' } }"));
}

}  // namespace
}  // namespace homeward::auth
