#ifndef HOMEWARD_STORAGE_BIG_ENDIAN_H_
#define HOMEWARD_STORAGE_BIG_ENDIAN_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

// Unsigned integers as fixed-width bytes, most significant first, so that the
// order of the bytes is the order of the numbers.
namespace homeward::storage {

// `value` in sizeof(T) bytes.
template <typename T>
std::string BigEndian(T value) {
  std::string bytes(sizeof(T), '\0');
  for (size_t i = sizeof(T); i-- > 0; value = static_cast<T>(value >> 8)) {
    bytes[i] = static_cast<char>(value & 0xff);
  }
  return bytes;
}
inline std::string Be32(uint32_t value) { return BigEndian(value); }
inline std::string Be64(uint64_t value) { return BigEndian(value); }

// Takes an integer off the front of `*bytes` into `*value`. Returns false, and
// changes nothing, if fewer than sizeof(T) bytes are left.
template <typename T>
[[nodiscard]] bool ConsumeBigEndian(absl::string_view* bytes, T* value) {
  if (bytes->size() < sizeof(T)) return false;
  T read = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    read =
        static_cast<T>((read << 8) | static_cast<unsigned char>((*bytes)[i]));
  }
  bytes->remove_prefix(sizeof(T));
  *value = read;
  return true;
}

// Takes `size` bytes off the front of `*bytes` into `*taken`, as a view into
// the same memory. Returns false, and changes nothing, if fewer are left.
[[nodiscard]] inline bool ConsumeBytes(absl::string_view* bytes, size_t size,
                                       absl::string_view* taken) {
  if (bytes->size() < size) return false;
  *taken = bytes->substr(0, size);
  bytes->remove_prefix(size);
  return true;
}

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_BIG_ENDIAN_H_
