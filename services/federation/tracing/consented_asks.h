#ifndef HOMEWARD_SERVICES_FEDERATION_TRACING_CONSENTED_ASKS_H_
#define HOMEWARD_SERVICES_FEDERATION_TRACING_CONSENTED_ASKS_H_

#include "absl/status/status.h"
#include "services/federation/planning/inquiry_plan.h"
#include "services/federation/tracing/tracing_consent.h"

namespace homeward::federation {

// The rule of docs/mou.md that consent to tracing is the asker's too.
inline constexpr char kTracingConsentRule[] = "P-TRACE";

// Who asks to trace a family is told this when nobody at all may be asked, for
// want of consent or because the child is kept from a person, and the own node
// shows her nothing. One text for both, whether or not there is a record.
inline constexpr char kNoTracingConsentText[] =
    "nobody was asked: no own record that surely is hers has consent to family "
    "tracing by another agency";

// Moves those of `plan.asks` to `plan.withheld` who may not be asked to trace
// a family by the word of `consent`, and says by which rule; and all of them
// where a family is reunified and an own record keeps her from who may gain by
// it. A plan for another purpose stays as it is. No case and no broken glass
// stands for consent. Reads the store and blocks. Errors: those of
// TracingConsent::WhoMayBeAsked().
absl::Status KeepToConsent(const TracingConsent& consent, InquiryPlan& plan);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_TRACING_CONSENTED_ASKS_H_
