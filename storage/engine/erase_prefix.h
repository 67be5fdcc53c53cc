#ifndef HOMEWARD_STORAGE_ENGINE_ERASE_PREFIX_H_
#define HOMEWARD_STORAGE_ENGINE_ERASE_PREFIX_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/engine/engine.h"

namespace homeward::storage {

// Deletes rows whose key starts with `prefix`, not empty, in batches and not in
// one step: others may see some gone and some not, and rows written meanwhile
// may stay. It keeps no place: after an error, or a kill, call it again until
// it returns 0.
//
// Stops after about `most` rows, to share the engine with others. Returns how
// many rows it found and deleted. What is deleted is not yet unreadable on
// disk; only the destroyed key of a sealed value makes it so.
//
// Errors: INVALID_ARGUMENT for an empty prefix or one over 1,024 bytes; as
// Reader's and Engine's calls.
absl::StatusOr<size_t> ErasePrefix(Engine& engine, absl::string_view prefix,
                                   Durability durability, size_t most);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ERASE_PREFIX_H_
