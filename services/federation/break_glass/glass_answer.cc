#include "services/federation/break_glass/glass_answer.h"

#include <memory>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"

namespace homeward::federation {
namespace {

bool ShowTheSame(const query::NodeFinding& a, const query::NodeFinding& b) {
  return absl::c_equal(a.matches, b.matches,
                       [](const v1::RecordMatch& x, const v1::RecordMatch& y) {
                         return x.SerializeAsString() == y.SerializeAsString();
                       });
}

}  // namespace

absl::StatusOr<query::NodeFinding> AnswerWithGlass(
    const query::Pipeline& pipeline, const query::NodeQuestion& question,
    const std::shared_ptr<const auth::ActiveSet>& mous, absl::Time now) {
  auto finding = pipeline.Answer(question, mous, now);
  if (!finding.ok() || question.case_facts.break_glass != auth::Tri::kTrue ||
      finding->outcome != v1::OUTCOME_ANSWERED) {
    return finding;
  }
  query::NodeQuestion unbroken = question;
  unbroken.case_facts.break_glass = auth::Tri::kFalse;
  unbroken.case_facts.break_glass_categories = {};
  const auto without = pipeline.Answer(unbroken, mous, now);
  if (!without.ok()) return without.status();
  finding->decision.set_by_break_glass(!ShowTheSame(*finding, *without));
  return finding;
}

}  // namespace homeward::federation
