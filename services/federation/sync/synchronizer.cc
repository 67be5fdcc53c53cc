#include "services/federation/sync/synchronizer.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/federation/sync/sync_contact.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "storage/waiting/doorbell.h"

namespace homeward::federation {
namespace {

// After its time, until an exchange that never ended is given up.
constexpr absl::Duration kGrace = absl::Seconds(5);
// The longest that the thread waits, so that a new directory is followed.
constexpr absl::Duration kLongestWait = absl::Seconds(1);

}  // namespace

struct Synchronizer::Inbox {
  struct Answer {
    std::string agency_id;
    int64_t exchange;
    absl::StatusOr<v1::SynchronizeResponse> response;
  };

  void Put(Answer answer) {
    {
      absl::MutexLock lock(&mutex);
      if (!closed) answers.push_back(std::move(answer));
    }
    bell.Ring();
  }

  // Rung for whatever is new.
  storage::Doorbell bell;
  absl::Mutex mutex;
  // At most one for each exchange under way.
  std::deque<Answer> answers ABSL_GUARDED_BY(mutex);
  bool nudged ABSL_GUARDED_BY(mutex) = false;
  // At most one for each agency that connects.
  std::set<std::string> nudged_ones ABSL_GUARDED_BY(mutex);
  bool closed ABSL_GUARDED_BY(mutex) = false;
};

Synchronizer::Synchronizer(Options options, policy::Policy* policy,
                           PeerFinder peers)
    : options_(std::move(options)),
      policy_(policy),
      peers_(std::move(peers)),
      inbox_(std::make_shared<Inbox>()) {}

Synchronizer::~Synchronizer() { Stop(); }

void Synchronizer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Synchronizer::Stop() {
  {
    absl::MutexLock lock(&inbox_->mutex);
    inbox_->closed = true;
    inbox_->answers.clear();
  }
  inbox_->bell.Ring();
  if (thread_.joinable()) thread_.join();
}

void Synchronizer::Run() {
  while (true) {
    const absl::Time now = options_.clock();
    const absl::Duration wait =
        std::min(Turn(now) - options_.clock(), kLongestWait);
    inbox_->bell.WaitFor(wait);
    absl::MutexLock lock(&inbox_->mutex);
    if (inbox_->closed) return;
  }
}

void Synchronizer::Nudge() {
  {
    absl::MutexLock lock(&inbox_->mutex);
    inbox_->nudged = true;
  }
  inbox_->bell.Ring();
}

void Synchronizer::NudgeOne(const std::string& agency_id) {
  {
    absl::MutexLock lock(&inbox_->mutex);
    inbox_->nudged_ones.insert(agency_id);
  }
  inbox_->bell.Ring();
}

absl::Time Synchronizer::Turn(absl::Time now) {
  // What is due by a clock that was set back since would be late by as much.
  bool nudged = false;
  {
    absl::MutexLock lock(&mutex_);
    nudged = now < last_turn_ - kLongestWait;
    last_turn_ = now;
  }
  TakeAnswers(now);
  std::set<std::string> nudged_ones;
  {
    absl::MutexLock lock(&inbox_->mutex);
    nudged = std::exchange(inbox_->nudged, false) || nudged;
    nudged_ones.swap(inbox_->nudged_ones);
  }
  {
    absl::MutexLock lock(&mutex_);
    FollowDirectory(now);
    for (auto& [agency_id, contact] : contacts_) {
      if (nudged || nudged_ones.count(agency_id) > 0) contact.Nudge(now);
      const int64_t overdue =
          contact.OverdueSince(now - options_.timeout - kGrace);
      if (overdue != 0) {
        contact.Failed(overdue, now, options_.every, options_.max_back_off,
                       absl::Uniform(random_, 0.5, 1.0));
      }
    }
  }
  StartDue(now);
  absl::MutexLock lock(&mutex_);
  absl::Time next = now + kLongestWait;
  for (const auto& [agency_id, contact] : contacts_) {
    next = std::min(next, contact.next());
  }
  return next;
}

void Synchronizer::FollowDirectory(absl::Time now) {
  std::map<std::string, SyncContact> followed;
  const auto snapshot = policy_->current();
  for (const auth::Member& member : snapshot->directory->members()) {
    if (member.agency_id() == options_.agency_id) continue;
    const auto known = contacts_.find(member.agency_id());
    followed[member.agency_id()] =
        known == contacts_.end() ? SyncContact() : std::move(known->second);
  }
  contacts_ = std::move(followed);
}

void Synchronizer::TakeAnswers(absl::Time now) {
  std::deque<Inbox::Answer> answers;
  {
    absl::MutexLock lock(&inbox_->mutex);
    answers.swap(inbox_->answers);
  }
  for (const Inbox::Answer& answer : answers) {
    const bool ok = answer.response.ok() &&
                    CountOf(answer.response->documents()) <= kMaxSyncDocuments;
    bool more = false;
    if (ok) {
      Take(answer.agency_id, answer.response->documents(), now);
      more = CountOf(MissingFor(*policy_->state(), answer.agency_id,
                                answer.response->versions(), now)) > 0;
    }
    absl::MutexLock lock(&mutex_);
    const auto contact = contacts_.find(answer.agency_id);
    if (contact == contacts_.end()) continue;
    if (ok) {
      contact->second.Answered(answer.exchange, *answer.response, more, now,
                               options_.every);
    } else {
      contact->second.Failed(answer.exchange, now, options_.every,
                             options_.max_back_off,
                             absl::Uniform(random_, 0.5, 1.0));
    }
  }
}

void Synchronizer::StartDue(absl::Time now) {
  std::vector<std::pair<std::string, int64_t>> due;
  {
    absl::MutexLock lock(&mutex_);
    for (auto& [agency_id, contact] : contacts_) {
      if (contact.next() <= now) {
        due.emplace_back(agency_id, contact.Begin(now));
      }
    }
  }
  for (const auto& [agency_id, exchange] : due) Ask(agency_id, exchange, now);
}

void Synchronizer::Ask(const std::string& agency_id, int64_t exchange,
                       absl::Time now) {
  const auto done = [inbox = inbox_, agency_id,
                     exchange](absl::StatusOr<v1::SynchronizeResponse> answer) {
    inbox->Put({agency_id, exchange, std::move(answer)});
  };
  const std::shared_ptr<Peer> peer = peers_(agency_id);
  if (peer == nullptr) {
    return done(absl::UnavailableError(
        absl::StrCat("the directory lists no endpoint of ", agency_id)));
  }
  const std::shared_ptr<const policy::State> state = policy_->state();
  v1::SynchronizeRequest request;
  {
    absl::MutexLock lock(&mutex_);
    const auto contact = contacts_.find(agency_id);
    const v1::DocumentVersions* const theirs =
        contact == contacts_.end() ? nullptr : contact->second.theirs();
    if (theirs != nullptr) {
      *request.mutable_documents() =
          MissingFor(*state, agency_id, *theirs, now);
    }
    *request.mutable_versions() = VersionsFor(*state, agency_id, theirs, now);
  }
  *request.mutable_now() = auth::ToTimestamp(now);
  peer->Synchronize(request, now + options_.timeout, done);
}

absl::Time Synchronizer::LastTurn() const {
  absl::MutexLock lock(&mutex_);
  return last_turn_;
}

}  // namespace homeward::federation
