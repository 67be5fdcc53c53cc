#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_GLASS_READING_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_GLASS_READING_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/decision/access.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::federation {

// What a statement that the glass is broken proves about one question. The
// default is that there is none.
struct GlassReading {
  // For the log: what it was worth.
  v1::BreakGlassFinding finding = v1::BREAK_GLASS_FINDING_UNSPECIFIED;
  // Set if the finding is HOLDS, and nothing else.
  std::optional<auth::BrokenGlass> glass = std::nullopt;

  // Adds to `facts` what it proves: without a glass nothing.
  void AddTo(auth::CaseFacts& facts) const;
  // The same statement, worth nothing for this reason.
  static GlassReading Worthless(v1::BreakGlassFinding finding) {
    return {finding};
  }
};

// Reads the `statement` that `caller`'s staff makes for `purpose` about
// `child`, signed with `node_key` by the node that asks; one without a payload
// is none. Pure.
GlassReading ReadGlass(const v1::Envelope& statement,
                       const auth::Caller& caller,
                       const auth::PublicKey& node_key,
                       const auth::Directory& directory, v1::Purpose purpose,
                       const v1::ChildDescriptor& child, absl::Time now);

// INVALID_ARGUMENT with what is wrong with a statement of own staff; OK for one
// that holds, and for none.
absl::Status WhyNotBroken(v1::BreakGlassFinding finding);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_GLASS_READING_H_
