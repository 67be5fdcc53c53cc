#include "auth/identity/replay_window.h"

#include "auth/identity/directory.h"
#include "auth/signing/digest.h"

namespace homeward::auth {

ReplayWindow::ReplayWindow(absl::Time start, size_t max_ids_per_peer,
                           size_t max_peers)
    : start_(start),
      max_ids_per_peer_(max_ids_per_peer),
      max_peers_(max_peers) {}

Arrival ReplayWindow::Admit(absl::string_view peer,
                            absl::string_view request_id,
                            absl::string_view digest, absl::Time issued_time,
                            absl::Time now) {
  if (issued_time > now + kMaxClockSkew) return Arrival::kTooNew;
  if (issued_time < now - kMaxQuestionAge) return Arrival::kTooOld;
  if (issued_time < start_) return Arrival::kBeforeStart;
  absl::MutexLock lock(&mutex_);
  Peer* known = Find(peer, now);
  if (known == nullptr) return Arrival::kFull;
  Forget(*known, now);
  auto seen = known->digests.find(request_id);
  if (seen != known->digests.end()) {
    return SameBytes(seen->second, digest) ? Arrival::kRepeat
                                           : Arrival::kReplay;
  }
  if (known->digests.size() >= max_ids_per_peer_) return Arrival::kFull;
  known->digests.emplace(request_id, digest);
  known->forget.emplace_back(now + kReplayWindow, request_id);
  return Arrival::kFresh;
}

void ReplayWindow::Restore(absl::string_view peer, absl::string_view request_id,
                           absl::string_view digest, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Peer& known = peers_[peer];
  if (known.digests.emplace(request_id, digest).second) {
    known.forget.emplace_back(now + kReplayWindow, request_id);
  }
}

void ReplayWindow::Forget(Peer& peer, absl::Time now) {
  while (!peer.forget.empty() && peer.forget.front().first <= now) {
    peer.digests.erase(peer.forget.front().second);
    peer.forget.pop_front();
  }
}

ReplayWindow::Peer* ReplayWindow::Find(absl::string_view peer, absl::Time now) {
  auto found = peers_.find(peer);
  if (found != peers_.end()) return &found->second;
  if (peers_.size() >= max_peers_) {
    // A peer that is silent for the whole window leaves nothing to remember.
    for (auto it = peers_.begin(); it != peers_.end();) {
      Forget(it->second, now);
      it->second.digests.empty() ? peers_.erase(it++) : static_cast<void>(++it);
    }
    if (peers_.size() >= max_peers_) return nullptr;
  }
  return &peers_[peer];
}

}  // namespace homeward::auth
