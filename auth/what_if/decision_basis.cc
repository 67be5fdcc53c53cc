#include "auth/what_if/decision_basis.h"

#include <cstddef>
#include <utility>

#include "auth/mou/plain_id.h"
#include "auth/what_if/known_facts.h"
#include "google/protobuf/util/message_differencer.h"

namespace homeward::auth {
namespace {

using ::google::protobuf::util::MessageDifferencer;

constexpr int kMaxKinds = 32;
constexpr size_t kMaxBytes = 2 << 10;

// What `basis` knows of the case, which is the same for all records.
CaseFacts CaseOf(const v1::DecisionBasis& basis) {
  CaseFacts case_facts;
  RecordFacts of_record;
  // BasisOf() wrote it.
  (void)ReadFacts(basis.facts(0).facts(), case_facts, of_record);
  return case_facts;
}

}  // namespace

v1::DecisionBasis BasisOf(const AccessRequest& request,
                          const CaseFacts& case_facts) {
  v1::DecisionBasis basis;
  *basis.mutable_request() = ToMessage(request);
  // Who asks may write anything there.
  if (!IsPlainId(request.mou_id)) basis.mutable_request()->clear_mou_id();
  *basis.add_facts()->mutable_facts() = ToMessage(case_facts, RecordFacts());
  return basis;
}

void AddRecord(const RecordFacts& facts, v1::DecisionBasis& basis) {
  v1::KnownFacts message = ToMessage(CaseOf(basis), facts);
  if (basis.facts(0).records() == 0) {
    *basis.mutable_facts(0)->mutable_facts() = std::move(message);
    basis.mutable_facts(0)->set_records(1);
    return;
  }
  for (v1::BasisFacts& one : *basis.mutable_facts()) {
    if (!MessageDifferencer::Equals(one.facts(), message)) continue;
    one.set_records(one.records() + 1);
    return;
  }
  if (basis.facts_size() == kMaxKinds ||
      basis.ByteSizeLong() + message.ByteSizeLong() > kMaxBytes) {
    basis.set_more_records(basis.more_records() + 1);
    return;
  }
  v1::BasisFacts& added = *basis.add_facts();
  *added.mutable_facts() = std::move(message);
  added.set_records(1);
}

}  // namespace homeward::auth
