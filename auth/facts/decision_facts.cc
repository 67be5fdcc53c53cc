#include "auth/facts/decision_facts.h"

#include "auth/facts/origin.h"
#include "auth/facts/record_facts.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {
namespace {

using internal::v1::StoredRecord;

bool ReadBackIsOver(const StoredRecord& record, const AccessRequest& request,
                    absl::Time now) {
  return request.requester_agency_id == request.owner_agency_id &&
         request.roles.Contains(v1::ROLE_IMM_REGISTRAR) &&
         now - RegisteredTime(record) > kReadBack;
}

}  // namespace

RecordFacts DecisionFacts(const StoredRecord& record,
                          const AccessRequest& request, absl::Time now) {
  RecordFacts facts = ComputeRecordFacts(record, request.requester_agency_id,
                                         request.purpose, now);
  facts.read_back_is_over = ReadBackIsOver(record, request, now);
  facts.withheld_from_origin = WithheldFromOrigin(record, request, now);
  return facts;
}

}  // namespace homeward::auth
