#ifndef HOMEWARD_SERVICES_EXCHANGE_JSON_STRICT_H_
#define HOMEWARD_SERVICES_EXCHANGE_JSON_STRICT_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// JSON without the freedoms that let two readers see two documents.
namespace homeward::exchange {

struct JsonLimits {
  size_t max_bytes = 8 << 20;
  int max_depth = 64;  // Objects and arrays in each other.
  int64_t max_values = 500000;
};

// Numbers beyond this, in either direction, are refused: no count, quantity or
// code comes near, and a double is exact below it.
inline constexpr double kMaxJsonNumber = 1e15;

// Reads one JSON text. Thread-safe, never throws, and does not recurse.
//
// Errors name the line, or the place as a JSON pointer (RFC 6901), and hold
// no value of the text:
//   INVALID_ARGUMENT    Not JSON (RFC 8259), not UTF-8, cut short, a name
//                       twice in one object, a number that is not finite or
//                       beyond kMaxJsonNumber, or nested too deeply.
//   RESOURCE_EXHAUSTED  Longer than `max_bytes`, or more than `max_values`.
absl::StatusOr<nlohmann::json> ParseJsonStrictly(absl::string_view text,
                                                 const JsonLimits& limits);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_JSON_STRICT_H_
