#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_JSON_CURSOR_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_JSON_CURSOR_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

// Walks JSON and remembers what it has read, so that a reader can say what it
// did not understand.
namespace homeward::exchange {

// A place in a document, as a JSON pointer (RFC 6901), and what is said of it.
struct JsonRemark {
  std::string pointer;
  std::string reason;  // Holds no value of the document.
};

// What was read of one document, and what was odd about it.
struct JsonLog {
  absl::flat_hash_set<std::string> read;  // Pointers of values without parts.
  std::vector<JsonRemark> remarks;        // At most kMaxRemarks.
  // What reading may still cost: a step for each place and each eight bytes of
  // text. References let a small document be read many times over; when this
  // runs out, every place looks empty.
  int64_t steps_left = 2000000;

  static constexpr size_t kMaxRemarks = 1000;
  void Remark(const std::string& pointer, absl::string_view reason);
  // True if the reader has run out of steps: what it read is not all.
  bool IsExhausted() const { return steps_left <= 0; }
};

// A place in a document, or a place that is not there. Cheap to copy; the
// document and the log must outlive it. Not thread-safe.
class JsonCursor {
 public:
  JsonCursor(const nlohmann::json* value, std::string pointer, JsonLog* log)
      : value_(value), pointer_(std::move(pointer)), log_(log) {}

  // False where the document has nothing, or null.
  explicit operator bool() const { return value_ != nullptr; }
  const std::string& pointer() const { return pointer_; }
  // True for text, a number or a truth value: something without parts.
  bool IsValue() const { return value_ != nullptr && !value_->is_structured(); }

  // A member of an object. Not there if this is something else.
  JsonCursor operator[](absl::string_view name) const;

  // The parts of an array. Where there is one value instead, that value: older
  // files write it so.
  std::vector<JsonCursor> Items() const;

  // The text, number or truth value here as text, and that it was read; empty
  // where nothing is. Remarks on an object or an array.
  std::string Text() const;

  void Remark(absl::string_view reason) const {
    log_->Remark(pointer_, reason);
  }

 private:
  const nlohmann::json* value_;  // Null if nothing is here.
  std::string pointer_;
  JsonLog* log_;
};

// The pointers of values without parts in `document` that `log` did not read,
// in order; at most `max_count`. Does not recurse.
std::vector<std::string> UnreadPointers(const nlohmann::json& document,
                                        const JsonLog& log, size_t max_count);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_JSON_CURSOR_H_
