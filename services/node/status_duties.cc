#include <algorithm>
#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/probe.pb.h"
#include "services/node/status_items.h"

namespace homeward::node {
namespace {

// When it is said that a withdrawal is not acknowledged, and when somebody has
// to act.
constexpr absl::Duration kAcknowledgeSoon = absl::Minutes(1);
constexpr absl::Duration kAcknowledgeAtMost = absl::Hours(24);

// Which agencies, never which persons: everybody on the staff may see it.
void AddProbing(const StatusFacts& facts, StatusItems& items) {
  std::set<std::string> agencies;
  for (const v1::ProbeLockout& lockout : facts.lockouts) {
    agencies.insert(lockout.agency_id());
  }
  if (agencies.empty()) {
    items.Ok("probing", "nobody is locked out");
  } else {
    items.Warn("probing",
               absl::StrCat(facts.lockouts.size(), " lockouts, of ",
                            agencies.size() > 3
                                ? absl::StrCat(agencies.size(), " agencies")
                                : absl::StrJoin(agencies, ", ")),
               "ask the agency what it does; the log has what it asked");
  }
}

// Which agencies and how many, never which records: everybody on the staff may
// see it.
void AddWithdrawals(const StatusFacts& facts, StatusItems& items) {
  if (facts.unreadable_revocations > 0) {
    items.Act("withdrawals",
              absl::StrCat("rows of this node can't be read, so that ",
                           facts.unreadable_revocations,
                           " times nothing was taken back that should be"),
              "docs/operations.md, \"Restore\": put back the keyring, or the "
              "store");
    return;
  }
  std::set<std::string> agencies;
  absl::Time oldest = facts.now;
  for (const v1::WithdrawalStatus& open : facts.open_withdrawals) {
    agencies.insert(open.recipient_agency_id());
    oldest = std::min(oldest, auth::ToTime(open.issued_time()));
  }
  const absl::Duration waiting = facts.now - oldest;
  if (waiting < kAcknowledgeSoon) {
    items.Ok("withdrawals", "all are acknowledged, or on their way");
    return;
  }
  const std::string text =
      absl::StrCat(facts.open_withdrawals.size(), " not acknowledged by ",
                   absl::StrJoin(agencies, ", "), ", for ", Words(waiting));
  const char list[] =
      "run `homeward consent revocations --open`, and call them";
  if (waiting < kAcknowledgeAtMost) {
    items.Warn("withdrawals", text, list);
  } else {
    items.Act("withdrawals", text, list);
  }
}

bool IsToBeReviewed(const v1::BreakGlassStatus& status) {
  return !status.suspends() && status.has_review_due_time() &&
         status.verdict() == v1::BREAK_GLASS_VERDICT_UNSPECIFIED;
}

// How many, never who: everybody on the staff may see it.
void AddReviews(const StatusFacts& facts, StatusItems& items) {
  int suspending = 0;
  int due = 0;
  int untold = 0;
  for (const v1::BreakGlassStatus& status : facts.broken_glass) {
    if (status.suspends()) {
      ++suspending;
    } else if (status.verdict() != v1::BREAK_GLASS_VERDICT_UNSPECIFIED) {
      untold += status.untold_agency_ids().empty() ? 0 : 1;
    } else if (IsToBeReviewed(status)) {
      ++due;
    }
  }
  const char list[] = "have another person run `homeward break-glass list`";
  if (suspending > 0) {
    items.Act("reviews",
              absl::StrCat("the glass was broken ", suspending,
                           " times without a review in 24 hours, or without "
                           "being justified: the accounts are suspended"),
              list);
  }
  if (due > 0) {
    // They come in the order in which they are due.
    const auto first = absl::c_find_if(facts.broken_glass, IsToBeReviewed);
    items.Warn(
        "reviews",
        absl::StrCat("the glass was broken ", due,
                     " times; the first review is due in ",
                     Words(auth::ToTime(first->review_due_time()) - facts.now)),
        list);
  }
  if (untold > 0) {
    items.Warn("reviews",
               absl::StrCat(untold,
                            " reviews are not acknowledged by all who "
                            "were asked"),
               "run `homeward break-glass list --open`, and call them");
  }
  if (suspending + due + untold == 0) {
    items.Ok("reviews", "no broken glass waits for a review");
  }
}

}  // namespace

void AddDuties(const StatusFacts& facts, StatusItems& items) {
  AddProbing(facts, items);
  AddWithdrawals(facts, items);
  AddReviews(facts, items);
}

}  // namespace homeward::node
