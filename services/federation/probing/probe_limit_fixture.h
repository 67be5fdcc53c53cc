#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_LIMIT_FIXTURE_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_LIMIT_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/probe.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/probing/probe_limit.h"

namespace homeward::federation {

// Far more than these tests ask.
inline constexpr ProbeRates kMany = {1e6, 1e6, DistinctCount::kMaxLimit};

// Limits that a test sets before it asks, and the lockouts that began.
class ProbeLimitFixture : public ::testing::Test {
 protected:
  ProbeLimitFixture() {
    limits_ = {kMany, kMany, kMany, kMany, absl::Hours(1)};
  }

  static ProbeQuestion About(const std::string& child) {
    ProbeQuestion question;
    question.agency_id = "north";
    question.subject = "officer-1";
    question.purpose = v1::PURPOSE_MISSING_SEARCH;
    // Spread like a keyed hash.
    const size_t hash = std::hash<std::string>()(child);
    question.child_hash.assign(reinterpret_cast<const char*>(&hash), 8);
    question.child_hash += child;
    question.by_name = true;
    return question;
  }
  ProbeLimit& limit() {
    if (!limit_.has_value()) limit_.emplace(limits_);
    return *limit_;
  }
  // Asks and ends so; false when she is locked out.
  bool Ask(const ProbeQuestion& question, ProbeEnd end) {
    const ProbeLimit::Verdict verdict = limit().Admit(question, now_);
    for (const auto& lockout : verdict.begun) begun_.push_back(lockout);
    if (!verdict.allowed) return false;
    for (const auto& lockout : limit().End(question, end, now_)) {
      begun_.push_back(lockout);
    }
    return true;
  }
  // The same, where the search finds the record of `record_hash`; false when it
  // may not be told of.
  bool AskAndFind(ProbeQuestion question, const std::string& record_hash,
                  ProbeEnd end) {
    ProbeLimit::Verdict verdict = limit().Admit(question, now_);
    if (verdict.allowed) {
      question.record_hash = record_hash;
      verdict = limit().AdmitRecord(question, now_);
      if (!verdict.allowed) question.record_hash.clear();
      const ProbeEnd told = verdict.allowed ? end : ProbeEnd::kMissed;
      EXPECT_THAT(limit().End(question, told, now_), ::testing::IsEmpty());
    }
    for (const auto& lockout : verdict.begun) begun_.push_back(lockout);
    return verdict.allowed;
  }
  // How many questions about different children end so before a lockout.
  int AskUntilLockedOut(ProbeEnd end, ProbeQuestion question, int most = 1000) {
    for (int i = 0; i < most; ++i) {
      question.child_hash = About(absl::StrCat(i)).child_hash;
      if (!Ask(question, end)) return i;
    }
    return most;
  }

  ProbeLimits limits_;
  std::optional<ProbeLimit> limit_;
  absl::Time now_ = absl::FromUnixSeconds(1800 * 1'000'000);
  std::vector<v1::ProbeLockout> begun_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_LIMIT_FIXTURE_H_
