#include "services/federation/evidence_check.h"

#include <cstdint>

#include "homeward/v1/record.pb.h"

namespace homeward::federation {
namespace {

// Far above any weight, and far below what could overflow a sum of 64.
constexpr int64_t kMaxMillibits = int64_t{1} << 40;

absl::Status CheckMatch(const v1::RecordMatch& match) {
  if (match.evidence_size() > kMaxEvidence) {
    return absl::InvalidArgumentError("evidence: is too long");
  }
  int64_t sum = 0;
  size_t bytes = 0;
  for (const v1::MatchEvidence& evidence : match.evidence()) {
    const int64_t weight = evidence.weight_millibits();
    if (weight > kMaxMillibits || weight < -kMaxMillibits) {
      return absl::InvalidArgumentError("weight_millibits: is no weight");
    }
    sum += weight;
    bytes += evidence.ByteSizeLong();
  }
  if (bytes > kMaxEvidenceBytes) {
    return absl::InvalidArgumentError("evidence: is too large");
  }
  if (sum != match.score_millibits()) {
    return absl::InvalidArgumentError("evidence: does not sum to the score");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckEvidence(const v1::Answer& answer) {
  for (const v1::RecordMatch& match : answer.matches()) {
    absl::Status checked = CheckMatch(match);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
