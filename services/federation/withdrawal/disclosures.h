#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_DISCLOSURES_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_DISCLOSURES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/query/pipeline.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/batch.h"

// What an owner remembers of an answer, so that it can take it back. Pure but
// for the store.
namespace homeward::federation {

// What `finding`, the answer to `question` at `now`, discloses: one for each
// match, in their order, without the answer's digest.
std::vector<internal::v1::StoredDisclosure> DisclosuresOf(
    const VerifiedQuestion& question, const query::NodeFinding& finding,
    absl::Time now);

// Whether the recipient of `answer` may not keep something of it at `now` any
// more.
bool IsOver(const v1::Answer& answer, absl::Time now);

// Adds `disclosures`, of the answer whose signed bytes are `payload`, to
// `batch`. Errors: as DisclosureStore::Put().
absl::Status PutDisclosures(
    const storage::DisclosureStore& store, const std::string& payload,
    std::vector<internal::v1::StoredDisclosure> disclosures,
    storage::Batch* batch);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_DISCLOSURES_H_
