#ifndef HOMEWARD_AUTH_BREAK_GLASS_BREAK_GLASS_H_
#define HOMEWARD_AUTH_BREAK_GLASS_BREAK_GLASS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"

// That somebody breaks the glass in an emergency, and that another person
// reviewed it.
namespace homeward::auth {

inline constexpr absl::string_view kBreakGlassType =
    "application/vnd.homeward.break-glass.v1+protobuf";
inline constexpr absl::string_view kBreakGlassReviewType =
    "application/vnd.homeward.break-glass-review.v1+protobuf";

// The longest that the glass is broken.
inline constexpr absl::Duration kMaxBreakGlassLifetime = absl::Hours(4);
inline constexpr size_t kMaxGlassTextBytes = 2000;

// Whether every field of `statement` is there and known, whoever signs it.
// Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  One is not: the text names it, and has no value of it.
absl::Status CheckBreakGlass(const v1::BreakGlass& statement);

// What BreakGlass.text_sha256 says of `text`. Thread-safe.
std::string BreakGlassTextDigest(const v1::BreakGlassText& text);

// Whether `text` says something, and is what `statement` was signed for.
// Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  It does not; the error has no word of it.
absl::Status CheckBreakGlassText(const v1::BreakGlassText& text,
                                 const v1::BreakGlass& statement);

// A statement that the glass is broken, verified for one caller. Only
// VerifyBreakGlass() makes one. Immutable.
class BrokenGlass {
 public:
  // What it says; every field checked.
  const v1::BreakGlass& statement() const { return statement_; }
  // Whether it is about the child that `child_key` (32 bytes, as in
  // CaseToken.child_keys) names.
  bool Covers(absl::string_view child_key) const;
  // SHA-256 of the signed bytes, 32 raw bytes: for the evidence.
  const std::string& digest() const { return digest_; }
  // Whether a second person approved it: then no review is due.
  bool approved() const { return !statement_.approver_subject().empty(); }

 private:
  friend struct GlassVerdict VerifyBreakGlass(const v1::Envelope&,
                                              const Caller&, const PublicKey&,
                                              const Directory&, absl::Time);
  BrokenGlass() = default;

  v1::BreakGlass statement_;
  std::string digest_;
};

// What a statement is worth.
struct GlassVerdict {
  v1::BreakGlassFinding finding = v1::BREAK_GLASS_FINDING_UNSPECIFIED;
  // Set if the finding is HOLDS, and nothing else.
  std::optional<BrokenGlass> glass = std::nullopt;
};

// Reads a statement that `caller`'s staff makes. It must be signed with
// `node_key`, that of the node which asks for her, be made by her in a role
// that may and that she has, and, if it names an approver, be signed by that
// person of her agency too, with the key for cases that the directory lists for
// her alone. It holds in [opened_time - 30 s, expiry_time). That it is about
// this purpose and child is for the caller of this function to see.
// Thread-safe.
GlassVerdict VerifyBreakGlass(const v1::Envelope& envelope,
                              const Caller& caller, const PublicKey& node_key,
                              const Directory& directory, absl::Time now);

// Reads the review that a person of `agency_id` signed with her own key for
// cases. That it is not of what she did herself is for who has the statement to
// see. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED   Not signed by the person whom it names.
//   INVALID_ARGUMENT  Malformed, of another agency, or from the future.
absl::StatusOr<v1::BreakGlassReview> VerifyBreakGlassReview(
    const v1::Envelope& envelope, absl::string_view agency_id,
    const Directory& directory, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_BREAK_GLASS_BREAK_GLASS_H_
