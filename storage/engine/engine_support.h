#ifndef HOMEWARD_STORAGE_ENGINE_ENGINE_SUPPORT_H_
#define HOMEWARD_STORAGE_ENGINE_ENGINE_SUPPORT_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/engine/engine.h"

// What every engine does alike. For engines only.
namespace homeward::storage {

// The arguments of Reader's calls. Errors: INVALID_ARGUMENT, with the limit.
absl::Status ValidateKey(absl::string_view key);
absl::Status ValidateKeys(absl::Span<const std::string> keys);
absl::Status ValidateScan(const ScanRequest& request);

// The result of a commit that wasn't made: `status` as Batch::Validate() or the
// store gave it, not OK.
CommitResult NotCommitted(absl::Status status);

// The result of a commit whose conditions on `keys` didn't hold.
CommitResult Conflicting(std::vector<std::string> keys);

// Fills one page. Takes rows in the order of the request until one doesn't fit.
class PageBuilder {
 public:
  // Keeps a reference to `request`.
  explicit PageBuilder(const ScanRequest& request) : request_(request) {}

  // Whether a row of that size fits. If not, the page is complete and its
  // cursor stands before `key`, the next one in the range.
  bool Fits(absl::string_view key, size_t value_bytes);

  // Adds a row that fits.
  void Add(Row row);

  Page Finish() { return std::move(page_); }

 private:
  const ScanRequest& request_;
  size_t bytes_ = 0;
  Page page_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ENGINE_SUPPORT_H_
