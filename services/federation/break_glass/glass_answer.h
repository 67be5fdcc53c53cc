#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ANSWER_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ANSWER_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "services/query/pipeline.h"

namespace homeward::federation {

// What `pipeline` answers to `question`. Where the glass is broken and
// something is shown, it is asked again as if it were not: the decision says
// `by_break_glass` if less would be shown then. The grants alone don't tell:
// the glass also widens what is compared, so that a match may be found, ranked
// or explained by it whose fields are permitted anyway. Errors: as
// query::Pipeline::Answer().
absl::StatusOr<query::NodeFinding> AnswerWithGlass(
    const query::Pipeline& pipeline, const query::NodeQuestion& question,
    const std::shared_ptr<const auth::ActiveSet>& mous, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ANSWER_H_
