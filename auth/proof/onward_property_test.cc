// Claim C held against a plain search: who may have what at which instant, by
// asking the decision itself about each hop and each instant.

#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/proof/box.h"
#include "auth/proof/testing/onward_sets.h"
#include "auth/proto_time.h"
#include "auth/what_if/what_if.h"
#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

using testing::During;
using testing::KeptFor;
using testing::Tells;

const char* const kAgencies[] = {"clinic", "ngo", "police", "court",
                                 "registrar"};
constexpr int kClinic = 0;
constexpr int kRegistrar = 4;
constexpr int kUnit = 10;
constexpr int kUnits = 20;

// Times at which something begins, and the last moments before something ends:
// by each hop a way may get one tick earlier.
std::vector<absl::Time> Instants() {
  std::vector<absl::Time> instants;
  for (int unit = 0; unit <= kUnits; ++unit) {
    for (int ticks = 12; ticks >= 0; --ticks) {
      instants.push_back(absl::FromUnixSeconds(unit * kUnit) -
                         absl::Nanoseconds(ticks));
    }
  }
  return instants;
}

// A way for data as the documents say it.
struct Hop {
  int from;
  int to;
  std::string mou_id;
  absl::Duration kept_for = absl::InfiniteDuration();
  bool may_pass_on = true;
};

class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int i = 3 + Below(4); i > 0; --i) AddMou(i);
    if (OneIn(2)) AddProhibition();
    set_ = testing::SetOf(mous_);
  }

  const std::vector<v1::Mou>& mous() const { return mous_; }
  int Below(int limit) { return static_cast<int>(random_() % limit); }
  bool OneIn(int count) { return Below(count) == 0; }

  // Whether the registrar may be told at `from` or later.
  bool IsCrossed(absl::Time from) const {
    std::vector<std::set<absl::Time>> has(5);
    for (const absl::Time t : instants_) has[kClinic].insert(t);
    bool crossed = false;
    for (bool more = true; more;) {
      more = false;
      for (const Hop& hop : hops_) {
        for (const absl::Time asked : has[hop.from]) {
          if (!IsTold(hop, asked)) continue;
          crossed |= hop.to == kRegistrar && asked >= from;
          if (hop.may_pass_on) more |= Keep(hop, asked, has[hop.to]);
        }
      }
    }
    return crossed;
  }

 private:
  Interval<int> AnyTimes() {
    const int start = Below(kUnits - 1);
    const int end = start + 1 + Below(kUnits - start - 1);
    return {start * kUnit, end * kUnit};
  }

  void AddMou(int number) {
    Hop hop;
    hop.from = Below(4);
    do {
      hop.to = Below(5);
    } while (hop.to == hop.from || hop.to == kClinic);
    hop.may_pass_on = !OneIn(5);
    v1::Mou mou =
        Tells(kAgencies[hop.from], kAgencies[hop.to], hop.may_pass_on);
    hop.mou_id = mou.mou_id() + "-" + std::to_string(number);
    mou.set_mou_id(hop.mou_id);
    if (OneIn(2)) {
      const int seconds = kUnit * (1 + Below(6));
      mou = KeptFor(mou, seconds);
      hop.kept_for = absl::Seconds(seconds);
    }
    const Interval<int> times = AnyTimes();
    mous_.push_back(During(mou, times.begin, times.end));
    hops_.push_back(hop);
  }

  // What one agency has to tell nobody may ask for, for some time.
  void AddProhibition() {
    const char* const agency = kAgencies[Below(4)];
    const Interval<int> times = AnyTimes();
    v1::Mou mou = During(Tells(agency, agency), times.begin, times.end);
    v1::Clause& clause = *mou.mutable_clauses(0);
    clause.set_effect(v1::EFFECT_PROHIBIT);
    clause.clear_fields();
    clause.mutable_match()->mutable_requester()->clear_agency_ids();
    clause.mutable_match()->mutable_requester()->set_any(true);
    mous_.push_back(mou);
  }

  bool IsTold(const Hop& hop, absl::Time time) const {
    WhatIf question;
    question.request.owner_agency_id = kAgencies[hop.from];
    question.request.requester_agency_id = kAgencies[hop.to];
    question.request.requester_kind = v1::AGENCY_KIND_CHILD_WELFARE;
    question.request.roles = {v1::ROLE_CP_CASEWORKER};
    question.request.purpose = v1::PURPOSE_LOCATE_SAFETY;
    question.request.action = v1::ACTION_LOCATE;
    question.request.mou_id = hop.mou_id;
    question.request.categories = {v1::CATEGORY_WELLBEING};
    question.now = time;
    return Decide(set_, question).effect() == v1::DECISION_EFFECT_PERMIT;
  }

  bool Keep(const Hop& hop, absl::Time told, std::set<absl::Time>& has) const {
    bool more = false;
    for (const absl::Time t : instants_) {
      if (told <= t && t < told + hop.kept_for) more |= has.insert(t).second;
    }
    return more;
  }

  std::mt19937 random_;
  const std::vector<absl::Time> instants_ = Instants();
  std::vector<v1::Mou> mous_;
  std::vector<Hop> hops_;
  std::shared_ptr<const ActiveSet> set_;
};

// Each hop of a way is asked for after the one before it, while what that told
// may still be kept.
void ExpectInOrder(const v1::OnwardPath& path, absl::Time from) {
  absl::Time before = absl::InfinitePast();
  absl::Time deleted = absl::InfiniteFuture();
  for (const v1::Breach& hop : path.hops()) {
    const absl::Time time = ToTime(hop.request().time());
    EXPECT_GE(time, before) << path.ShortDebugString();
    if (!path.breaks_duty()) EXPECT_LT(time, deleted);
    before = time;
    deleted = absl::InfiniteFuture();
    for (const v1::Obligation& duty : hop.decision().obligations()) {
      if (duty.type() != v1::OBLIGATION_TYPE_RETAIN_AT_MOST) continue;
      deleted = time + ToDuration(duty.within());
    }
  }
  EXPECT_GE(before, from);
}

TEST(OnwardPropertyTest, AgreesWithASearchOfEachInstant) {
  int crossed = 0;
  int held_by_time = 0;
  constexpr int kWorlds = 200;
  for (int i = 0; i < kWorlds; ++i) {
    World world(i);
    ProofBounds bounds;
    bounds.from = absl::FromUnixSeconds(kUnit * world.Below(kUnits));
    const v1::RedLineResult result = testing::ProveOne(
        world.mous(), testing::NotToTheRegistrar(), testing::Charter(), bounds);
    const bool expected = world.IsCrossed(bounds.from);
    ASSERT_EQ(result.verdict(),
              expected ? v1::VERDICT_BREACHED : v1::VERDICT_HOLDS)
        << "world " << i << ": " << result.ShortDebugString();
    for (const v1::OnwardPath& path : result.paths()) {
      ExpectInOrder(path, bounds.from);
      held_by_time += !expected && path.breaks_duty();
    }
    crossed += expected;
  }
  EXPECT_GT(crossed, kWorlds / 10);
  EXPECT_LT(crossed, kWorlds * 9 / 10);
  EXPECT_GT(held_by_time, 0);
}

}  // namespace
}  // namespace homeward::auth::proof
