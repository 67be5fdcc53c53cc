#ifndef HOMEWARD_SERVICES_REGISTRATION_JOURNAL_H_
#define HOMEWARD_SERVICES_REGISTRATION_JOURNAL_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/registration/house_rules.h"
#include "storage/committer.h"
#include "storage/engine/batch.h"

// Commits together what a call writes and its entry in the log.
namespace homeward::registration {

// What a call does to the store. It prepares again after a conflict.
struct Work {
  // What is said of the call; the preparation may add to it.
  std::shared_ptr<Ruling> ruling;
  // Reads the store and adds the writes, if any. An error ends the call, with
  // an entry and without writes.
  std::function<absl::Status(storage::Batch*)> prepare;
  // Called once: OK when all is durable. Otherwise the error of `prepare`, or
  // RESOURCE_EXHAUSTED or UNAVAILABLE when writes or entry are not known to be
  // durable: then nothing may be told.
  std::function<void(absl::Status)> done;
};

// Does `work`, at most five times while others are faster. `run` runs on the
// pool; `committer` must live until `done` was called.
void Perform(storage::Committer* committer,
             std::function<bool(std::function<void()>)> run,
             std::shared_ptr<const Work> work);

// Makes an entry of a call that writes nothing. `done` gets `outcome` once the
// entry is durable, else RESOURCE_EXHAUSTED or UNAVAILABLE: then nothing may be
// told.
void Note(storage::Committer* committer, const Ruling& ruling,
          absl::Status outcome, std::function<void(absl::Status)> done);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_JOURNAL_H_
