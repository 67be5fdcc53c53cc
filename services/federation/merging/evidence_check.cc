#include "services/federation/merging/evidence_check.h"

#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/registration/validate/validate_text.h"

namespace homeward::federation {
namespace {

// Far above any weight, and far below what could overflow a sum of 64.
constexpr int64_t kMaxMillibits = int64_t{1} << 40;

// Texts that are shown as they are: none may fill the screen or write over it.
// What was asked is not the peer's word: see KeepReadable().
absl::Status CheckTexts(const v1::MatchEvidence& evidence) {
  const std::pair<absl::string_view, absl::string_view> texts[] = {
      {"field", evidence.field()},
      {"level", evidence.level()},
      {"record_value", evidence.record_value()}};
  for (const auto& [field, text] : texts) {
    absl::Status checked =
        registration::CheckText(field, text, kMaxEvidenceValueBytes);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

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
    absl::Status texts = CheckTexts(evidence);
    if (!texts.ok()) return texts;
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

void KeepReadable(v1::RecordMatch& match) {
  for (v1::MatchEvidence& evidence : *match.mutable_evidence()) {
    const absl::Status checked = registration::CheckText(
        "asked_value", evidence.asked_value(), kMaxEvidenceValueBytes);
    if (!checked.ok()) evidence.clear_asked_value();
  }
}

absl::Status CheckEvidence(const v1::Answer& answer) {
  for (const v1::RecordMatch& match : answer.matches()) {
    absl::Status checked = CheckMatch(match);
    if (!checked.ok()) return checked;
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
