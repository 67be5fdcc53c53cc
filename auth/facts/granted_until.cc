#include "auth/facts/granted_until.h"

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/consent_words.h"
#include "auth/facts/decision_facts.h"
#include "auth/facts/subject_age.h"
#include "auth/mou/retention.h"
#include "auth/mou/treatment.h"
#include "auth/proto_time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using internal::v1::StoredRecord;

constexpr absl::Duration kDay = absl::Hours(24);
// Claims that are read for one record: some tens of milliseconds. A record that
// somebody fills with words and times must not keep other questions waiting.
constexpr size_t kMostReads = 250000;

// Adds the times in `message`, and when what has no end ends that began then:
// consent, and a referral.
void AddTimesIn(const Message& message, std::set<absl::Time>& times) {
  if (message.GetDescriptor() == Timestamp::descriptor()) {
    const absl::Time time = ToTime(static_cast<const Timestamp&>(message));
    times.insert({time, time + kDefaultConsent});
    return;
  }
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> parts;
  reflection->ListFields(message, &parts);
  for (const FieldDescriptor* part : parts) {
    if (part->is_repeated() ||
        part->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    }
    AddTimesIn(reflection->GetMessage(message, part), times);
  }
}

// Whether time alone changes what `claim` says to a decision, but of the age.
bool HasTimes(const v1::Claim& claim) {
  return claim.has_consent() || claim.has_referral() ||
         claim.has_custody_event() || claim.has_location_protection() ||
         claim.has_adoption_hold();
}

// At how many times `record` may be decided about by kMostReads. One decision
// asks for the age with each consent, and for the words on it with each
// referral.
size_t MostLooks(const StoredRecord& record) {
  const auto& claims = record.claims();
  const size_t words = absl::c_count_if(claims, HasTimes);
  const size_t ages = absl::c_count_if(
      claims, [](const v1::Claim& claim) { return claim.has_identity(); });
  return kMostReads / (claims.size() + words * (words + ages) + 1);
}

bool IsSameAge(const AgeInterval& a, const AgeInterval& b) {
  return a.min_years == b.min_years && a.max_years == b.max_years;
}

absl::Time DayBegins(int64_t day) { return absl::UnixEpoch() + day * kDay; }

int64_t DayOf(absl::Time time) {
  return absl::ToInt64Hours(absl::Floor(time - absl::UnixEpoch(), kDay)) / 24;
}

// Adds when SubjectAge() changes in (from, until]: always where a day begins.
void AddBirthdays(const StoredRecord& record, absl::Time from, absl::Time until,
                  std::set<absl::Time>& times) {
  const SubjectAges ages(record);
  const auto age_at = [&ages](int64_t day) { return ages.At(DayBegins(day)); };
  const int64_t last = DayOf(until);
  int64_t same = DayOf(from);
  // Nobody grows younger: the ages at both ends tell of all between.
  for (AgeInterval age = age_at(same); !IsSameAge(age, age_at(last));
       age = age_at(same)) {
    int64_t other = last;
    while (other - same > 1) {
      const int64_t middle = same + (other - same) / 2;
      (IsSameAge(age, age_at(middle)) ? same : other) = middle;
    }
    times.insert(DayBegins(other));
    same = other;
  }
}

// Whether `now` grants all that `then` did, in no stricter form.
bool GrantsAllOf(const Grant& then, const Grant& now) {
  if ((then.fields() & ~now.fields()).any()) return false;
  const FieldSet altered = then.fields() & now.treatments().altered();
  for (size_t i = altered._Find_first(); i < altered.size();
       i = altered._Find_next(i)) {
    const int field = static_cast<int>(i);
    const Treatment before = then.treatments().Of(field);
    if (Stricter(before, now.treatments().Of(field)) != before) return false;
  }
  return true;
}

// The largest power of two seconds that is at most `time`, which is at least a
// second.
int64_t PowerOfTwoSeconds(absl::Duration time) {
  int64_t power = 1;
  while (absl::Seconds(2 * power) <= time) power *= 2;
  return power;
}

}  // namespace

absl::Time GrantedUntil(const Admission& admission, const Grant& grant,
                        const StoredRecord& record, absl::Time until) {
  std::set<absl::Time> times;
  for (const v1::Claim& claim : record.claims()) {
    if (HasTimes(claim)) AddTimesIn(claim, times);
  }
  AddBirthdays(record, admission.now(), until, times);
  size_t looks = MostLooks(record);
  for (auto time = times.upper_bound(admission.now());
       time != times.end() && *time < until; ++time) {
    // Nobody knows what it says then: unknown means denied.
    if (looks-- == 0) return *time;
    const Authorization then =
        Authorize(admission, DecisionFacts(record, admission.request(), *time));
    if (!then.grant.ok() || !GrantsAllOf(grant, *then.grant)) return *time;
  }
  return until;
}

void KeepNoLongerThanGranted(const Admission& admission,
                             const StoredRecord& record, Grant& grant) {
  const AccessRequest& request = admission.request();
  if (request.requester_agency_id == request.owner_agency_id) return;
  const absl::Duration kept =
      RetentionOf({grant.obligations().begin(), grant.obligations().end()});
  const absl::Time until = admission.now() + kept;
  const absl::Time end = GrantedUntil(admission, grant, record, until);
  if (end == until) return;
  v1::Obligation duty;
  duty.set_type(v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
  const absl::Duration left = end - admission.now();
  duty.mutable_within()->set_seconds(
      left < absl::Seconds(1) ? 0 : PowerOfTwoSeconds(left));
  grant.AddDuty(duty);
}

}  // namespace homeward::auth
