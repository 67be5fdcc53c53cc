#include "services/federation/merging/contradictions.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "absl/types/span.h"
#include "google/protobuf/util/field_comparator.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/merging/match_band.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::util::MessageDifferencer;

// A field on which sources can contradict each other: the fact and the field.
struct Comparable {
  int fact;
  const char* field;
};
constexpr std::array<Comparable, 4> kComparable = {{
    {v1::Claim::kIdentity, "sex"},
    {v1::Claim::kIdentity, "date_of_birth"},
    {v1::Claim::kCustodyEvent, "to_agency_id"},
    {v1::Claim::kWellbeingCheck, "status"},
}};

// The newest claim of each agency that has a field.
using Newest = std::map<std::string, const v1::Claim*>;

const FieldDescriptor* FactField(const Comparable& comparable) {
  return v1::Claim::descriptor()->FindFieldByNumber(comparable.fact);
}

// Whether `claim` says anything in the field.
bool Says(const v1::Claim& claim, const Comparable& comparable) {
  if (claim.fact_case() != comparable.fact) return false;
  const Message& fact =
      claim.GetReflection()->GetMessage(claim, FactField(comparable));
  const FieldDescriptor* field =
      fact.GetDescriptor()->FindFieldByName(comparable.field);
  return field != nullptr && fact.GetReflection()->HasField(fact, field);
}

bool SameIn(const v1::Claim& a, const v1::Claim& b,
            const Comparable& comparable) {
  const FieldDescriptor* fact_field = FactField(comparable);
  const Message& left = a.GetReflection()->GetMessage(a, fact_field);
  const Message& right = b.GetReflection()->GetMessage(b, fact_field);
  MessageDifferencer differencer;
  return differencer.CompareWithFields(
      left, right, {left.GetDescriptor()->FindFieldByName(comparable.field)},
      {right.GetDescriptor()->FindFieldByName(comparable.field)});
}

Newest NewestOfEach(absl::Span<const v1::NodeAnswer> answers,
                    const Comparable& comparable) {
  Newest newest;
  for (const v1::NodeAnswer& answer : answers) {
    for (const v1::RecordMatch& match : answer.matches()) {
      if (BandOf(match) == v1::MATCH_BAND_POSSIBLE) continue;
      for (const v1::Claim& claim : match.record().claims()) {
        if (!Says(claim, comparable)) continue;
        const v1::Claim*& kept = newest[answer.agency_id()];
        if (kept == nullptr || kept->source_time() < claim.source_time()) {
          kept = &claim;
        }
      }
    }
  }
  return newest;
}

}  // namespace

void AddContradictions(absl::Span<const v1::NodeAnswer> answers,
                       v1::Summary& summary) {
  const auto has_matches = [](const v1::NodeAnswer& answer) {
    return !answer.matches().empty();
  };
  if (std::count_if(answers.begin(), answers.end(), has_matches) < 2) return;
  for (const Comparable& comparable : kComparable) {
    const Newest newest = NewestOfEach(answers, comparable);
    const bool differ = std::any_of(
        newest.begin(), newest.end(), [&](const Newest::value_type& other) {
          return !SameIn(*newest.begin()->second, *other.second, comparable);
        });
    if (!differ) continue;
    v1::Contradiction& contradiction = *summary.add_contradictions();
    contradiction.set_field_path(FactField(comparable)->name() + "." +
                                 comparable.field);
    for (const auto& [agency, claim] : newest) {
      contradiction.add_claim_ids(claim->claim_id());
    }
  }
}

}  // namespace homeward::federation
