#ifndef HOMEWARD_SERVICES_REGISTRATION_ONCE_H_
#define HOMEWARD_SERVICES_REGISTRATION_ONCE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "storage/engine/batch.h"
#include "storage/records/request_store.h"

// A write happens once, however often it is asked for.
namespace homeward::registration {

// By what a request is known again: the caller's id, and all that it says.
struct RequestKey {
  std::string request_id;
  std::string content;
};

// `method` and `request` as bytes; equal requests have equal bytes.
std::string ContentOf(absl::string_view method,
                      const google::protobuf::Message& request);

// The key of `request`, a message with a `request_id`, of the rpc `method`.
template <typename Request>
RequestKey KeyOf(absl::string_view method, const Request& request) {
  return {request.request_id(), ContentOf(method, request)};
}

// Prepares what is done once for `key`. If it was done before, `response`
// becomes what was answered then, and nothing is added. Otherwise `make` fills
// the empty `response` and `batch`, and the answer is added to `batch`. Returns
// whether it is done now.
//
// Errors: those of `make`, RequestStore::Find() and RequestStore::Put().
absl::StatusOr<bool> Once(const storage::RequestStore& requests,
                          const RequestKey& key,
                          google::protobuf::Message& response,
                          storage::Batch* batch,
                          absl::FunctionRef<absl::Status()> make);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_ONCE_H_
