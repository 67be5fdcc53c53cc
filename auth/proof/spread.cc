#include "auth/proof/spread.h"

#include <algorithm>
#include <iterator>

namespace homeward::auth::proof {
namespace {

// The shortest time that a document can tell.
constexpr absl::Duration kTick = absl::Nanoseconds(1);

// Adds `time` to `times`. Returns whether some of it was not there.
bool AddTime(Interval<absl::Time> time,
             std::map<absl::Time, absl::Time>& times) {
  auto next = times.upper_bound(time.begin);
  if (next != times.begin() && std::prev(next)->second >= time.begin) {
    --next;
    if (next->second >= time.end) return false;
    time.begin = next->first;
  }
  while (next != times.end() && next->first <= time.end) {
    time.end = std::max(time.end, next->second);
    next = times.erase(next);
  }
  times.emplace(time.begin, time.end);
  return true;
}

}  // namespace

Spread::Spread(const FlowGraph& graph, const std::vector<int>& owners,
               v1::Category category, bool against_duty, Steps& steps)
    : against_duty_(against_duty) {
  for (const int owner : owners) {
    Holding always;
    always.time = {absl::InfinitePast(), absl::InfiniteFuture()};
    Keep(owner, always);
  }
  // Breadth first: each is looked at once, in the order in which it came.
  for (size_t i = 0; i < all_.size(); ++i) {
    const auto& [agency, holding] = all_[i];
    const std::vector<Flow>& flows = graph.From(agency, category);
    if (!steps.Take(1 + flows.size())) break;
    for (const Flow& flow : flows) {
      const std::optional<Holding> next = Next(holding, flow);
      if (next.has_value()) Keep(flow.to, *next);
    }
  }
  for (const int owner : owners) by_agency_.erase(owner);
}

std::optional<Holding> Spread::Next(const Holding& holding,
                                    const Flow& flow) const {
  if (flow.has_duty() && !against_duty_) return std::nullopt;
  Holding next;
  next.came = holding.time & flow.box.time;
  if (next.came.empty()) return std::nullopt;
  next.flow = &flow;
  next.before = &holding;
  next.hops = holding.hops + 1;
  next.time = {next.came.begin, absl::InfiniteFuture()};
  if (!against_duty_) next.time.end = next.came.end - kTick + flow.kept_for();
  return next;
}

void Spread::Keep(int agency, const Holding& holding) {
  AtAgency& here = by_agency_[agency];
  if (!AddTime(holding.time, here.times)) return;
  all_.emplace_back(agency, holding);
  here.holdings.push_back(&all_.back().second);
}

const std::vector<const Holding*>& Spread::At(int agency) const {
  static const auto& none = *new std::vector<const Holding*>();
  const auto found = by_agency_.find(agency);
  return found == by_agency_.end() ? none : found->second.holdings;
}

std::vector<TimedFlow> Spread::WayTo(const Holding& holding, absl::Time until,
                                     absl::Time from) const {
  std::vector<TimedFlow> way;
  for (const Holding* at = &holding; at->flow != nullptr; at = at->before) {
    const absl::Time latest = std::min(until, at->came.end - kTick);
    absl::Time earliest = at->came.begin;
    if (!against_duty_) {
      earliest = std::max(earliest, until - at->flow->kept_for() + kTick);
    }
    until = std::max(earliest, std::min(from, latest));
    way.emplace_back(at->flow, until);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace homeward::auth::proof
