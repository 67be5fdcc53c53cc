#include "services/node/status.h"

#include <utility>

#include "auth/proto_time.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/node/status_items.h"

namespace homeward::node {

v1::GetStatusResponse BuildStatus(const StatusFacts& facts) {
  StatusItems items;
  AddTrust(facts, items);
  AddRunning(facts, items);
  AddDuties(facts, items);
  AddNotices(facts, items);
  v1::GetStatusResponse response;
  response.set_agency_id(facts.agency_id);
  response.set_federation(facts.directory->federation());
  *response.mutable_now() = auth::ToTimestamp(facts.now);
  response.set_version(facts.version);
  for (v1::StatusItem& item : std::move(items).WorstFirst()) {
    *response.add_items() = std::move(item);
  }
  for (const v1::PeerStatus& peer : facts.peers) *response.add_peers() = peer;
  return response;
}

}  // namespace homeward::node
