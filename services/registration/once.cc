#include "services/registration/once.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace homeward::registration {

std::string ContentOf(absl::string_view method,
                      const google::protobuf::Message& request) {
  std::string content = absl::StrCat(method, ":");
  google::protobuf::io::StringOutputStream stream(&content);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  request.SerializeToCodedStream(&coded);
  coded.Trim();
  return content;
}

absl::StatusOr<bool> Once(const storage::RequestStore& requests,
                          const RequestKey& key,
                          google::protobuf::Message& response,
                          storage::Batch* batch,
                          absl::FunctionRef<absl::Status()> make) {
  const absl::StatusOr<std::optional<std::string>> known =
      requests.Find(key.request_id, key.content);
  if (!known.ok()) return known.status();
  if (known->has_value()) {
    if (response.ParseFromString(**known)) return false;
    return absl::DataLossError("the outcome of a request is damaged");
  }
  response.Clear();
  absl::Status made = make();
  if (!made.ok()) return made;
  absl::Status put = requests.Put(key.request_id, key.content,
                                  response.SerializeAsString(), batch);
  if (!put.ok()) return put;
  return true;
}

}  // namespace homeward::registration
