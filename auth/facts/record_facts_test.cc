#include "auth/facts/record_facts.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/consent_words.h"
#include "auth/facts/subject_age.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

constexpr int64_t kDay = 86400;
// 2026-01-01
constexpr int64_t kNow = 1767225600;

// The facts when `claims` are all that is known and the clinic asks.
RecordFacts FactsOf(const std::vector<std::string>& claims,
                    v1::Purpose purpose = v1::PURPOSE_TREAT) {
  internal::v1::StoredRecord record;
  for (const std::string& text : claims) {
    const v1::Claim claim = TextProto(text);
    *record.add_claims() = claim;
  }
  return ComputeRecordFacts(record, "clinic", purpose,
                            absl::FromUnixSeconds(kNow));
}

std::string At(int64_t days, const std::string& fact) {
  return "source_time { seconds: " + std::to_string(kNow + days * kDay) +
         " } " + fact;
}
std::string Time(int64_t days) {
  return "{ seconds: " + std::to_string(kNow + days * kDay) + " }";
}

std::string Agreed(int64_t given_days, const std::string& more = "") {
  return "consent { purpose: PURPOSE_TREAT recipient_agency_ids: 'clinic' "
         "categories: CATEGORY_HEALTH given_by: CONSENT_GIVER_CAREGIVER "
         "given_time " +
         Time(given_days) + more + " }";
}

bool Consented(const std::vector<std::string>& claims) {
  return FactsOf(claims).consented.Contains(v1::CATEGORY_HEALTH);
}

TEST(ConsentTest, HoldsForItsPurposeRecipientAndCategory) {
  EXPECT_TRUE(Consented({At(-1, Agreed(-1))}));
  const RecordFacts facts = FactsOf({At(-1, Agreed(-1))});
  EXPECT_FALSE(facts.consented.Contains(v1::CATEGORY_PHOTO));
  EXPECT_TRUE(facts.refused.empty());
  std::string other = Agreed(-1);
  other.replace(other.find("TREAT"), 5, "ADOPTION");
  EXPECT_FALSE(Consented({At(-1, other)}));
  other = Agreed(-1);
  other.replace(other.find("clinic"), 6, "police");
  EXPECT_FALSE(Consented({At(-1, other)}));
}

TEST(ConsentTest, ForTracingHoldsOnlyIfItSaysSo) {
  const auto traced = [](const std::string& more) {
    std::string word = Agreed(-1, more);
    word.replace(word.find("TREAT"), 5, "FAMILY_TRACING");
    const RecordFacts facts =
        FactsOf({At(-1, word)}, v1::PURPOSE_FAMILY_TRACING);
    EXPECT_TRUE(facts.refused.empty());
    return facts.consented.Contains(v1::CATEGORY_HEALTH);
  };
  EXPECT_TRUE(traced(" consent_for_tracing: true"));
  EXPECT_FALSE(traced(" consent_for_tracing: false"));
  EXPECT_FALSE(traced(""));
}

TEST(ConsentTest, ToBeCountedHoldsOnlyIfItSaysSo) {
  const auto counted = [](const std::string& more) {
    std::string word = Agreed(-1, more);
    word.replace(word.find("TREAT"), 5, "STATISTICS");
    return FactsOf({At(-1, word)}, v1::PURPOSE_STATISTICS)
        .consented.Contains(v1::CATEGORY_HEALTH);
  };
  EXPECT_TRUE(counted(" consent_reporting: true"));
  EXPECT_FALSE(counted(" consent_reporting: false"));
  EXPECT_FALSE(counted(" consent_for_tracing: true"));
  EXPECT_FALSE(counted(""));
}

TEST(ConsentTest, EndsAfterAYearOrWhenItSays) {
  EXPECT_TRUE(Consented({At(-364, Agreed(-364))}));
  EXPECT_FALSE(Consented({At(-365, Agreed(-365))}));
  EXPECT_TRUE(Consented({At(-9, Agreed(-9, " expiry_time " + Time(1)))}));
  EXPECT_FALSE(Consented({At(-9, Agreed(-9, " expiry_time " + Time(0)))}));
  EXPECT_FALSE(Consented({At(-1, Agreed(1))}));
  EXPECT_FALSE(Consented({Agreed(-1)}));  // Nobody says when it was true.
}

// Known since `days`.
std::string Child(int64_t days, const std::string& fields) {
  return At(days, "identity { " + fields + " }");
}
std::string Born(const std::string& date) {
  return Child(-300, "date_of_birth { " + date + " }");
}

TEST(ConsentTest, EndsWhenTheChildIsOfAnotherAgeBand) {
  const std::string agreed = At(-9, Agreed(-9));
  const std::string long_since =
      At(-300, Agreed(-300, " expiry_time " + Time(9000)));
  // Twelve, or eighteen, on the day of the question; eleven the day after.
  for (const char* year : {"year: 2014", "year: 2008", "year: 2020"}) {
    const std::string born = std::string(year) + " month: 1 day: 1";
    EXPECT_FALSE(Consented({Born(born), agreed})) << year;
    EXPECT_FALSE(Consented({long_since, Born(born)})) << year;
    EXPECT_TRUE(Consented({Born(born), At(0, Agreed(0))})) << year;
  }
  EXPECT_TRUE(Consented({Born("year: 2014 month: 1 day: 2"), agreed}));
  EXPECT_TRUE(Consented({Born("year: 2015 month: 1 day: 1"), agreed}));
}

TEST(ConsentTest, EndsForAgeOnlyWhereItIsSure) {
  const std::string agreed = At(-9, Agreed(-9));
  EXPECT_TRUE(
      Consented({Child(-9, "age { min_years: 11 max_years: 11 }"), agreed}));
  EXPECT_TRUE(Consented({Child(-9, "age_band: AGE_BAND_6_TO_11"), agreed}));
  // Two dates: by one of them she still is eleven.
  EXPECT_TRUE(Consented({Born("year: 2014 month: 1 day: 1"),
                         Born("year: 2014 month: 6 day: 1"), agreed}));
  const std::string old = At(-1000, Agreed(-1000, " expiry_time " + Time(9)));
  EXPECT_FALSE(
      Consented({Child(-1000, "age { min_years: 10 max_years: 10 }"), old}));
}

TEST(ConsentTest, TheNewestWordDecidesAndARevocationTakesWhatItDoesNotNarrow) {
  const std::string all =
      "consent { purpose: PURPOSE_TREAT revoked_time " + Time(-2) + " }";
  EXPECT_FALSE(Consented({At(-9, Agreed(-9)), At(-2, all)}));
  EXPECT_FALSE(Consented({At(-2, all), At(-9, Agreed(-9))}));
  EXPECT_TRUE(Consented({At(-2, all), At(-1, Agreed(-1))}));
  EXPECT_FALSE(Consented({At(-2, all), At(-2, Agreed(-9))}));
  EXPECT_FALSE(Consented({At(-1, Agreed(-1)), all}));
  EXPECT_TRUE(FactsOf({all}).refused == CategorySet::All());
}

TEST(ConsentTest, TheChildsOwnNoRefuses) {
  EXPECT_FALSE(Consented({At(-1, Agreed(-1, " assent { given: false }"))}));
  EXPECT_TRUE(Consented({At(-1, Agreed(-1, " assent { given: true }"))}));
  EXPECT_TRUE(Consented({At(-1, Agreed(-1, " assent { how: 'drew' }"))}));
}

// What the word `text` refuses the clinic for treatment.
CategorySet Refused(const std::string& text) {
  const v1::Consent consent = TextProto(text);
  return RefusedBy(consent, "clinic", v1::PURPOSE_TREAT,
                   absl::FromUnixSeconds(kNow));
}

TEST(RefusedByTest, TakesWhatItNamesAndAllThatItDoesNotNarrow) {
  const std::string revoked = "revoked_time " + Time(0);
  EXPECT_TRUE(Refused(revoked) == CategorySet::All());
  EXPECT_TRUE(Refused("assent { given: false }") == CategorySet::All());
  EXPECT_TRUE(Refused(revoked +
                      " purpose: PURPOSE_TREAT recipient_agency_ids: 'clinic' "
                      "categories: CATEGORY_HEALTH") ==
              CategorySet{v1::CATEGORY_HEALTH});
  EXPECT_TRUE(Refused(revoked + " purpose: PURPOSE_ADOPTION").empty());
  EXPECT_TRUE(Refused(revoked + " recipient_agency_ids: 'police'").empty());
}

TEST(RefusedByTest, AWordThatAgreesOrCountsLaterRefusesNothing) {
  EXPECT_TRUE(Refused("purpose: PURPOSE_TREAT").empty());
  EXPECT_TRUE(Refused("assent { given: true }").empty());
  EXPECT_TRUE(Refused("revoked_time " + Time(1)).empty());
}

std::string Custody(const std::string& to, int64_t effective,
                    const std::string& more) {
  return At(effective, "custody_event { to_agency_id: '" + to +
                           "' effective_time " + Time(effective) + more + " }");
}

TEST(CustodyTest, TheNewestAcceptedEventNamesTheAgency) {
  const std::string accepted = " accepted_time " + Time(-1);
  EXPECT_EQ(FactsOf({}).custody_relation, Tri::kUnknown);
  EXPECT_EQ(FactsOf({Custody("clinic", -5, accepted)}).custody_relation,
            Tri::kTrue);
  EXPECT_EQ(FactsOf({Custody("clinic", -5, "")}).custody_relation,
            Tri::kUnknown);
  const std::vector<std::string> handed_over = {
      Custody("ngo", -3, accepted), Custody("clinic", -5, accepted)};
  EXPECT_EQ(FactsOf(handed_over).custody_relation, Tri::kFalse);
  EXPECT_EQ(
      FactsOf({Custody("clinic", -5, accepted), Custody("ngo", 1, accepted)})
          .custody_relation,
      Tri::kTrue);
  EXPECT_EQ(FactsOf({Custody("", -5, accepted)}).custody_relation, Tri::kFalse);
}

TEST(CustodyTest, EventsThatDisagreeAreUnknownInAnyOrder) {
  const std::string accepted = " accepted_time " + Time(-1);
  const std::string a = Custody("clinic", -5, accepted);
  const std::string b = Custody("ngo", -5, accepted);
  for (const auto& events : std::vector<std::vector<std::string>>{
           {a, b}, {b, a}, {a, b, b}, {b, a, a}, {a, b, a}}) {
    EXPECT_EQ(FactsOf(events).custody_relation, Tri::kUnknown);
  }
}

TEST(ProtectLocationTest, OnlyANewestOffLiftsIt) {
  const std::string on = "location_protection { state: PROTECT_LOCATION_ON }";
  const std::string off = "location_protection { state: PROTECT_LOCATION_OFF }";
  const std::string unset = "location_protection { }";
  const std::string denied =
      "location_protection { state: PROTECT_LOCATION_OFF "
      "disclosure_deny_agency_ids: 'clinic' }";
  EXPECT_EQ(FactsOf({}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({At(-1, off)}).location_protected, Tri::kFalse);
  EXPECT_EQ(FactsOf({At(-1, unset)}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({At(-1, denied)}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({At(1, off)}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({off}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({At(-1, off), At(-2, on)}).location_protected, Tri::kFalse);
  EXPECT_EQ(FactsOf({At(-2, off), At(-1, on)}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({At(-1, off), At(-1, on)}).location_protected, Tri::kTrue);
  EXPECT_EQ(FactsOf({At(-1, on), At(-1, off)}).location_protected, Tri::kTrue);
}

// A claim of the agency `source` about a hold.
std::string HoldOf(const std::string& source, const std::string& fields) {
  return absl::StrCat("source_agency_id: '", source, "' adoption_hold { ",
                      fields, " }");
}

constexpr char kHeld[] = "competent_agency_id: 'authority' ";
constexpr char kLifted[] =
    "competent_agency_id: 'authority' status: ADOPTION_HOLD_STATUS_LIFTED "
    "tracing_action_count: 1 lifted_by_agency_ids: ['authority', 'ngo'] ";

Tri Held(const std::vector<std::string>& claims) {
  return FactsOf(claims).adoption_hold;
}

TEST(AdoptionHoldTest, IsUnknownWithoutAWordAndHoldsByOne) {
  EXPECT_EQ(Held({}), Tri::kUnknown);
  EXPECT_EQ(Held({At(-1, HoldOf("ngo", kHeld))}), Tri::kTrue);
  EXPECT_EQ(Held({HoldOf("ngo", kHeld)}), Tri::kTrue);
  EXPECT_EQ(Held({At(1, HoldOf("ngo", kHeld))}), Tri::kTrue);
  EXPECT_EQ(Held({At(-1, HoldOf("ngo", ""))}), Tri::kTrue);
  // There is nothing to lift.
  EXPECT_EQ(Held({At(-1, HoldOf("authority", kLifted))}), Tri::kUnknown);
}

TEST(AdoptionHoldTest, OnlyItsAuthorityLiftsItOnceAllIsDone) {
  const std::string held = At(-2, HoldOf("ngo", kHeld));
  const auto lifted = [](const std::string& fields) {
    return At(-1, HoldOf("authority", fields));
  };
  const std::string status = " status: ADOPTION_HOLD_STATUS_LIFTED ";
  const std::string two = " lifted_by_agency_ids: ['authority', 'ngo'] ";
  const std::string looked = " tracing_action_count: 1 ";
  EXPECT_EQ(Held({held, lifted(kLifted)}), Tri::kFalse);
  EXPECT_EQ(Held({lifted(kLifted), held}), Tri::kFalse);
  EXPECT_EQ(Held({held, At(-1, HoldOf("ngo", kLifted))}), Tri::kTrue);
  EXPECT_EQ(Held({held, lifted(status + two)}), Tri::kTrue);
  EXPECT_EQ(Held({held, lifted(status + looked)}), Tri::kTrue);
  EXPECT_EQ(
      Held(
          {held, lifted(status + looked +
                        " lifted_by_agency_ids: ['authority', 'authority'] ")}),
      Tri::kTrue);
  EXPECT_EQ(Held({held, HoldOf("authority", kLifted)}), Tri::kTrue);
  EXPECT_EQ(Held({held, At(1, HoldOf("authority", kLifted))}), Tri::kTrue);
}

TEST(AdoptionHoldTest, ALaterHoldHoldsAgain) {
  const std::string lifted = At(-2, HoldOf("authority", kLifted));
  EXPECT_EQ(Held({At(-3, HoldOf("ngo", kHeld)), lifted,
                  At(-1, HoldOf("ngo", kHeld))}),
            Tri::kTrue);
  EXPECT_EQ(Held({At(-2, HoldOf("ngo", kHeld)), lifted}), Tri::kTrue);
}

TEST(AdoptionHoldTest, AFileFromBeforeIsItsAuthoritysOwn) {
  const std::vector<std::string> claims = {
      At(-2, HoldOf("ngo", "competent_agency_id: 'clinic' ")),
      At(-1, HoldOf("clinic",
                    "status: ADOPTION_HOLD_STATUS_GRANDFATHERED "
                    "grandfathered_case_id: 'f-1' "))};
  EXPECT_EQ(Held(claims), Tri::kFalse);  // FactsOf(): the clinic asks.
  EXPECT_EQ(Held({claims[0], At(-1, HoldOf("clinic",
                                           "status: "
                                           "ADOPTION_HOLD_STATUS_"
                                           "GRANDFATHERED "))}),
            Tri::kTrue);
  EXPECT_EQ(Held({At(-2, HoldOf("ngo", kHeld)),
                  At(-1, HoldOf("authority",
                                "status: ADOPTION_HOLD_STATUS_GRANDFATHERED "
                                "grandfathered_case_id: 'f-1' "))}),
            Tri::kTrue);
}

void ExpectAge(const std::vector<std::string>& claims, int min, int max) {
  const AgeInterval age = FactsOf(claims).age;
  EXPECT_EQ(age.min_years, min) << (claims.empty() ? "" : claims[0]);
  EXPECT_EQ(age.max_years, max) << (claims.empty() ? "" : claims[0]);
}

TEST(SubjectAgeTest, ComesFromTheBirthDate) {
  ExpectAge({"identity { date_of_birth { year: 2016 month: 1 day: 1 } }"}, 10,
            10);
  ExpectAge({"identity { date_of_birth { year: 2016 month: 1 day: 2 } }"}, 9,
            9);
  ExpectAge({"identity { date_of_birth { year: 2016 } }"}, 9, 10);
  ExpectAge({"identity { date_of_birth { year: 2015 month: 12 } }"}, 10, 10);
}

TEST(SubjectAgeTest, InDoubtAPersonIsAChild) {
  ExpectAge({}, 0, 17);
  ExpectAge({"identity { name_full: 'x' }"}, 0, 17);
  ExpectAge({"identity { date_of_birth { year: 2007 } }"}, 18, 19);
  ExpectAge({"identity { date_of_birth { year: 2008 } }"}, 17, 17);
  ExpectAge({At(0, "identity { age { min_years: 20 max_years: 20 } }")}, 20,
            21);
  ExpectAge({At(0, "identity { age { min_years: 20 estimated: true } }")}, 0,
            17);
  // What was made of a guess proves nothing either.
  ExpectAge({At(0,
                "identity { age { min_years: 20 estimated: true } "
                "date_of_birth { year: 1950 } }")},
            0, 17);
  ExpectAge({At(0, "identity { age { min_years: 20 } }"),
             At(0, "identity { age { min_years: 12 max_years: 13 } }")},
            12, 17);
}

// One feed says "born 1980" and "age 7": one of them is a slip.
TEST(SubjectAgeTest, AClaimThatContradictsItselfIsInDoubt) {
  const auto born = [](int year, const std::string& more) {
    return At(0, absl::StrCat("identity { date_of_birth { year: ", year, " } ",
                              more, " }"));
  };
  ExpectAge({born(1980, "age { min_years: 7 max_years: 7 }")}, 7, 17);
  ExpectAge({born(1980, "age_band: AGE_BAND_12_TO_17")}, 12, 17);
  ExpectAge({born(1980, "age { min_years: 0 max_years: 0 }")}, 0, 17);
  // A wider word that the date fits into makes no doubt, nor do two adults.
  ExpectAge({born(1980, "age { min_years: 16 max_years: 60 }")}, 45, 46);
  ExpectAge({born(1980, "age { min_years: 30 max_years: 30 }")}, 45, 46);
  // Of two ages of a child both are possible.
  ExpectAge({born(2016, "age { min_years: 4 max_years: 4 }")}, 4, 10);
}

TEST(SubjectAgeTest, NobodyGrowsYoungerByABirthday) {
  internal::v1::StoredRecord record;
  v1::Claim& claim = *record.add_claims();
  claim.mutable_source_time()->set_seconds(kNow - kDay);
  v1::ChildIdentity& identity = *claim.mutable_identity();
  identity.mutable_age()->set_min_years(17);
  identity.mutable_age()->set_max_years(17);
  for (int year = 1990; year <= 2010; ++year) {
    identity.mutable_date_of_birth()->set_year(year);
    identity.mutable_date_of_birth()->set_month(6);
    AgeInterval before = {0, 0};
    for (absl::CivilMonth month(2026, 1); month.year() < 2030; ++month) {
      const AgeInterval age = SubjectAge(
          record, absl::FromCivil(absl::CivilDay(month), absl::UTCTimeZone()));
      EXPECT_GE(age.min_years, before.min_years) << year << ", " << month;
      EXPECT_GE(age.max_years, before.max_years) << year << ", " << month;
      before = age;
    }
  }
}

TEST(SubjectAgeTest, AgesGrowAndAgeZeroIsNotBlank) {
  ExpectAge({At(0, "identity { age { min_years: 0 max_years: 0 } }")}, 0, 1);
  ExpectAge({At(-731, "identity { age { min_years: 7 max_years: 7 } }")}, 9,
            10);
}

}  // namespace
}  // namespace homeward::auth
