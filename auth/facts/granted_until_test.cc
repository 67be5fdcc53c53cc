#include "auth/facts/granted_until.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/clause_text.h"
#include "auth/decision/grant.h"
#include "auth/facts/decision_facts.h"
#include "auth/mou/retention.h"
#include "auth/testing/signed_mous.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

constexpr int64_t kDay = 86400;
// 2026-01-01
constexpr int64_t kNow = 1767225600;
// What the duty of WellbeingIf() lets the clinic keep.
constexpr int kMonth = 30;

absl::Duration Days(double days) { return days * absl::Hours(24); }

std::string Time(int64_t days) {
  return absl::StrCat("{ seconds: ", kNow + days * kDay, " }");
}

// The clinic is told when wellbeing was checked, under `match`, with `duties`.
std::string WellbeingIf(const std::string& match,
                        const std::string& duties =
                            "obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST"
                            " within { seconds: 2592000 } }",
                        const std::string& outcome = "FIELD_OUTCOME_CLEAR") {
  static int id = 0;
  return PermitToAll(
      absl::StrCat("c", ++id),
      absl::StrCat("categories { categories: CATEGORY_WELLBEING } ", match),
      absl::StrCat(FieldText(kWellbeingTime, outcome), duties));
}

constexpr char kConsent[] =
    "conditions { fact: FACT_CONSENT_ON_FILE expected: true }";
constexpr char kCare[] =
    "conditions { fact: FACT_CARE_RELATION expected: true }";

// For the clinic, given `given_days` from now.
std::string Agreed(int64_t given_days, const std::string& more = "") {
  return absl::StrCat("claims { source_time ", Time(given_days),
                      " consent { purpose: PURPOSE_TREAT recipient_agency_ids: "
                      "'clinic' categories: CATEGORY_WELLBEING given_by: "
                      "CONSENT_GIVER_CAREGIVER given_time ",
                      Time(given_days), " ", more, " } } ");
}

// The MOU of `clauses` between the clinic and the ngo, in force at `now`.
absl::StatusOr<std::shared_ptr<const ActiveSet>> SetOf(
    const std::string& clauses, absl::Time now) {
  v1::Mou mou = TextProto(clauses);
  const v1::Mou parties =
      TextProto("party_agency_ids: [ 'clinic', 'ngo' ] legal_authority: 'law'");
  mou.MergeFrom(parties);
  v1::Mou document = testing::Document("ngo-clinic", now, now + absl::Hours(1));
  document.clear_clauses();
  mou.MergeFrom(document);
  return ActiveSet::Build(testing::AsCharter(testing::Document(
                              "charter", now, now + absl::Hours(1))),
                          {testing::SignedByAll(mou)}, {});
}

// What the duty of `grant` says; nothing if none does.
std::optional<absl::Duration> SaidBy(const Grant& grant) {
  std::optional<absl::Duration> said;
  for (const v1::Obligation& duty : grant.obligations()) {
    if (duty.type() != v1::OBLIGATION_TYPE_RETAIN_AT_MOST) continue;
    EXPECT_FALSE(said.has_value());
    said = absl::Seconds(duty.within().seconds());
  }
  return said;
}

// For how long what the clinic is told by `clauses` of a record of `claims` may
// be kept, of which the duty says a power of two; nothing if it is told
// nothing.
std::optional<absl::Duration> Kept(const std::string& clauses,
                                   const std::string& claims,
                                   const std::string& requester = "clinic") {
  AccessRequest request;
  request.requester_agency_id = requester;
  request.requester_kind = v1::AGENCY_KIND_POLICE;
  request.owner_agency_id = "ngo";
  request.roles = {v1::ROLE_CLINIC_CLINICIAN};
  request.purpose = v1::PURPOSE_TREAT;
  request.action = v1::ACTION_LOCATE;
  request.mou_id = "ngo-clinic";
  const absl::Time now = absl::FromUnixSeconds(kNow);
  const auto set = SetOf(clauses, now);
  EXPECT_OK(set);
  const Admittance admitted = Admit(*set, request, {}, now);
  if (!admitted.admission.ok()) return std::nullopt;
  const internal::v1::StoredRecord record = TextProto(claims);
  Authorization told =
      Authorize(*admitted.admission, DecisionFacts(record, request, now));
  if (!told.grant.ok()) return std::nullopt;
  const absl::Duration until =
      GrantedUntil(*admitted.admission, *told.grant, record,
                   now + RetentionOf({told.grant->obligations().begin(),
                                      told.grant->obligations().end()})) -
      now;
  KeepNoLongerThanGranted(*admitted.admission, record, *told.grant);
  const std::optional<absl::Duration> said = SaidBy(*told.grant);
  if (!said.has_value()) return absl::InfiniteDuration();
  if (*said > until || until >= 2 * *said) return *said;
  // Not shortened: exact. Shortened: a birthday can't be read from it.
  const int64_t seconds = absl::ToInt64Seconds(*said);
  EXPECT_TRUE(*said == Days(kMonth) || (seconds & (seconds - 1)) == 0) << *said;
  return until;
}

TEST(GrantedUntilTest, NothingIsKeptLongerThanTheConsentThatLetItBeTold) {
  const std::string clauses = WellbeingIf(kConsent);
  EXPECT_EQ(Kept(clauses, Agreed(-1)), Days(kMonth));
  EXPECT_EQ(Kept(clauses, Agreed(-1, "expiry_time " + Time(29))), Days(29));
  EXPECT_EQ(Kept(clauses, Agreed(-1, "expiry_time " + Time(31))), Days(kMonth));
  EXPECT_EQ(Kept(clauses, Agreed(-1, "expiry_time " + Time(0))), std::nullopt);
  // 12 months after it was given.
  EXPECT_EQ(Kept(clauses, Agreed(-360)), Days(5));
  // Taken back from a day on that is still to come.
  EXPECT_EQ(Kept(clauses, Agreed(-1, "revoked_time " + Time(3))), Days(3));
}

TEST(GrantedUntilTest, NorLongerThanTheAgeBandInWhichItWasGiven) {
  const std::string clauses = WellbeingIf(kConsent);
  const auto born = [](int year, int month, int day) {
    return absl::Substitute(
        "claims { identity { date_of_birth { year: $0 month: $1 day: $2 } } } ",
        year, month, day);
  };
  // She is 12 in ten days.
  EXPECT_EQ(Kept(clauses, Agreed(-1) + born(2014, 1, 11)), Days(10));
  EXPECT_EQ(Kept(clauses, Agreed(-1) + born(2014, 3, 11)), Days(kMonth));
  // A birthday that ends no band.
  EXPECT_EQ(Kept(clauses, Agreed(-1) + born(2015, 1, 11)), Days(kMonth));
  // Only the year is known: she may be 11 until it is over.
  EXPECT_EQ(Kept(clauses, Agreed(-1) + "claims { identity { date_of_birth { "
                                       "year: 2014 } } }"),
            Days(kMonth));
}

TEST(GrantedUntilTest, NorLongerThanChildhoodWhereThePermitIsForChildren) {
  const std::string turns_18 =
      "claims { identity { date_of_birth { year: 2008 month: 1 day: 8 } } }";
  EXPECT_EQ(Kept(WellbeingIf(""), turns_18), Days(7));
  EXPECT_EQ(Kept(WellbeingIf("subject_age {}"), turns_18), Days(kMonth));
}

TEST(GrantedUntilTest, NorLongerThanTheReferralOrTheCustody) {
  const std::string clauses = WellbeingIf(kCare);
  const auto referred = [](int64_t days, const std::string& more = "") {
    return absl::StrCat(
        "claims { source_agency_id: 'ngo' source_time ", Time(days),
        " referral { referral_id: 'r' to_agency_id: 'clinic' made_time ",
        Time(days), " ", more, " } } ");
  };
  EXPECT_EQ(Kept(clauses, referred(-5)), Days(kMonth));
  EXPECT_EQ(Kept(clauses, referred(-363)), Days(2));
  EXPECT_EQ(Kept(clauses, referred(-5, "closed_time " + Time(4))), Days(4));
  const auto custody = [](const std::string& to, int64_t days) {
    return absl::StrCat("claims { custody_event { to_agency_id: '", to,
                        "' effective_time ", Time(days), " accepted_time ",
                        Time(-1), " } } ");
  };
  EXPECT_EQ(Kept(clauses, custody("clinic", -1)), Days(kMonth));
  EXPECT_EQ(Kept(clauses, custody("clinic", -1) + custody("ngo", 6)), Days(6));
}

TEST(GrantedUntilTest, WhatIsGrantedWithoutConsentIsNotEndedByIt) {
  const std::string ends = Agreed(-1, "expiry_time " + Time(3));
  const std::string both = WellbeingIf("") + WellbeingIf(kConsent);
  EXPECT_EQ(Kept(both, ends), Days(kMonth));
  // Of two the newer counts.
  EXPECT_EQ(
      Kept(WellbeingIf(kConsent), ends + Agreed(0, "expiry_time " + Time(9))),
      Days(9));
  // Where the consent lets more be told, only the rest would stay.
  EXPECT_EQ(Kept(WellbeingIf("conditions { fact: FACT_CONSENT_ON_FILE "
                             "expected: false }",
                             "",
                             "FIELD_OUTCOME_COARSEN coarsen_to: "
                             "COARSENESS_YEAR") +
                     both,
                 ends),
            Days(3));
}

TEST(GrantedUntilTest, WithoutADutyADayIsKeptAndNoMore) {
  const std::string clauses = WellbeingIf(kConsent, "");
  EXPECT_EQ(Kept(clauses, Agreed(-1, "expiry_time " + Time(2))),
            absl::InfiniteDuration());
  EXPECT_EQ(Kept(clauses, Agreed(-364)), absl::InfiniteDuration());
  const std::string soon =
      absl::StrCat("expiry_time { seconds: ", kNow + 7, " nanos: 500000000 }");
  EXPECT_EQ(Kept(clauses, Agreed(-1, soon)), absl::Milliseconds(7500));
}

TEST(GrantedUntilTest, OwnStaffKeepNothingThatWouldEnd) {
  EXPECT_EQ(Kept(WellbeingIf(""),
                 "claims { identity { date_of_birth { year: 2008 month: 1 day: "
                 "8 } } }",
                 "ngo"),
            Days(kMonth));
}

// Who writes in a record must not make questions about her slow.
TEST(GrantedUntilTest, ARecordFullOfWordsAndTimesIsNotDecidedAtEachOfThem) {
  constexpr int kWords = 900;
  std::string claims;
  for (int i = 0; i < kWords; ++i) {
    absl::StrAppend(&claims,
                    Agreed(-1, absl::StrCat("expiry_time { seconds: ",
                                            kNow + (10 + i % 9) * kDay + i,
                                            " } revoked_time ", Time(25))));
  }
  // Without them.
  const std::string lasting = Agreed(0);
  EXPECT_EQ(Kept(WellbeingIf(kConsent), lasting), Days(kMonth));
  // Each of them lets it be told by itself; no longer than until the first is
  // over it surely may be.
  const absl::Time begun = absl::Now();
  EXPECT_EQ(Kept(WellbeingIf(kConsent), lasting + claims), Days(10));
  EXPECT_LT(absl::Now() - begun, absl::Seconds(5));
}

TEST(GrantedUntilTest, ARecordOfManyClaimsIsLookedAtAtEachTime) {
  std::string claims;
  for (int i = 1; i < 25; ++i) {
    absl::StrAppend(&claims, Agreed(-1, "expiry_time " + Time(i)));
  }
  for (int i = 0; i < 400; ++i) {
    absl::StrAppend(&claims, "claims { sighting {} } ");
  }
  EXPECT_EQ(Kept(WellbeingIf(kConsent), claims + Agreed(0)), Days(kMonth));
  EXPECT_EQ(Kept(WellbeingIf(kConsent),
                 claims + Agreed(0, "expiry_time " + Time(28))),
            Days(28));
}

TEST(GrantedUntilTest, TimesAtTheEndsOfTimeEndNothing) {
  const std::string clauses = WellbeingIf(kConsent);
  for (const char* seconds : {"253402300799", "9223372036854775807",
                              "-62135596800", "-9223372036854775808"}) {
    const std::string time = absl::StrCat("{ seconds: ", seconds, " } ");
    // A consent for another agency.
    const std::string other = absl::StrCat(
        "claims { source_time ", time,
        " consent { purpose: PURPOSE_TREAT recipient_agency_ids: 'ngo' "
        "given_by: CONSENT_GIVER_CAREGIVER given_time ",
        time, "expiry_time ", time, "} } claims { custody_event { ",
        "effective_time ", time, "accepted_time ", time, "} } ");
    EXPECT_EQ(Kept(clauses, Agreed(-1) + other), Days(kMonth)) << seconds;
  }
  EXPECT_EQ(Kept(clauses, Agreed(-1, "expiry_time { seconds: 253402300799 }")),
            Days(kMonth));
}

}  // namespace
}  // namespace homeward::auth
