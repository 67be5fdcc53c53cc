// Replaces the set of 1,000 MOUs of 10 clauses again and again, as a node does
// when a party suspends or resumes one, while another thread decides by it.
// All but the disk: the statement's signature is checked, the register copied,
// the set compiled and published.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/grant.h"
#include "auth/mou/mou.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/state.h"
#include "tests/benchmark/latencies.h"
#include "tests/benchmark/thousand_mous.h"

namespace homeward::benchmark {
namespace {

constexpr int kReplacements = 50;

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

// The agency "north" of a federation with 1,000 partners, and what they signed.
class North {
 public:
  North()
      : federation_(absl::Now(), Partners()), message_(federation_.message()) {
    for (v1::Member& member : *message_.mutable_members()) {
      const auto made =
          keys_.emplace(member.agency_id(), *auth::SigningKey::Generate());
      v1::MemberKey* key = member.add_keys();
      key->set_usage(v1::KEY_USAGE_MOU);
      key->set_public_key(made.first->second.public_key().spki_der());
    }
    *message_.mutable_charter() = federation_.SignAs(
        auth::kCharterType, ThousandMousCharter(federation_.now));
  }

  policy::State State() const {
    policy::State state;
    state.snapshot.directory = federation_.Verified(message_);
    for (int i = 0; i < kPartners; ++i) {
      const auto document = auth::SignDocument(
          auth::kMouPayloadType, MouWith(i, now()), keys_.at(kOwner));
      const auto both = auth::AddSignature(*document, keys_.at(PartnerId(i)));
      Must(state.mous.AddMou(*both, kOwner, *state.snapshot.directory, now())
               .status());
    }
    // Of the same instant, so that the owner's alone say whether it holds.
    Must(state.mous
             .AddStatement(
                 Statement(PartnerId(7), 2, v1::MOU_STATEMENT_KIND_RESUME),
                 *state.snapshot.directory, now())
             .status());
    Must(state.Compile());
    return state;
  }

  v1::Envelope Statement(int number) const {
    return Statement(kOwner, number,
                     number % 2 == 1 ? v1::MOU_STATEMENT_KIND_SUSPEND
                                     : v1::MOU_STATEMENT_KIND_RESUME);
  }

  v1::Envelope Statement(const std::string& agency_id, int number,
                         v1::MouStatementKind kind) const {
    v1::MouStatement statement;
    statement.set_mou_id("mou-7");
    statement.set_agency_id(agency_id);
    statement.set_number(number);
    statement.set_kind(kind);
    *statement.mutable_issued_time() = auth::ToTimestamp(now());
    return *auth::SignDocument(policy::kMouStatementType, statement,
                               keys_.at(agency_id));
  }

  absl::Time now() const { return federation_.now; }

 private:
  static std::vector<std::pair<std::string, v1::AgencyKind>> Partners() {
    std::vector<std::pair<std::string, v1::AgencyKind>> partners;
    for (int i = 0; i < kPartners; ++i) {
      partners.emplace_back(PartnerId(i), v1::AGENCY_KIND_POLICE);
    }
    return partners;
  }

  const auth::testing::Federation federation_;
  v1::Directory message_;
  std::map<std::string, auth::SigningKey> keys_;
};

// As services/policy/policy.cc holds it.
class Holder {
 public:
  explicit Holder(policy::State state) { Publish(std::move(state)); }
  std::shared_ptr<const policy::State> state() const {
    absl::MutexLock lock(&mutex_);
    return state_;
  }
  void Publish(policy::State state) {
    auto next = std::make_shared<const policy::State>(std::move(state));
    absl::MutexLock lock(&mutex_);
    state_ = std::move(next);
  }

 private:
  mutable absl::Mutex mutex_;
  std::shared_ptr<const policy::State> state_ ABSL_GUARDED_BY(mutex_);
};

void Run() {
  const North north;
  Holder holder(north.State());
  std::atomic<bool> stop{false};
  constexpr size_t kMost = 20000000;
  Latencies decisions(kMost);
  int permitted = 0;
  std::thread asker([&] {
    const auth::AccessRequest question = QuestionOf(500);
    for (size_t i = 0; i < kMost && !stop; ++i) {
      decisions.Time([&] {
        const auto state = holder.state();
        const auth::Admittance admitted =
            auth::Admit(state->snapshot.mous, question, {}, north.now());
        permitted += auth::Authorize(*admitted.admission, {}).grant.ok();
      });
    }
  });
  Latencies replacements(kReplacements);
  for (int number = 1; number <= kReplacements; ++number) {
    const v1::Envelope statement = north.Statement(number);
    replacements.Time([&] {
      policy::State next = *holder.state();
      Must(next.mous
               .AddStatement(statement, *next.snapshot.directory, north.now())
               .status());
      Must(next.Compile());
      holder.Publish(std::move(next));
    });
  }
  stop = true;
  asker.join();
  std::printf("replacing the set: %s\n", replacements.Summary().c_str());
  std::printf("decisions meanwhile: %s, %d permitted\n",
              decisions.Summary().c_str(), permitted);
}

}  // namespace
}  // namespace homeward::benchmark

int main() {
  // As in homewardd.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  homeward::benchmark::Run();
}
