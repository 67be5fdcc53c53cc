#include "services/federation/testing/direct_peer.h"

#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/federation/testing/node.h"

namespace homeward::federation::testing {

DirectPeer::~DirectPeer() {
  absl::MutexLock lock(&mutex_);
  for (std::thread& thread : threads_) thread.join();
}

void DirectPeer::Ask(const v1::AskRequest& request, absl::Time deadline,
                     Done<v1::AskResponse> done) {
  ++asked;
  if (unreachable) return done(absl::UnavailableError("no way there"));
  absl::MutexLock lock(&mutex_);
  threads_.emplace_back([this, request, deadline, done = std::move(done)] {
    if (black_hole) {
      absl::SleepFor(deadline - absl::Now());
      return done(absl::DeadlineExceededError("it said nothing"));
    }
    auto response = node_->Answer(asker_agency_id_, request);
    if (response.ok() && lie) lie(*response);
    done(std::move(response));
  });
}

void DirectPeer::Synchronize(const v1::SynchronizeRequest&, absl::Time,
                             Done<v1::SynchronizeResponse> done) {
  done(absl::UnavailableError("questions only"));
}

void DirectPeer::Withdraw(const v1::WithdrawRequest& request, absl::Time,
                          Done<v1::WithdrawResponse> done) {
  ++asked;
  if (unreachable) return done(absl::UnavailableError("no way there"));
  done(node_->Withdraw(asker_agency_id_, request));
}

void DirectPeer::TellReview(const v1::TellReviewRequest& request, absl::Time,
                            Done<v1::TellReviewResponse> done) {
  ++asked;
  if (unreachable) return done(absl::UnavailableError("no way there"));
  done(node_->TakeReview(asker_agency_id_, request));
}

void DirectPeer::Probe(const v1::ProbeRequest&, absl::Time,
                       Done<v1::ProbeResponse> done) {
  done(absl::UnavailableError("questions only"));
}

}  // namespace homeward::federation::testing
