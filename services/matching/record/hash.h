#ifndef HOMEWARD_SERVICES_MATCHING_RECORD_HASH_H_
#define HOMEWARD_SERVICES_MATCHING_RECORD_HASH_H_

#include <cstdint>

#include "absl/strings/string_view.h"

// A hash that says the same in every process, for tables in memory. Not for
// secrets: blind what is stored or sent. Pure.
namespace homeward::matching {

// The finaliser of MurmurHash3, which spreads every bit.
inline uint64_t Mixed(uint64_t value) {
  value ^= value >> 33;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33;
  value *= 0xc4ceb9fe1a85ec53ULL;
  value ^= value >> 33;
  return value;
}

inline uint64_t HashOf(absl::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325ULL ^ bytes.size();
  size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; --i) {
      word = (word << 8) | static_cast<uint8_t>(bytes[at + i]);
    }
    hash = Mixed(hash ^ word);
  }
  for (; at < bytes.size(); ++at) {
    hash = (hash ^ static_cast<uint8_t>(bytes[at])) * 0x100000001b3ULL;
  }
  return Mixed(hash);
}

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_RECORD_HASH_H_
