#ifndef HOMEWARD_SERVICES_CLI_RECORD_CONTENT_TYPE_H_
#define HOMEWARD_SERVICES_CLI_RECORD_CONTENT_TYPE_H_

#include "absl/strings/string_view.h"

// What a file is, by its first bytes: its name is not asked. Pure, thread-safe.
namespace homeward::cli {

// `image/jpeg`, `image/png` or `image/webp`; empty when it is none of them.
absl::string_view ImageType(absl::string_view bytes);

// `audio/wav`, `audio/ogg`, `audio/mpeg` (MP3) or `audio/mp4` (MP4, M4A); empty
// when it is none of them. Whether an Ogg or MP4 file has pictures besides is
// not looked at.
absl::string_view AudioType(absl::string_view bytes);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_RECORD_CONTENT_TYPE_H_
