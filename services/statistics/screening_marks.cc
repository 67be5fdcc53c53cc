#include <cstddef>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/screening.pb.h"
#include "services/statistics/mark_parts.h"
#include "services/statistics/table_marks.h"

// The marks of children who were screened: what is needed and how soon, and
// nothing of what they said (P-SCREEN).
namespace homeward::statistics {
namespace {

// The columns after those of the services, which are numbered from 1.
constexpr size_t kSeveral = v1::ScreeningService_ARRAYSIZE - 1;
constexpr size_t kServiceNotTold = kSeveral + 1;

std::string UrgencyRow(v1::ScreeningUrgency urgency) {
  return WordsOf(v1::ScreeningUrgency_Name(urgency), "SCREENING_URGENCY_");
}

size_t ServiceColumn(const v1::Screening& screening) {
  const std::set<int> services(screening.requested_services().begin(),
                               screening.requested_services().end());
  const auto is_known = [](int service) {
    return service != v1::SCREENING_SERVICE_UNSPECIFIED &&
           v1::ScreeningService_IsValid(service);
  };
  if (services.empty() || !absl::c_all_of(services, is_known)) {
    return kServiceNotTold;
  }
  return services.size() > 1 ? kSeveral
                             : static_cast<size_t>(*services.begin()) - 1;
}

// When she was screened, and since when that is said of it.
std::pair<absl::Time, absl::Time> TimesOf(const v1::Claim& claim) {
  return {auth::ToTime(claim.screening().screened_time()),
          auth::ToTime(claim.source_time())};
}

}  // namespace

std::vector<std::string> ScreeningRows() {
  return {UrgencyRow(v1::SCREENING_URGENCY_AT_ONCE),
          UrgencyRow(v1::SCREENING_URGENCY_SOON),
          UrgencyRow(v1::SCREENING_URGENCY_NONE)};
}

std::vector<std::string> ServiceColumns(const Period&) {
  std::vector<std::string> columns;
  for (int i = 1; i < v1::ScreeningService_ARRAYSIZE; ++i) {
    columns.push_back(
        WordsOf(v1::ScreeningService_Name(static_cast<v1::ScreeningService>(i)),
                "SCREENING_SERVICE_"));
  }
  columns.emplace_back("several");
  columns.emplace_back(kNotTold);
  return columns;
}

std::vector<Mark> MarkScreening(const Counted& counted, const Period& period) {
  const v1::Claim* last = nullptr;
  for (const v1::Claim& claim : counted.record.claims()) {
    if (!claim.screening().has_screened_time()) continue;
    const auto month =
        MonthAsChild(counted.record, period,
                     auth::ToTime(claim.screening().screened_time()));
    if (!month.has_value()) continue;
    if (last == nullptr || TimesOf(*last) <= TimesOf(claim)) last = &claim;
  }
  if (last == nullptr) return {};
  const v1::ScreeningUrgency urgency = last->screening().urgency();
  if (urgency == v1::SCREENING_URGENCY_UNSPECIFIED ||
      !v1::ScreeningUrgency_IsValid(urgency)) {
    return {};
  }
  return {{UrgencyRow(urgency), ServiceColumn(last->screening())}};
}

}  // namespace homeward::statistics
