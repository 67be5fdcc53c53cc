#include "services/federation/query_id.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "auth/signing/digest.h"

namespace homeward::federation {

bool IsQueryId(absl::string_view id) {
  return absl::ConsumePrefix(&id, "q-") && id.size() == 32 &&
         absl::c_all_of(id, [](char c) {
           return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f');
         });
}

std::string PeerQueryTopic(absl::string_view asker_agency_id,
                           absl::string_view query_id) {
  // No agency's id has a slash. A digest, since both together are too long.
  return auth::Sha256(absl::StrCat(asker_agency_id, "/", query_id));
}

std::string TopicOf(const v1::AuditEvent& event) {
  switch (event.kind()) {
    case v1::AUDIT_KIND_ASKED:
    case v1::AUDIT_KIND_SENT:
    case v1::AUDIT_KIND_DELIVERED:
    // Of what was kept of its answer. A reading of an own record has no query.
    case v1::AUDIT_KIND_READ:
    case v1::AUDIT_KIND_ERASED:
      return event.query_id();
    case v1::AUDIT_KIND_DECIDED:
      return event.query_id().empty()
                 ? ""
                 : PeerQueryTopic(event.asker_agency_id(), event.query_id());
    default:
      return "";
  }
}

}  // namespace homeward::federation
