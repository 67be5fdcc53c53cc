#include "services/federation/tracing/consented_asks.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "auth/facts/blocked_seekers.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/access_of.h"
#include "services/policy/state.h"
#include "services/query/adult_seeker.h"

namespace homeward::federation {
namespace {

// Nobody is asked for a person from whom an own record keeps her.
absl::Status KeepFromSeeker(const TracingConsent& consent, InquiryPlan& plan) {
  const auto kept = consent.KeepsFromSeeker(plan.question.child, plan.now);
  if (!kept.ok()) return kept.status();
  if (!*kept) return absl::OkStatus();
  plan.withheld = std::move(plan.asks);
  plan.asks.clear();
  plan.withheld_by = query::kAdultSeekerRule;
  return absl::OkStatus();
}

}  // namespace

absl::Status KeepToConsent(const TracingConsent& consent, InquiryPlan& plan) {
  const v1::Purpose purpose = plan.question.purpose;
  if (!auth::ServesSeekers(purpose) || plan.asks.empty()) {
    return absl::OkStatus();
  }
  if (purpose != v1::PURPOSE_FAMILY_TRACING) {
    return KeepFromSeeker(consent, plan);
  }
  const auto country_of = [&](const std::string& agency_id) {
    return CountryOf(*plan.policy->directory, agency_id, plan.now);
  };
  std::vector<Recipient> recipients;
  for (const PeerAsk& ask : plan.asks) {
    recipients.push_back({ask.agency_id, country_of(ask.agency_id)});
  }
  const std::string own_country = country_of(plan.question.caller.agency_id());
  const auto ruling = consent.WhoMayBeAsked(plan.question.child, recipients,
                                            own_country, plan.now);
  if (!ruling.ok()) return ruling.status();
  const auto withheld = std::stable_partition(
      plan.asks.begin(), plan.asks.end(),
      [&](const PeerAsk& ask) { return ruling->may.count(ask.agency_id) > 0; });
  std::move(withheld, plan.asks.end(), std::back_inserter(plan.withheld));
  plan.asks.erase(withheld, plan.asks.end());
  plan.withheld_by =
      ruling->kept_from_seeker ? query::kAdultSeekerRule : kTracingConsentRule;
  return absl::OkStatus();
}

}  // namespace homeward::federation
