#include "auth/mou/plain_id.h"

#include "absl/strings/ascii.h"

namespace homeward::auth {

bool IsPlainId(absl::string_view id) {
  if (id.empty() || id.size() > 63) return false;
  for (char c : id) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace homeward::auth
