#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_SWEEP_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_SWEEP_H_

#include <set>
#include <string>

#include "absl/status/status.h"
#include "services/federation/break_glass/deed.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// Erases all rows of `deeds` at the agency `own_agency_id`, uses first: a crash
// in between leaves no use without its review. Blocks. Errors: those of
// storage::DocumentStore and storage::CommitAndWait(); then some are left.
absl::Status EraseGlassRows(const storage::DocumentStore& documents,
                            const std::string& own_agency_id,
                            const std::set<Deed>& deeds,
                            storage::Committer* committer);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_SWEEP_H_
