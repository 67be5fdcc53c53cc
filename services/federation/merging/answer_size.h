#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_ANSWER_SIZE_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_ANSWER_SIZE_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"

// How large answers may be, so that no agency's answer takes the room of
// another's. What has no room is left out and counted. Pure.
namespace homeward::federation {

// The most bytes of the matches of one node, before they are signed: more than
// the largest claim that a node keeps.
inline constexpr size_t kMaxMatchesBytes = size_t{316} << 10;
// The most bytes of the payload of a signed answer: with its ids, times and
// checkpoint.
inline constexpr size_t kMaxAnswerBytes = size_t{320} << 10;
// The most bytes of a reply: with signature and certificate.
inline constexpr size_t kMaxReplyBytes = size_t{336} << 10;
// The most bytes of all answers in one response. With a summary they stay
// below the 4 MiB that gRPC takes.
inline constexpr size_t kMaxAnswersBytes = size_t{2560} << 10;

// Checks what came from a peer, before anything is done with it.
//
// Errors:
//   INVALID_ARGUMENT  It has over kMaxReplyBytes, or its payload over
//                     kMaxAnswerBytes.
absl::Status CheckSize(const v1::AskResponse& reply);

// Checks the ids in `answer`, which a summary repeats.
//
// Errors:
//   INVALID_ARGUMENT  One has over 256 bytes.
absl::Status CheckIds(const v1::Answer& answer);

// The size to which each of `sizes` must be cut, so that they have `room`
// together and none that is smaller is cut. The largest of them when all have
// room.
size_t FairShare(std::vector<size_t> sizes, size_t room);

// Cuts `matches` to `max_bytes`: the largest records lose claims, the oldest
// first; no match is lost. Returns how many claims were left out.
int FitMatches(size_t max_bytes,
               google::protobuf::RepeatedPtrField<v1::RecordMatch>& matches);

// Cuts `answers` to `room`: the largest lose their signed bytes, then claims
// as FitMatches() says, which is added to their `omitted_claim_count`. One that
// is too large without its claims, as only a hostile node makes it, loses its
// matches.
void FitAnswers(size_t room,
                google::protobuf::RepeatedPtrField<v1::NodeAnswer>& answers);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_ANSWER_SIZE_H_
