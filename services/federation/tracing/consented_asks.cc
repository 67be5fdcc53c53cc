#include "services/federation/tracing/consented_asks.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "homeward/v1/roles.pb.h"
#include "services/federation/access_of.h"
#include "services/policy/state.h"
#include "services/query/adult_seeker.h"

namespace homeward::federation {

absl::Status KeepToConsent(const TracingConsent& consent, InquiryPlan& plan) {
  if (plan.question.purpose != v1::PURPOSE_FAMILY_TRACING ||
      plan.asks.empty()) {
    return absl::OkStatus();
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
