#include "storage/records/request_store.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "storage/keys/seal.h"

namespace homeward::storage {
namespace {

constexpr char kRequests[] = "q/";
constexpr uint32_t kSchemaVersion = 1;

std::string RowOf(absl::string_view term) {
  return absl::StrCat(kRequests, term);
}

SealPlace PlaceOf(absl::string_view term) {
  return {kRequests, term, "outcome", kSchemaVersion, "requests"};
}

}  // namespace

absl::StatusOr<std::optional<std::string>> RequestStore::Find(
    absl::string_view request_id, absl::string_view content) const {
  const std::string term = blind_->Term("request", request_id);
  auto row = engine_->Get(RowOf(term));
  if (!row.ok()) return row.status();
  if (!row->has_value()) return std::nullopt;
  auto opened = Unseal(key_, PlaceOf(term), (*row)->value);
  if (!opened.ok()) return opened.status();
  absl::string_view value = opened->view();
  // The content's keyed hash comes first: 20 bytes.
  if (!absl::ConsumePrefix(&value, blind_->Term("request_content", content))) {
    return absl::AlreadyExistsError(
        "request_id: was used with other content; choose a new one");
  }
  return std::string(value);
}

absl::Status RequestStore::Put(absl::string_view request_id,
                               absl::string_view content,
                               absl::string_view outcome, Batch* batch) const {
  const std::string term = blind_->Term("request", request_id);
  auto sealed =
      Seal(key_, PlaceOf(term),
           absl::StrCat(blind_->Term("request_content", content), outcome));
  if (!sealed.ok()) return sealed.status();
  batch->ExpectAbsent(RowOf(term));
  batch->Put(RowOf(term), *sealed);
  return absl::OkStatus();
}

}  // namespace homeward::storage
