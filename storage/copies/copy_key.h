#ifndef HOMEWARD_STORAGE_COPIES_COPY_KEY_H_
#define HOMEWARD_STORAGE_COPIES_COPY_KEY_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "homeward/v1/withdrawal.pb.h"

// The names of copies. Pure.
namespace homeward::storage {

// The most places that an answer has.
inline constexpr int kMaxCopyPlaces = 10;

// Whether `name` has a whole digest and a place that an answer can have.
bool IsCopyName(const v1::CopyName& name);

// The part of a row's key that stands for `name`, which IsCopyName(): the first
// half of the digest and the place, 17 bytes. It tells nothing of a child: the
// digest is of bytes that hold random ids.
std::string CopyKey(const v1::CopyName& name);

// The same for people: `{32 hexadecimal digits}-{place}`, and back. Nothing if
// `copy_id` is none.
std::string CopyIdOf(absl::string_view copy_key);
std::optional<std::string> CopyKeyOf(absl::string_view copy_id);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_COPIES_COPY_KEY_H_
