#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/synchronization/mutex.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/federation/sync/sync_contact.h"
#include "services/federation/sync/synchronizer.h"
#include "services/policy/case_versions.h"
#include "services/policy/mou_register.h"
#include "services/policy/policy.h"

// How the other members were last seen, and what they said that they have.
namespace homeward::federation {

std::vector<v1::PeerStatus> Synchronizer::Peers() const {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::PeerStatus> peers;
  for (const auto& [agency_id, contact] : contacts_) {
    peers.push_back(contact.Status(agency_id));
  }
  return peers;
}

std::vector<std::string> Synchronizer::LackingCase(
    const std::string& id) const {
  const std::string own = policy::CasesDigest(
      *policy_->current()->case_withdrawals, options_.clock());
  absl::MutexLock lock(&mutex_);
  std::vector<std::string> lacking;
  for (const auto& [agency_id, contact] : contacts_) {
    if (contact.theirs() == nullptr ||
        !policy::HasCase(own, *contact.theirs(), id)) {
      lacking.push_back(agency_id);
    }
  }
  return lacking;
}

void Synchronizer::AddRefusals(v1::MouSummary& summary) const {
  if (summary.state() == v1::MOU_STATE_EXPIRED ||
      summary.state() == v1::MOU_STATE_TERMINATED ||
      summary.state() == v1::MOU_STATE_SUPERSEDED) {
    return;
  }
  const std::string key = policy::MouRegister::KeyOf(summary.mou());
  absl::MutexLock lock(&mutex_);
  for (const auto& [agency_id, contact] : contacts_) {
    // A peer's list may be long: it is read for MOUs that it is a party to.
    if (contact.theirs() != nullptr &&
        absl::c_linear_search(summary.mou().party_agency_ids(), agency_id) &&
        absl::c_linear_search(contact.theirs()->refused_mous(), key)) {
      summary.add_refusing_agency_ids(agency_id);
    }
  }
}

}  // namespace homeward::federation
