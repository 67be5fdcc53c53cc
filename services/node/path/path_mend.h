#ifndef HOMEWARD_SERVICES_NODE_PATH_PATH_MEND_H_
#define HOMEWARD_SERVICES_NODE_PATH_PATH_MEND_H_

#include <string>

#include "homeward/v1/peer_service.pb.h"

// What mends a broken path between two nodes. Pure.
namespace homeward::node {

// What somebody of this node does about `step`, which failed on the way to the
// node of `agency_id`. Never empty.
std::string MendThere(const v1::ProbeStep& step, const std::string& agency_id);

// The same when `agency_id` walked back and failed: now this node is the one
// that could not be reached, or was not accepted.
std::string MendBack(const v1::ProbeStep& step, const std::string& agency_id);

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PATH_PATH_MEND_H_
