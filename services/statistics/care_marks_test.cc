#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/table_marks.h"
#include "tests/testing/text_proto.h"

// Where a child counts by what was told of her health and of her screenings.
namespace homeward::statistics {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 2026-07-01 and 2026-10-01.
constexpr int64_t kStart = 1782864000;
constexpr int64_t kEnd = 1790812800;
constexpr int64_t kDay = 24 * 3600;
const Period kSummer = {absl::FromUnixSeconds(kStart),
                        absl::FromUnixSeconds(kEnd)};

constexpr char kNeed[] = "functional_needs: 'a ramp'";
constexpr char kVaccine[] = "immunizations { display: 'Measles' }";

std::string Empty(const std::string& section,
                  const std::string& reason = "NIL_KNOWN") {
  return absl::StrCat("section_states { section: IPS_SECTION_", section,
                      " empty_reason: EMPTY_REASON_", reason, " }");
}

std::string Health(int64_t seconds, const std::string& summary) {
  return absl::StrCat("claims { source_time { seconds: ", seconds,
                      " } health_summary { ", summary, " } } ");
}

std::string Screening(int64_t seconds, const std::string& result,
                      int64_t said = kEnd) {
  return absl::StrCat("claims { source_time { seconds: ", said,
                      " } screening { screened_time { seconds: ", seconds,
                      " } ", result, " } } ");
}

std::string Asks(const std::string& urgency,
                 const std::vector<std::string>& services = {}) {
  std::string text = absl::StrCat("urgency: SCREENING_URGENCY_", urgency);
  for (const std::string& service : services) {
    absl::StrAppend(&text, " requested_services: SCREENING_SERVICE_", service);
  }
  return text;
}

// Where a child counts, as "row, column".
std::vector<std::string> InHealth(const std::string& claims) {
  const internal::v1::StoredRecord record = TextProto(claims);
  std::vector<std::string> texts;
  for (const Mark& mark : MarkHealth({record, false}, kSummer)) {
    texts.push_back(
        absl::StrCat(mark.row, ", ", VaccineColumns(kSummer)[mark.column]));
  }
  return texts;
}

std::vector<std::string> InScreening(const std::string& claims) {
  const internal::v1::StoredRecord record = TextProto(claims);
  std::vector<std::string> texts;
  for (const Mark& mark : MarkScreening({record, false}, kSummer)) {
    texts.push_back(
        absl::StrCat(mark.row, ", ", ServiceColumns(kSummer)[mark.column]));
  }
  return texts;
}

TEST(HealthMarksTest, CountWhoWasSpokenOfInTheQuarter) {
  EXPECT_THAT(InHealth(Health(kStart, kNeed)), ElementsAre("needs, not told"));
  EXPECT_THAT(InHealth(Health(kEnd - 1, kVaccine)),
              ElementsAre("not told, vaccines"));
  EXPECT_THAT(InHealth(Health(kStart - 1, kNeed)), IsEmpty());
  EXPECT_THAT(InHealth(Health(kEnd, kNeed)), IsEmpty());
  EXPECT_THAT(InHealth(""), IsEmpty());
}

TEST(HealthMarksTest, NoneIsWhatSaysSoAndNothingElse) {
  EXPECT_THAT(InHealth(Health(
                  kStart, Empty("FUNCTIONAL_STATUS") + Empty("IMMUNIZATIONS"))),
              ElementsAre("no needs, no vaccines"));
  EXPECT_THAT(InHealth(Health(kStart, Empty("IMMUNIZATIONS", "NOT_ASKED"))),
              ElementsAre("not told, not told"));
  EXPECT_THAT(InHealth(Health(kStart, Empty("IMMUNIZATIONS") +
                                          Empty("IMMUNIZATIONS", "WITHHELD"))),
              ElementsAre("not told, not told"));
  EXPECT_THAT(InHealth(Health(kStart, Empty("PROBLEMS"))),
              ElementsAre("not told, not told"));
}

TEST(HealthMarksTest, AnEntryThatDoesNotHoldIsNone) {
  for (const std::string& status : {"not-done", "entered-in-error"}) {
    EXPECT_THAT(
        InHealth(Health(kStart, absl::StrCat("immunizations { display: 'M' "
                                             "status: '",
                                             status, "' }"))),
        ElementsAre("not told, not told"));
  }
  EXPECT_THAT(InHealth(Health(kStart,
                              "functional_status { display: 'F' status: "
                              "'resolved' } immunizations { display: 'M' "
                              "status: 'completed' }")),
              ElementsAre("not told, vaccines"));
  EXPECT_THAT(InHealth(Health(kStart,
                              "functional_status { display: 'F' status: "
                              "'active' }")),
              ElementsAre("needs, not told"));
}

TEST(HealthMarksTest, TheLastWordOnEachCounts) {
  const std::string first = Health(kStart, absl::StrCat(kNeed, kVaccine));
  const std::string later = Health(kStart + kDay, Empty("FUNCTIONAL_STATUS"));
  EXPECT_THAT(InHealth(first + later), ElementsAre("no needs, vaccines"));
  EXPECT_THAT(InHealth(later + first), ElementsAre("no needs, vaccines"));
}

TEST(HealthMarksTest, WhatIsSensitiveIsAsIfItWereNotThere) {
  const std::string sensitive =
      "sensitive_problems { display: 'X' } pregnancy { display: 'X' } "
      "sensitive_section_states { section: IPS_SECTION_PREGNANCY }";
  EXPECT_THAT(InHealth(Health(kStart, sensitive)), IsEmpty());
  EXPECT_THAT(InHealth(Health(kStart, absl::StrCat(kNeed, " ", sensitive))),
              ElementsAre("needs, not told"));
}

TEST(HealthMarksTest, NeitherADiagnosisNorWhichNeedIsLookedAt) {
  EXPECT_THAT(InHealth(Health(kStart, "problems { code: 'G80' display: 'X' }")),
              ElementsAre("not told, not told"));
  EXPECT_THAT(InHealth(Health(kStart,
                              "functional_needs: 'one' "
                              "functional_needs: 'another'")),
              ElementsAre("needs, not told"));
}

TEST(ScreeningMarksTest, CountTheLastScreeningOfTheQuarter) {
  const std::string first =
      Screening(kStart, Asks("AT_ONCE", {"SAFE_SHELTER"}));
  const std::string last = Screening(kEnd - 1, Asks("NONE"));
  EXPECT_THAT(InScreening(first), ElementsAre("at once, safe shelter"));
  EXPECT_THAT(InScreening(last + first), ElementsAre("none, not told"));
  EXPECT_THAT(InScreening(Screening(kStart - 1, Asks("SOON"))), IsEmpty());
  EXPECT_THAT(InScreening(Screening(kEnd, Asks("SOON"))), IsEmpty());
  EXPECT_THAT(InScreening(first + Screening(kEnd, Asks("SOON"))),
              ElementsAre("at once, safe shelter"));
}

TEST(ScreeningMarksTest, OfTheSameScreeningTheNewestWordCounts) {
  const std::string said = Screening(kStart, Asks("SOON"), kEnd);
  const std::string mended = Screening(kStart, Asks("AT_ONCE"), kEnd + 1);
  EXPECT_THAT(InScreening(mended + said), ElementsAre("at once, not told"));
  EXPECT_THAT(InScreening(said + mended), ElementsAre("at once, not told"));
}

TEST(ScreeningMarksTest, SeveralServicesAreOneColumn) {
  EXPECT_THAT(InScreening(Screening(
                  kStart, Asks("SOON", {"LEGAL_AID", "MEDICAL_CARE"}))),
              ElementsAre("soon, several"));
  EXPECT_THAT(
      InScreening(Screening(kStart, Asks("SOON", {"LEGAL_AID", "LEGAL_AID"}))),
      ElementsAre("soon, legal aid"));
  EXPECT_THAT(InScreening(Screening(
                  kStart, Asks("SOON", {"LEGAL_AID", "UNSPECIFIED"}))),
              ElementsAre("soon, not told"));
}

TEST(ScreeningMarksTest, AnUrgencyThatIsNotKnownIsNotRead) {
  const std::string known = Screening(kStart, Asks("SOON"));
  EXPECT_THAT(InScreening(known + Screening(kStart + 1, "")), IsEmpty());
  EXPECT_THAT(InScreening(Screening(kStart, Asks("UNSPECIFIED"))), IsEmpty());
}

TEST(ScreeningMarksTest, WhatSheSaidChangesNothing) {
  const std::string result = Asks("SOON", {"LEGAL_AID"});
  EXPECT_EQ(InScreening(Screening(kStart, result)),
            InScreening(Screening(
                kStart, result + " instrument_id: 'i' score: 9 answers { "
                                 "question_id: 'q' reply: "
                                 "SCREENING_REPLY_YES }")));
}

TEST(CareMarksTest, WhoIsOfAgeIsNoChild) {
  const std::string adult =
      "claims { source_time { seconds: 1782000000 } identity { date_of_birth { "
      "year: 2000 } } } ";
  EXPECT_THAT(InHealth(adult + Health(kStart, kNeed)), IsEmpty());
  EXPECT_THAT(InScreening(adult + Screening(kStart, Asks("SOON"))), IsEmpty());
}

}  // namespace
}  // namespace homeward::statistics
