#include "tests/second_opinion/coverage.h"

#include <iterator>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::second_opinion {
namespace {

constexpr const char* kBuiltInRules[] = {"P-FIREWALL", "P-PROTECT-LOC",
                                         "P-REGISTER", "P-CONSENT", "P-SCREEN"};

// The column of what no enum of this version defines.
constexpr int kToCome = 63;

constexpr int kTruths = 3;

// `size` is X_ARRAYSIZE of the enum.
int ColumnOf(int number, int size) {
  return 0 <= number && number < size ? number : kToCome;
}

// Adds the counts of `row` by the names of the values of `E`, from `first` to
// `last`.
template <typename E>
void AddNamed(const int64_t* row, int first, int last,
              std::map<std::string, int64_t>& counts) {
  const auto* type = google::protobuf::GetEnumDescriptor<E>();
  for (int number = first; number <= last; ++number) {
    counts[type->FindValueByNumber(number)->name()] = row[number];
  }
}

}  // namespace

void Coverage::Add(const v1::DecideRequest& question, const Opinion& opinion,
                   const Branches& seen) {
  ++counts_[kReasons][opinion.reason];
  for (const auto& [path, form] : opinion.fields) {
    ++counts_[kOutcomes][form.outcome];
    ++counts_[kCoarsenings][form.coarsen_to];
    ++counts_[kMasks][form.mask_keep];
  }
  for (const auto& [type, seconds] : opinion.duties) ++counts_[kDuties][type];
  for (size_t i = 0; i < std::size(kBuiltInRules); ++i) {
    counts_[kRules][i] += opinion.built_in_rules.count(kBuiltInRules[i]);
  }
  for (size_t i = 0; i < kBranches; ++i) counts_[kBranchesSeen][i] += seen[i];
  const v1::AccessQuestion& asked = question.request();
  for (const int role : asked.roles()) {
    ++counts_[kRoles][ColumnOf(role, v1::Role_ARRAYSIZE)];
  }
  ++counts_[kPurposes][ColumnOf(asked.purpose(), v1::Purpose_ARRAYSIZE)];
  ++counts_[kActions][ColumnOf(asked.action(), v1::Action_ARRAYSIZE)];
  ++counts_[kKinds][ColumnOf(asked.requester_kind(), v1::AgencyKind_ARRAYSIZE)];
  for (const int category : asked.categories())
    ++counts_[kCategories][category];
  for (const v1::FactValue& value : question.facts().facts()) {
    ++counts_[kFacts][value.fact() * kTruths + value.truth()];
  }
}

std::map<std::string, int64_t> Coverage::Counts() const {
  std::map<std::string, int64_t> counts;
  AddNamed<v1::DecisionReason>(counts_[kReasons], v1::DECISION_REASON_PERMITTED,
                               v1::DECISION_REASON_FACTS_NOT_MET, counts);
  AddNamed<v1::FieldOutcome>(counts_[kOutcomes], v1::FIELD_OUTCOME_HASH,
                             v1::FIELD_OUTCOME_CLEAR, counts);
  AddNamed<v1::Coarseness>(counts_[kCoarsenings], 1,
                           v1::Coarseness_ARRAYSIZE - 1, counts);
  AddNamed<v1::MaskKeep>(counts_[kMasks], 1, v1::MaskKeep_ARRAYSIZE - 1,
                         counts);
  AddNamed<v1::ObligationType>(counts_[kDuties], 1,
                               v1::ObligationType_ARRAYSIZE - 1, counts);
  AddNamed<v1::Role>(counts_[kRoles], 0, v1::Role_ARRAYSIZE - 1, counts);
  AddNamed<v1::Purpose>(counts_[kPurposes], 0, v1::Purpose_ARRAYSIZE - 1,
                        counts);
  AddNamed<v1::Action>(counts_[kActions], 0, v1::Action_ARRAYSIZE - 1, counts);
  AddNamed<v1::AgencyKind>(counts_[kKinds], 0, v1::AgencyKind_ARRAYSIZE - 1,
                           counts);
  AddNamed<v1::Category>(counts_[kCategories], 1, v1::Category_ARRAYSIZE - 1,
                         counts);
  for (const auto& [row, name] : {std::pair(kRoles, "a role"),
                                  {kPurposes, "a purpose"},
                                  {kActions, "an action"},
                                  {kKinds, "a kind of agency"}}) {
    counts[std::string(name) + " to come"] = counts_[row][kToCome];
  }
  for (size_t i = 0; i < std::size(kBuiltInRules); ++i) {
    counts[kBuiltInRules[i]] = counts_[kRules][i];
  }
  for (size_t i = 0; i < kBranches; ++i) {
    counts[BranchName(static_cast<Branch>(i))] = counts_[kBranchesSeen][i];
  }
  for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
    for (const v1::Truth truth : {v1::TRUTH_FALSE, v1::TRUTH_TRUE}) {
      counts[v1::Fact_Name(static_cast<v1::Fact>(fact)) + " " +
             v1::Truth_Name(truth)] = counts_[kFacts][fact * kTruths + truth];
    }
  }
  return counts;
}

}  // namespace homeward::second_opinion
