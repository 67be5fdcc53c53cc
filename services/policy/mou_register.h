#ifndef HOMEWARD_SERVICES_POLICY_MOU_REGISTER_H_
#define HOMEWARD_SERVICES_POLICY_MOU_REGISTER_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/decision/active_set.h"
#include "auth/identity/directory.h"
#include "auth/mou/signed_mou.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"

namespace homeward::policy {

// What is signed as a statement on an MOU.
inline constexpr absl::string_view kMouStatementType =
    "application/vnd.homeward.mou-statement.v1+protobuf";

// The MOUs of one agency and what their parties state about them. A value:
// copy it, change the copy, keep it once the change is durable. Pure.
class MouRegister {
 public:
  // An MOU with the valid signatures that came in. Its key:
  // `{mou_id}@{version}`.
  struct Held {
    v1::Envelope envelope;
    auth::SignedMou mou;
    absl::Time received;
    // When each signature of `envelope` came in, in their order.
    std::vector<absl::Time> signature_times;
  };
  struct Statement {
    v1::Envelope envelope;
    v1::MouStatement statement;
  };

  // Adds an MOU, or the signatures in `envelope` that one here lacks. Returns
  // its key. Only a party's valid signature is kept: by a key that `directory`
  // lists for MOUs at the time when that signature came in. Those times are
  // `signature_times`, in order, and `now` for those after its end.
  //
  // An MOU that every party has signed takes the place of another text that
  // lacks signatures, of a next version that was written for another text, and
  // of every later version that leaves one of its parties out.
  //
  // Errors:
  //   INVALID_ARGUMENT     It breaks a rule of auth::VerifyMou().
  //   FAILED_PRECONDITION  Nobody's valid signature is on it, `own_agency_id`
  //                        is no party, another document has its id and
  //                        version, it does not follow the version before,
  //                        or leaves out a party of an earlier version.
  //   RESOURCE_EXHAUSTED   A signer has too many documents here that the own
  //                        agency has not signed.
  //   ALREADY_EXISTS       It is here with all these signatures.
  absl::StatusOr<std::string> AddMou(
      const v1::Envelope& envelope, const std::string& own_agency_id,
      const auth::Directory& directory, absl::Time now,
      absl::Span<const absl::Time> signature_times = {});

  // The key of `mou`.
  static std::string KeyOf(const v1::Mou& mou);

  // Adds a statement of a party. Returns its key,
  // `{mou_id}/{agency_id}/{kind}`. Of two statements of a party the one with
  // the higher number counts, of two with the same number the stricter; after
  // it terminated nothing it says does. What suspends is kept when the party
  // resumes: the others must have resumed since, too.
  //
  // Errors:
  //   INVALID_ARGUMENT     It can't be read, or says nothing known.
  //   NOT_FOUND            No such MOU here.
  //   FAILED_PRECONDITION  The signer is no party, it counts for less than the
  //                        last one of the same party, or it resumes more than
  //                        5 minutes after `now`.
  //   ALREADY_EXISTS       It is here.
  absl::StatusOr<std::string> AddStatement(const v1::Envelope& envelope,
                                           const auth::Directory& directory,
                                           absl::Time now);

  // Whether the MOU with this key is to be in a set.
  using Choice = absl::FunctionRef<bool(const std::string& key)>;

  // The set to decide by: those of the chosen ones that are complete. One that
  // is suspended or ended permits nothing. Errors: as ActiveSet::Build().
  absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> Compile(
      const auth::SignedMou& charter, Choice chosen) const;

  // The same as if nobody suspended one: what its permits may be at any time.
  absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> CompileResumed(
      const auth::SignedMou& charter, Choice chosen) const;

  // Whether a party has ended `mou_id`.
  bool IsTerminated(absl::string_view mou_id) const;

  // Key of the newest version of `mou_id`; empty when there is none.
  std::string NewestOf(absl::string_view mou_id) const;

  // One of them, whatever red lines it crosses: see State::Summarize(). It must
  // be here.
  v1::MouSummary Summarize(const std::string& key, absl::Time now) const;

  const std::map<std::string, std::shared_ptr<const Held>>& mous() const {
    return mous_;
  }
  const std::map<std::string, Statement>& statements() const {
    return statements_;
  }

 private:
  // The versions of `mou_id`, in order.
  std::vector<const Held*> VersionsOf(absl::string_view mou_id) const;
  // The parties of the versions that all have signed, or of any while there is
  // none.
  std::set<std::string> Parties(absl::string_view mou_id) const;
  // The last statement of this kind that counts; null when there is none.
  const v1::MouStatement* Last(absl::string_view mou_id,
                               absl::string_view agency_id,
                               v1::MouStatementKind kind) const;
  absl::Status CheckCounts(const v1::MouStatement& next) const;
  // Erases what its party said before that no longer counts.
  void EraseOutweighed(const v1::MouStatement& next);
  // The parties that must resume it: all, once one has suspended it, that have
  // not resumed it since.
  std::vector<std::string> Suspending(absl::string_view mou_id) const;
  absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> CompileWithout(
      const auth::SignedMou& charter, Choice chosen,
      absl::FunctionRef<bool(absl::string_view mou_id)> stopped) const;
  absl::Status CheckRoom(const Held& next, const std::string& key,
                         const std::string& own_agency_id) const;
  absl::Status CheckVersions(const Held& next, const std::string& key) const;
  // Erases the later versions that can't come after `next`, which is complete.
  void EraseUnfit(const Held& next);

  // Shared between copies: what is held never changes.
  std::map<std::string, std::shared_ptr<const Held>> mous_;
  std::map<std::string, Statement> statements_;
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_MOU_REGISTER_H_
