#ifndef HOMEWARD_AUTH_MOU_PLAIN_ID_H_
#define HOMEWARD_AUTH_MOU_PLAIN_ID_H_

#include "absl/strings/string_view.h"

namespace homeward::auth {

// Whether `id` is `[a-z0-9-]{1,63}`: whether it may name an MOU, a clause or an
// agency in one. Pure. Thread-safe.
bool IsPlainId(absl::string_view id);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_PLAIN_ID_H_
