#include "services/federation/courier/courier.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/waiting/doorbell.h"

namespace homeward::federation {
namespace {

// A doubling beyond it changes nothing.
constexpr int kMostDoublings = 10;

}  // namespace

struct Courier::Reply {
  std::string agency_id;
  Take take;
};

struct Courier::Inbox {
  void Put(Reply reply) {
    {
      absl::MutexLock lock(&mutex);
      if (!closed) replies.push_back(std::move(reply));
    }
    bell.Ring();
  }

  // Rung for whatever is new.
  storage::Doorbell bell;
  absl::Mutex mutex;
  // At most one for each agency.
  std::deque<Reply> replies ABSL_GUARDED_BY(mutex);
  bool closed ABSL_GUARDED_BY(mutex) = false;
};

Courier::Courier(Options options, Letters letters)
    : options_(std::move(options)),
      letters_(std::move(letters)),
      inbox_(std::make_shared<Inbox>()) {}

Courier::~Courier() { Stop(); }

void Courier::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Courier::Stop() {
  {
    absl::MutexLock lock(&inbox_->mutex);
    inbox_->closed = true;
    inbox_->replies.clear();
  }
  inbox_->bell.Ring();
  if (thread_.joinable()) thread_.join();
}

void Courier::Run() {
  while (true) {
    Turn(options_.clock());
    inbox_->bell.WaitFor(options_.every);
    absl::MutexLock lock(&inbox_->mutex);
    if (inbox_->closed) return;
  }
}

void Courier::Nudge() { inbox_->bell.Ring(); }

void Courier::Heard(const std::string& agency_id) {
  {
    absl::MutexLock lock(&mutex_);
    const auto debtor = debtors_.find(agency_id);
    if (debtor == debtors_.end() || debtor->second.failures == 0) return;
    // Once: it may be heard of again before it can be reached.
    debtor->second.failures = 0;
    debtor->second.next = absl::InfinitePast();
  }
  Nudge();
}

void Courier::Turn(absl::Time now) {
  std::deque<Reply> replies;
  {
    absl::MutexLock lock(&inbox_->mutex);
    replies.swap(inbox_->replies);
  }
  for (const Reply& reply : replies) Settle(reply, now);
  if (letters_.prepare) {
    const absl::Status prepared = letters_.prepare(now);
    if (!prepared.ok()) Report("", prepared);
  }
  for (const std::string& agency_id : letters_.debtors()) {
    {
      absl::MutexLock lock(&mutex_);
      Debtor& debtor = debtors_[agency_id];
      // Nobody waits for longer: the clock was set back.
      const bool waits =
          now < debtor.next && debtor.next - now <= options_.max_back_off;
      if (debtor.under_way || waits) continue;
      debtor.under_way = true;
    }
    Tell(agency_id, now);
  }
}

void Courier::Tell(const std::string& agency_id, absl::Time now) {
  const auto done = [inbox = inbox_, agency_id](Take take) {
    inbox->Put({agency_id, std::move(take)});
  };
  const auto fail = [&](absl::Status status) {
    done([status = std::move(status)](absl::Time) { return status; });
  };
  const auto letter = letters_.next(agency_id);
  if (!letter.ok()) return fail(letter.status());
  const std::shared_ptr<Peer> peer = options_.peers(agency_id);
  if (peer == nullptr) {
    return fail(absl::UnavailableError("the directory lists no node"));
  }
  (*letter)(*peer, now + options_.timeout, done);
}

void Courier::Settle(const Reply& reply, absl::Time now) {
  const absl::Status status = reply.take(now);
  if (!status.ok()) Report(reply.agency_id, status);
  absl::MutexLock lock(&mutex_);
  Debtor& debtor = debtors_[reply.agency_id];
  debtor.under_way = false;
  if (status.ok()) {
    debtor = Debtor();
    return;
  }
  const int doublings = std::min(debtor.failures++, kMostDoublings);
  debtor.next =
      now + std::min(options_.max_back_off, options_.every * (1 << doublings)) *
                absl::Uniform(random_, 0.5, 1.0);
}

void Courier::Report(const std::string& agency_id,
                     const absl::Status& status) const {
  if (options_.failed) options_.failed(agency_id, status);
}

}  // namespace homeward::federation
