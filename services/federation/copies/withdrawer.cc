#include "services/federation/copies/withdrawer.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/policy/state.h"

namespace homeward::federation {
namespace {

// A doubling beyond it changes nothing.
constexpr int kMostDoublings = 10;

}  // namespace

struct Withdrawer::Reply {
  std::string agency_id;
  WithdrawalBook::Open told;
  absl::StatusOr<v1::WithdrawResponse> response;
};

struct Withdrawer::Inbox {
  void Put(Reply reply) {
    absl::MutexLock lock(&mutex);
    if (!closed) replies.push_back(std::move(reply));
  }
  bool Wake() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex) {
    return closed || nudged || !replies.empty();
  }

  absl::Mutex mutex;
  // At most one for each recipient.
  std::deque<Reply> replies ABSL_GUARDED_BY(mutex);
  bool nudged ABSL_GUARDED_BY(mutex) = false;
  bool closed ABSL_GUARDED_BY(mutex) = false;
};

Withdrawer::Withdrawer(Options options, WithdrawalBook* book,
                       policy::Policy* policy, KnownSigners* known_signers,
                       PeerFinder peers)
    : options_(std::move(options)),
      book_(book),
      policy_(policy),
      known_signers_(known_signers),
      peers_(std::move(peers)),
      inbox_(std::make_shared<Inbox>()) {}

Withdrawer::~Withdrawer() { Stop(); }

void Withdrawer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Withdrawer::Stop() {
  {
    absl::MutexLock lock(&inbox_->mutex);
    inbox_->closed = true;
    inbox_->replies.clear();
  }
  if (thread_.joinable()) thread_.join();
}

void Withdrawer::Run() {
  while (true) {
    Turn(options_.clock());
    absl::MutexLock lock(&inbox_->mutex);
    inbox_->mutex.AwaitWithTimeout(absl::Condition(inbox_.get(), &Inbox::Wake),
                                   options_.every);
    if (inbox_->closed) return;
  }
}

void Withdrawer::Nudge() {
  absl::MutexLock lock(&inbox_->mutex);
  inbox_->nudged = true;
}

void Withdrawer::Heard(const std::string& agency_id) {
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

void Withdrawer::Turn(absl::Time now) {
  std::deque<Reply> replies;
  {
    absl::MutexLock lock(&inbox_->mutex);
    replies.swap(inbox_->replies);
    inbox_->nudged = false;
  }
  for (const Reply& reply : replies) Take(reply, now);
  const absl::Status expanded = book_->Expand(now);
  if (!expanded.ok()) Report("", expanded);
  for (const std::string& agency_id : book_->Debtors()) {
    {
      absl::MutexLock lock(&mutex_);
      Debtor& debtor = debtors_[agency_id];
      if (debtor.under_way || now < debtor.next) continue;
      debtor.under_way = true;
    }
    Tell(agency_id, now);
  }
}

void Withdrawer::Tell(const std::string& agency_id, absl::Time now) {
  const std::optional<WithdrawalBook::Open> open = book_->OldestOf(agency_id);
  const auto done = [inbox = inbox_, agency_id,
                     told = open.value_or(WithdrawalBook::Open())](
                        absl::StatusOr<v1::WithdrawResponse> response) {
    inbox->Put({agency_id, told, std::move(response)});
  };
  if (!open.has_value()) return done(absl::UnavailableError("nothing is open"));
  const auto signer = options_.signers("");
  if (!signer.has_value()) {
    return done(absl::UnavailableError("the node has no valid certificate"));
  }
  const auto request = SignWithdrawal(open->payload, *signer);
  if (!request.ok()) return done(request.status());
  const std::shared_ptr<Peer> peer = peers_(agency_id);
  if (peer == nullptr) {
    return done(absl::UnavailableError("the directory lists no node"));
  }
  peer->Withdraw(*request, now + options_.timeout, done);
}

absl::Status Withdrawer::Acknowledge(const Reply& reply, absl::Time now) {
  if (!reply.response.ok()) return reply.response.status();
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  const auto receipt =
      VerifyReceipt(*reply.response, reply.told.payload,
                    {policy->directory.get(), policy->revocations.get(), now,
                     known_signers_});
  if (!receipt.ok()) return receipt.status();
  return book_->Acknowledge(reply.told.withdrawal_id, *reply.response, *receipt,
                            now);
}

void Withdrawer::Take(const Reply& reply, absl::Time now) {
  const absl::Status status = Acknowledge(reply, now);
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

void Withdrawer::Report(const std::string& agency_id,
                        const absl::Status& status) const {
  if (options_.failed) options_.failed(agency_id, status);
}

}  // namespace homeward::federation
