#include "services/federation/merging/merge.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/proto_time.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/wellbeing.pb.h"
#include "services/federation/merging/claim_time.h"
#include "services/federation/merging/contradictions.h"
#include "services/federation/merging/match_band.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::util::TimeUtil;

bool TellsLocation(const v1::Claim& claim) {
  switch (claim.fact_case()) {
    case v1::Claim::kCrossingEvent:
    case v1::Claim::kSighting:
    case v1::Claim::kCustodyEvent:
      return true;
    default:
      return false;
  }
}

bool TellsWellbeing(const v1::Claim& claim) {
  return claim.has_wellbeing_check() || claim.has_health_summary();
}

// Higher is worse; a health summary and an unknown state say nothing of risk.
int Risk(const v1::Claim& claim) {
  switch (claim.wellbeing_check().status()) {
    case v1::WELLBEING_STATUS_URGENT:
      return 3;
    case v1::WELLBEING_STATUS_NEEDS_ATTENTION:
      return 2;
    case v1::WELLBEING_STATUS_SAFE:
      return 1;
    default:
      return 0;
  }
}

template <typename View>
View MakeView(const v1::NodeAnswer& answer, const v1::RecordMatch& match,
              const v1::Claim& claim, absl::Time now) {
  View view;
  view.set_agency_id(answer.agency_id());
  view.set_record_id(match.record().record_id());
  *view.mutable_claim() = claim;
  view.set_band(BandOf(match));
  // Not every MOU tells when it was.
  if (!claim.has_source_time()) return view;
  const absl::Duration age = now - auth::ToTime(claim.source_time());
  *view.mutable_age() = TimeUtil::MillisecondsToDuration(
      std::max<int64_t>(0, absl::ToInt64Milliseconds(age)));
  return view;
}

// Possible matches last, newest first, then the higher risk, then by ids so
// that the order of the answers does not matter.
template <typename View>
bool ComesBefore(const View& a, const View& b) {
  const auto key = [](const View& of, const View& time_and_risk_of) {
    const v1::Claim& claim = time_and_risk_of.claim();
    return std::make_tuple(of.band() == v1::MATCH_BAND_POSSIBLE,
                           SourceTimeOf(claim), Risk(claim), of.agency_id(),
                           of.claim().claim_id());
  };
  return key(a, b) < key(b, a);
}

// The first of `mine`, one agency's, for which there is room go to `all`; how
// many do not is added to `node`.
template <typename View>
void Take(std::vector<View> mine, size_t room, std::vector<View>& all,
          v1::NodeOutcome& node) {
  std::sort(mine.begin(), mine.end(), ComesBefore<View>);
  int taken = 0;
  for (View& view : mine) {
    const size_t bytes = view.ByteSizeLong();
    if (taken == kMaxViews || bytes > room) {
      node.set_omitted_view_count(node.omitted_view_count() + 1);
      continue;
    }
    ++taken;
    room -= bytes;
    all.push_back(std::move(view));
  }
}

// What all agencies say of where she is and how.
struct Views {
  std::vector<v1::LocationView> locations;
  std::vector<v1::WellbeingView> wellbeing;
};

void AddViews(const v1::NodeAnswer& answer, size_t room, absl::Time now,
              Views& views, v1::NodeOutcome& node) {
  Views mine;
  for (const v1::RecordMatch& match : answer.matches()) {
    for (const v1::Claim& claim : match.record().claims()) {
      if (TellsLocation(claim)) {
        mine.locations.push_back(
            MakeView<v1::LocationView>(answer, match, claim, now));
      }
      if (TellsWellbeing(claim)) {
        mine.wellbeing.push_back(
            MakeView<v1::WellbeingView>(answer, match, claim, now));
      }
    }
  }
  Take(std::move(mine.locations), room, views.locations, node);
  Take(std::move(mine.wellbeing), room, views.wellbeing, node);
}

// The bytes that either list has for each agency.
size_t RoomOfEach(absl::Span<const v1::NodeAnswer> answers) {
  const auto shown = std::count_if(
      answers.begin(), answers.end(),
      [](const v1::NodeAnswer& answer) { return !answer.matches().empty(); });
  return kMaxSummaryBytes / 2 / std::max<size_t>(shown, 1);
}

}  // namespace

v1::Summary Merge(absl::Span<const v1::NodeAnswer> answers, absl::Time now) {
  Views views;
  v1::Summary summary;
  const size_t room = RoomOfEach(answers);
  for (const v1::NodeAnswer& answer : answers) {
    v1::NodeOutcome& node = *summary.add_nodes();
    node.set_agency_id(answer.agency_id());
    node.set_outcome(answer.outcome());
    AddViews(answer, room, now, views, node);
  }
  auto& [locations, wellbeing] = views;
  std::sort(locations.begin(), locations.end(), ComesBefore<v1::LocationView>);
  std::sort(wellbeing.begin(), wellbeing.end(), ComesBefore<v1::WellbeingView>);
  for (v1::LocationView& view : locations) {
    *summary.add_locations() = std::move(view);
  }
  for (v1::WellbeingView& view : wellbeing) {
    *summary.add_wellbeing() = std::move(view);
  }
  AddContradictions(answers, summary);
  return summary;
}

}  // namespace homeward::federation
