#ifndef HOMEWARD_SERVICES_REGISTRATION_REPLY_H_
#define HOMEWARD_SERVICES_REGISTRATION_REPLY_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "homeward/v1/evidence.pb.h"
#include "services/registration/house_rules.h"
#include "services/registration/journal.h"
#include "services/registration/registrar_parts.h"
#include "storage/engine/batch.h"

// How a use case of a Registrar ends: with its entry in the log.
namespace homeward::registration {

// Ends `done` with `error`, which is not OK, once the log has the entry.
template <typename T>
void RefuseWith(const RegistrarParts& parts, const Ruling& ruling,
                absl::Status error, Done<T> done) {
  Note(parts.committer, ruling, std::move(error),
       [done = std::move(done)](absl::Status status) { done(status); });
}

// Commits what `prepare` adds to the batch, with the entry of `ruling`, and
// ends `done` with the response that it filled. It is called again after a
// conflict.
template <typename Response>
void Write(const RegistrarParts& parts, std::shared_ptr<Ruling> ruling,
           std::function<absl::Status(Response&, storage::Batch*)> prepare,
           Done<Response> done) {
  auto response = std::make_shared<Response>();
  auto work = std::make_shared<Work>();
  work->ruling = ruling;
  work->prepare = [ruling, response,
                   prepare = std::move(prepare)](storage::Batch* batch) {
    ruling->event.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
    absl::Status status = prepare(*response, batch);
    if (status.ok()) ruling->event.set_outcome(v1::OUTCOME_ANSWERED);
    return status;
  };
  work->done = [response, done = std::move(done)](absl::Status status) {
    status.ok() ? done(*response) : done(status);
  };
  Perform(parts.committer, parts.run, std::move(work));
}

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_REPLY_H_
