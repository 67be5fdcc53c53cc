#ifndef HOMEWARD_SERVICES_FEDERATION_QUERY_ID_H_
#define HOMEWARD_SERVICES_FEDERATION_QUERY_ID_H_

#include <string>

#include "absl/strings/string_view.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::federation {

// Whether `id` is a query's: `q-` and 32 hexadecimal digits in lower case. It
// goes into the log, so it must be no text, and there it is looked for as it is
// written. Pure.
bool IsQueryId(absl::string_view id);

// By what storage::AuditLog::Find() finds what this node decided of the query
// `query_id` of another agency. That agency chose the id, so the topic depends
// on both: nobody can add to what is found of the own queries, whose topic is
// their id, or of a third agency's. 32 bytes. Pure.
std::string PeerQueryTopic(absl::string_view asker_agency_id,
                           absl::string_view query_id);

// By what the log finds the entry of `event`: an own inquiry's, and what became
// of what is kept of its answer, by its query id, a peer's question by
// PeerQueryTopic() if it could be verified, others by nothing. Pure.
std::string TopicOf(const v1::AuditEvent& event);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_QUERY_ID_H_
