#include "services/federation/merging/merge.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/proto_time.h"
#include "google/protobuf/util/field_comparator.h"
#include "google/protobuf/util/message_differencer.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/wellbeing.pb.h"
#include "services/federation/merging/claim_time.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::util::MessageDifferencer;
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

// How sure it is that the record is hers; possible when that isn't known.
v1::MatchBand BandOf(const v1::RecordMatch& match) {
  return match.band() == v1::MATCH_BAND_IDENTIFIED ||
                 match.band() == v1::MATCH_BAND_STRONG
             ? match.band()
             : v1::MATCH_BAND_POSSIBLE;
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
