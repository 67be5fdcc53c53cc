#include "tests/second_opinion/first_opinion.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "auth/testing/signed_mous.h"
#include "auth/what_if/what_if.h"

namespace homeward::second_opinion {
namespace {

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::abort();
}

}  // namespace

std::shared_ptr<const auth::ActiveSet> Compiled(const Documents& documents) {
  std::vector<auth::SignedMou> mous;
  for (const v1::Mou& mou : documents.mous) {
    mous.push_back(auth::testing::SignedByAll(mou));
  }
  for (const v1::Mou& mou : documents.unsigned_mous) {
    mous.push_back(auth::testing::SignedByNobody(mou));
  }
  const std::vector<std::string> suspended(documents.suspended.begin(),
                                           documents.suspended.end());
  auto set = auth::ActiveSet::Build(auth::testing::AsCharter(documents.charter),
                                    mous, suspended);
  Must(set.status());
  return *set;
}

Opinion FirstOpinion(const std::shared_ptr<const auth::ActiveSet>& mous,
                     const v1::DecideRequest& question) {
  const auto read = auth::ReadWhatIf(question);
  Must(read.status());
  const v1::DecideResponse response = auth::Decide(mous, *read);
  const v1::DecisionRecord& record = response.decision();
  Opinion opinion;
  opinion.reason = record.reason();
  opinion.mou = record.mou();
  for (const v1::FieldRule& rule : response.fields()) {
    opinion.fields[rule.field_path()] = FormOf(rule);
  }
  for (const v1::Obligation& duty : response.obligations()) {
    opinion.duties[duty.type()] = static_cast<double>(duty.within().seconds()) +
                                  duty.within().nanos() * 1e-9;
  }
  opinion.permits.assign(record.permits().begin(), record.permits().end());
  opinion.by_break_glass = record.by_break_glass();
  opinion.prohibitions.insert(record.prohibitions().begin(),
                              record.prohibitions().end());
  opinion.built_in_rules.insert(record.built_in_rules().begin(),
                                record.built_in_rules().end());
  // An effect that says otherwise than the reason agrees with nothing.
  const bool permits = response.effect() == v1::DECISION_EFFECT_PERMIT;
  if (permits != opinion.permitted()) {
    opinion.reason = v1::DECISION_REASON_UNSPECIFIED;
  }
  return opinion;
}

}  // namespace homeward::second_opinion
