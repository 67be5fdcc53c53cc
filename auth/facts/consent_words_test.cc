#include "auth/facts/consent_words.h"

#include <algorithm>
#include <random>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/subject_age.h"
#include "auth/proto_time.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "tests/testing/patience.h"

namespace homeward::auth {
namespace {

using internal::v1::StoredRecord;

constexpr absl::Duration kDay = absl::Hours(24);
const absl::Time kNow = absl::FromUnixSeconds(1767225600);  // 2026-01-01

// A claim about consent of the clinic to health data, true since `since`.
void AddConsent(absl::Time since, absl::Time given, StoredRecord& record) {
  v1::Claim& claim = *record.add_claims();
  *claim.mutable_source_time() = ToTimestamp(since);
  v1::Consent& consent = *claim.mutable_consent();
  consent.set_purpose(v1::PURPOSE_TREAT);
  consent.add_recipient_agency_ids("clinic");
  consent.add_categories(v1::CATEGORY_HEALTH);
  consent.set_given_by(v1::CONSENT_GIVER_CAREGIVER);
  *consent.mutable_given_time() = ToTimestamp(given);
  *consent.mutable_expiry_time() = ToTimestamp(kNow + kDay);
}

v1::Claim& AddBirth(int year, int month, int day, StoredRecord& record) {
  v1::Claim& claim = *record.add_claims();
  *claim.mutable_source_time() = ToTimestamp(kNow - 300 * kDay);
  v1::PartialDate& birth = *claim.mutable_identity()->mutable_date_of_birth();
  birth.set_year(year);
  if (month > 0) birth.set_month(month);
  if (day > 0) birth.set_day(day);
  return claim;
}

ConsentWords WordsOf(const StoredRecord& record) {
  return NewestConsent(record, "clinic", v1::PURPOSE_TREAT,
                       ConsentAbout::kRecipient, kNow);
}

// What it comes to, plainly: each consent by itself, by the age at both times.
// 1 it is agreed, -1 refused, 0 neither.
int Plainly(const StoredRecord& record) {
  const auto band = [](int years) { return std::min(years, 18) / 6; };
  const int grown = band(SubjectAge(record, kNow).min_years);
  absl::Time newest = absl::InfinitePast();
  int say = 0;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_consent()) continue;
    const absl::Time time = ToTime(claim.source_time());
    const absl::Time given = ToTime(claim.consent().given_time());
    int says = -1;
    if (!claim.consent().has_revoked_time()) {
      if (time > kNow) continue;
      says =
          given <= kNow && grown <= band(SubjectAge(record, given).max_years);
    }
    // Of one time the stricter: a refusal, then one that does not hold.
    const bool stricter = say == 1 || (say == 0 && says == -1);
    if (time > newest || (time == newest && stricter)) say = says;
    newest = std::max(newest, time);
  }
  return say;
}

int Said(const ConsentWords& words) {
  if (words.refused.Contains(v1::CATEGORY_HEALTH)) return -1;
  return words.agreed.Contains(v1::CATEGORY_HEALTH) ? 1 : 0;
}

TEST(ConsentWordsTest, SayWhatEachConsentByItselfWould) {
  std::mt19937 random(20260101);
  const auto draw = [&random](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  int seen[3] = {};
  for (int i = 0; i < 3000; ++i) {
    StoredRecord record;
    // Near the birthdays on which bands end, and before she was born.
    const int year = 2026 - 6 * draw(0, 4) + draw(-1, 1);
    for (int k = draw(0, 4); k > 0; --k) {
      v1::Claim& claim =
          AddBirth(year + draw(0, 8) / 8, draw(0, 12), draw(0, 28), record);
      v1::ChildIdentity& identity = *claim.mutable_identity();
      if (draw(0, 2) == 0) identity.clear_date_of_birth();
      if (draw(0, 3) == 0) identity.mutable_age()->set_min_years(draw(0, 20));
      if (draw(0, 9) == 0) identity.mutable_age()->set_estimated(true);
      if (draw(0, 3) == 0) {
        identity.set_age_band(static_cast<v1::AgeBand>(draw(0, 4)));
      }
      if (draw(0, 4) == 0) claim.clear_source_time();
    }
    for (int k = draw(1, 5); k > 0; --k) {
      AddConsent(kNow - draw(-1, 3) * kDay, kNow - draw(-1, 9) * 200 * kDay,
                 record);
      if (draw(0, 9) > 0) continue;
      *record.mutable_claims(record.claims_size() - 1)
           ->mutable_consent()
           ->mutable_revoked_time() = ToTimestamp(kNow - kDay);
    }
    std::shuffle(record.mutable_claims()->pointer_begin(),
                 record.mutable_claims()->pointer_end(), random);
    const int said = Said(WordsOf(record));
    ASSERT_EQ(said, Plainly(record)) << record.ShortDebugString();
    ++seen[said + 1];
  }
  for (const int count : seen) EXPECT_GT(count, 100);
}

// A full record: half of it consents, half of it births, and no two alike.
TEST(ConsentWordsTest, ManyConsentsAndBirthsTakeNoLongerThanTheirNumber) {
  StoredRecord record;
  for (int i = 0; i < 500; ++i) {
    AddConsent(kNow - (600 - i) * kDay, kNow - (599 - i) * kDay, record);
    if (i > 0) AddBirth(2013 + i % 2, 1 + i % 12, 1 + i % 28, record);
  }
  EXPECT_TRUE(homeward::testing::AtBest([&record] {
    const absl::Time begun = absl::Now();
    EXPECT_EQ(Said(WordsOf(record)), 1);
    return absl::Now() - begun < absl::Milliseconds(30);
  }));
}

}  // namespace
}  // namespace homeward::auth
