#include "services/federation/merging/answer_size.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "homeward/v1/claim.pb.h"
#include "services/federation/merging/claim_time.h"

namespace homeward::federation {
namespace {

using google::protobuf::RepeatedPtrField;

constexpr size_t kMaxIdBytes = 256;
// Tag and length of a message of up to 2 MiB inside another, and of the two
// around it that grow with it.
constexpr size_t kFramingBytes = 8;
// `omitted_claim_count` at its largest.
constexpr size_t kCountBytes = 6;

size_t SizeIn(const google::protobuf::Message& message) {
  return message.ByteSizeLong() + kFramingBytes;
}

template <typename Message>
std::vector<size_t> SizesOf(const RepeatedPtrField<Message>& messages) {
  std::vector<size_t> sizes;
  for (const Message& message : messages) sizes.push_back(SizeIn(message));
  return sizes;
}

// Leaves of `claims` the newest that have `room`, in the order that they had.
// Returns how many it took out.
int KeepNewest(size_t room, RepeatedPtrField<v1::Claim>& claims) {
  std::vector<int> newest_first(claims.size());
  for (int i = 0; i < claims.size(); ++i) newest_first[i] = i;
  absl::c_stable_sort(newest_first, [&](int a, int b) {
    return SourceTimeOf(claims.Get(a)) > SourceTimeOf(claims.Get(b));
  });
  std::vector<bool> kept(claims.size(), false);
  for (const int i : newest_first) {
    const size_t size = SizeIn(claims.Get(i));
    if (size > room) continue;
    room -= size;
    kept[i] = true;
  }
  int end = 0;
  for (int i = 0; i < claims.size(); ++i) {
    if (kept[i]) claims.SwapElements(end++, i);
  }
  const int left_out = claims.size() - end;
  claims.DeleteSubrange(end, left_out);
  return left_out;
}

// Cuts `match` to `max_bytes`, if its claims can make up for that.
int FitMatch(size_t max_bytes, v1::RecordMatch& match) {
  const size_t size = SizeIn(match);
  if (size <= max_bytes) return 0;
  size_t claims = 0;
  for (const size_t one : SizesOf(match.record().claims())) claims += one;
  const size_t rest = size > claims ? size - claims : 0;
  return KeepNewest(max_bytes > rest ? max_bytes - rest : 0,
                    *match.mutable_record()->mutable_claims());
}

// What is left is more than claims: no node of ours sends that.
void DropMatches(v1::NodeAnswer& answer) {
  int claims = 0;
  for (const v1::RecordMatch& match : answer.matches()) {
    claims += match.record().claims_size();
  }
  answer.set_omitted_claim_count(answer.omitted_claim_count() + claims);
  answer.clear_matches();
}

}  // namespace

absl::Status CheckSize(const v1::AskResponse& reply) {
  if (reply.ByteSizeLong() > kMaxReplyBytes ||
      reply.answer().payload().size() > kMaxAnswerBytes) {
    return absl::InvalidArgumentError("answer: is too large");
  }
  return absl::OkStatus();
}

absl::Status CheckIds(const v1::Answer& answer) {
  for (const v1::RecordMatch& match : answer.matches()) {
    if (match.record().record_id().size() > kMaxIdBytes) {
      return absl::InvalidArgumentError("record_id: is too long");
    }
    for (const v1::Claim& claim : match.record().claims()) {
      if (claim.claim_id().size() > kMaxIdBytes) {
        return absl::InvalidArgumentError("claim_id: is too long");
      }
    }
  }
  return absl::OkStatus();
}

size_t FairShare(std::vector<size_t> sizes, size_t room) {
  absl::c_sort(sizes);
  for (size_t i = 0; i < sizes.size(); ++i) {
    const size_t share = room / (sizes.size() - i);
    if (sizes[i] > share) return share;
    room -= sizes[i];
  }
  return sizes.empty() ? room : sizes.back();
}

int FitMatches(size_t max_bytes, RepeatedPtrField<v1::RecordMatch>& matches) {
  std::vector<size_t> sizes = SizesOf(matches);
  size_t room = max_bytes;
  int left_out = 0;
  // What one can't use goes to those before it: the best is last.
  for (int i = matches.size() - 1; i >= 0; --i) {
    left_out += FitMatch(FairShare(sizes, room), *matches.Mutable(i));
    room -= std::min(room, SizeIn(matches.Get(i)));
    sizes.pop_back();
  }
  return left_out;
}

void FitAnswers(size_t room, RepeatedPtrField<v1::NodeAnswer>& answers) {
  const size_t share = FairShare(SizesOf(answers), room);
  for (v1::NodeAnswer& answer : answers) {
    if (SizeIn(answer) <= share) continue;
    answer.clear_signed_answer();
    answer.clear_signer_certificate();
    size_t matches = 0;
    for (const size_t one : SizesOf(answer.matches())) matches += one;
    const size_t size = SizeIn(answer);
    if (size <= share) continue;
    const size_t rest = kCountBytes + (size > matches ? size - matches : 0);
    answer.set_omitted_claim_count(
        answer.omitted_claim_count() +
        FitMatches(share > rest ? share - rest : 0, *answer.mutable_matches()));
    if (SizeIn(answer) > share) DropMatches(answer);
  }
}

}  // namespace homeward::federation
