#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ENTRY_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ENTRY_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/break_glass.pb.h"
#include "services/federation/break_glass/signed_review.h"

namespace homeward::federation {

// How soon a use that nobody approved must be reviewed.
inline constexpr absl::Duration kReviewWithin = absl::Hours(24);

// For how long what is settled stays: who broke it when, and that it was right.
// The log has it for longer.
inline constexpr absl::Duration kKeepSettled = absl::Hours(90 * 24);

// For how long the review of a statement stays that was never used here. It
// says only that the statement can't be used, and that is over by itself after
// auth::kMaxBreakGlassLifetime.
inline constexpr absl::Duration kKeepUnused = absl::Hours(24);

// What a node knows of one statement that the glass is broken. A plain value.
struct GlassEntry {
  // Empty while only its review is known.
  v1::BreakGlass statement = {};
  // By this node's clock.
  absl::Time first_used = absl::InfiniteFuture();
  absl::Time last_used = absl::InfinitePast();
  std::optional<VerifiedReview> review = std::nullopt;
  // By this node's clock.
  absl::Time review_received = absl::InfinitePast();
  // Only at the asker: why, in her words; in which queries, whom it was shown
  // to, and the digest of the review that each of them acknowledged last.
  std::string text = {};
  std::set<std::string> query_ids = {};
  std::set<std::string> asked = {};
  std::map<std::string, std::string> receipts = {};

  // From when on it suspends while nobody reviews it; never if it was approved.
  absl::Time due() const;
  // Whether the account is suspended for it at `now`.
  bool Suspends(absl::Time now) const;
  // Whether nobody needs it any more at `now`. Never what suspends, or what
  // somebody must still be told.
  bool IsOver(absl::Time now) const;
  // Whether `agency_id` was asked with it and has not acknowledged its review.
  bool Owes(const std::string& agency_id) const;
};

// What people are shown of own staff's `entry`, whose statement has this
// digest.
v1::BreakGlassStatus StatusOf(const std::string& digest,
                              const GlassEntry& entry, absl::Time now);

// Whether somebody has to do something: to review it, or to take the review.
bool IsOpen(const v1::BreakGlassStatus& status);

// Those that suspend first, then those to be reviewed, the most urgent first,
// then the newest first.
void SortByUrgency(std::vector<v1::BreakGlassStatus>& statuses);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ENTRY_H_
