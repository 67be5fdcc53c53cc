// Decides over 1,000 MOUs of 10 clauses: the asked agency has one with each of
// 1,000 others. Each decision is timed by itself.
#include <cstdio>
#include <memory>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/testing/signed_mous.h"
#include "tests/benchmark/latencies.h"
#include "tests/benchmark/thousand_mous.h"

namespace homeward::benchmark {
namespace {

constexpr int kDecisions = 500000;

// What `partners` ask in turn, each of them once before the clock runs.
void Decide(const char* what, int partners,
            const std::shared_ptr<const auth::ActiveSet>& set, absl::Time now) {
  std::vector<auth::AccessRequest> questions;
  for (int i = 0; i < partners; ++i) {
    questions.push_back(QuestionOf((500 + i) % kPartners));
  }
  Latencies latencies(kDecisions);
  size_t fields = 0;
  const auto decide = [&](const auth::AccessRequest& question) {
    const auth::Admittance admitted = auth::Admit(set, question, {}, now);
    if (!admitted.admission.ok()) return;
    const auth::Authorization result = auth::Authorize(*admitted.admission, {});
    fields = result.grant.ok() ? result.grant->fields().count() : 0;
  };
  for (const auth::AccessRequest& question : questions) decide(question);
  for (int i = 0; i < kDecisions; ++i) {
    const auth::AccessRequest& question = questions[i % questions.size()];
    latencies.Time([&] { decide(question); });
  }
  std::printf("%s, %zu fields: %s\n", what, fields,
              latencies.Summary().c_str());
}

void Run() {
  const absl::Time now = absl::Now();
  std::vector<auth::SignedMou> mous;
  for (int i = 0; i < kPartners; ++i) {
    mous.push_back(auth::testing::SignedByAll(MouWith(i, now)));
  }
  const auth::SignedMou charter =
      auth::testing::AsCharter(ThousandMousCharter(now));
  const auto set = auth::ActiveSet::Build(charter, mous, {});
  if (!set.ok()) std::abort();

  Latencies clock(kDecisions);
  for (int i = 0; i < kDecisions; ++i) clock.Time([] {});
  std::printf("reading the clock alone: %s\n", clock.Summary().c_str());
  Decide("one agency asks", 1, *set, now);
  Decide("each of 1,000 agencies in turn", kPartners, *set, now);

  Latencies builds(20);
  for (int i = 0; i < 20; ++i) {
    builds.Time(
        [&] { auth::ActiveSet::Build(charter, mous, {}).IgnoreError(); });
  }
  std::printf("compiling the set: %s\n", builds.Summary().c_str());
}

}  // namespace
}  // namespace homeward::benchmark

int main() { homeward::benchmark::Run(); }
