#ifndef HOMEWARD_AUTH_MOU_CHARTER_FEATURES_H_
#define HOMEWARD_AUTH_MOU_CHARTER_FEATURES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "homeward/v1/mou.pb.h"

// What a charter asks of whoever goes by it, as a critical feature: a node that
// doesn't know it refuses the charter, and with it everything.
namespace homeward::auth {

// `red-lines-sha256:` and 64 hexadecimal digits in lower case: the red lines of
// the federation are the text file with this SHA-256. No MOU is active at a
// node that doesn't have them.
inline constexpr absl::string_view kRedLinesFeature = "red-lines-sha256:";

// The feature that names the red lines in the file `text`.
std::string RedLinesFeature(absl::string_view text);

// The SHA-256 (32 bytes) that `feature` names; nothing when it is another
// feature, or malformed.
std::optional<std::string> RedLinesSha256(absl::string_view feature);

// That of `charter`; nothing when it names no red lines.
std::optional<std::string> RedLinesOf(const v1::Mou& charter);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_CHARTER_FEATURES_H_
