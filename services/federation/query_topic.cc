#include "services/federation/query_topic.h"

#include "absl/strings/str_cat.h"
#include "auth/signing/digest.h"

namespace homeward::federation {

std::string PeerQueryTopic(absl::string_view asker_agency_id,
                           absl::string_view query_id) {
  // No agency's id has a slash. A digest, since both together are too long.
  return auth::Sha256(absl::StrCat(asker_agency_id, "/", query_id));
}

}  // namespace homeward::federation
