// Any bytes as an MOU: each finding says what is wrong and what to do, and
// nothing passes both as an MOU and as a charter.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "auth/mou/mou.h"
#include "homeward/v1/mou.pb.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using homeward::auth::CheckMou;
  using homeward::auth::MouKind;
  homeward::v1::Mou mou;
  if (!mou.ParseFromArray(data, static_cast<int>(size))) return 0;
  const auto findings = CheckMou(mou, MouKind::kMou);
  for (const auto& finding : findings) {
    if (finding.reason.empty() || finding.next_step.empty()) std::abort();
  }
  // Nothing is both an MOU and a charter.
  if (findings.empty() && CheckMou(mou, MouKind::kCharter).empty()) {
    std::abort();
  }
  return 0;
}
