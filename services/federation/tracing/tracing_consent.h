#ifndef HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_CONSENT_H_
#define HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_CONSENT_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/record.pb.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"

namespace homeward::federation {

// Who would be asked.
struct Recipient {
  std::string agency_id;
  // As the directory says; empty if it does not.
  std::string country_code;
};

// Who may be asked to trace a family.
struct TracingRuling {
  // Those who may.
  std::set<std::string> may;
  // An own record keeps her from somebody whom the question may help: so it is
  // nobody.
  bool kept_from_seeker = false;
};

// The consent of the side that asks (P-TRACE of docs/mou.md): a family is
// looked for with another agency only if the own records hold the word of her,
// child or seeker, who is asked about, and keep her from nobody whom the
// question names (P-ADULT-SEEKER). Reads the store and blocks; thread-safe.
//
// An own record is hers surely when the question names it by its id, when a
// number that one person has agrees, or when own staff confirmed it for this
// child and nobody contests that. A name alone, however well it fits, is not
// enough: a score proposes, people decide.
class TracingConsent {
 public:
  // The stores of `agency_id`, which must outlive this.
  TracingConsent(std::string agency_id, const storage::RecordStore* records,
                 const storage::MatchStore* matches)
      : agency_id_(std::move(agency_id)),
        records_(records),
        matches_(matches) {}

  // Those of `recipients` who may be asked about `child` at `now`: a record
  // that is hers surely has a consent on file to PURPOSE_FAMILY_TRACING by
  // them, of every category of which the question tells (a name is ID_MIN; a
  // birth year, a language or a number is ID_FULL; a relative is FAMILY), and
  // no record that may well be hers refuses one of these, or EXIST. Without any
  // such record it is nobody; nor while one that may well be hers keeps her
  // from a person who may be one whom the question names, or while the question
  // names nobody and she is kept from anybody. One who is, or may be, of her
  // country of origin needs the consent that says so; `own_country_code` is
  // that of this agency.
  //
  // Errors:
  //   INVALID_ARGUMENT  The child's descriptor is malformed.
  //   UNAVAILABLE, DATA_LOSS  The store can't be read.
  absl::StatusOr<TracingRuling> WhoMayBeAsked(
      const v1::ChildDescriptor& child,
      const std::vector<Recipient>& recipients,
      const std::string& own_country_code, absl::Time now) const;

  // Whether an own record that may well be that of `child` keeps her at `now`
  // from a person whom a question about her may help, as above. Errors: as
  // WhoMayBeAsked().
  absl::StatusOr<bool> KeepsFromSeeker(const v1::ChildDescriptor& child,
                                       absl::Time now) const;

 private:
  // An own record that may well be the child's.
  struct OwnRecord {
    internal::v1::StoredRecord record;
    // That it is hers is sure.
    bool sure;
  };
  // Own records by id, with how sure it is without anybody's word that they are
  // the child's: MATCH_BAND_IDENTIFIED or MATCH_BAND_STRONG.
  using Found = std::map<std::string, v1::MatchBand>;

  absl::StatusOr<std::vector<OwnRecord>> FindOwn(
      const v1::ChildDescriptor& child, absl::Time now) const;
  // Whether one of `own` keeps her from whom a question about `child` may help.
  static absl::StatusOr<bool> AnyKeepsFromSeeker(
      const std::vector<OwnRecord>& own, const v1::ChildDescriptor& child,
      absl::Time now);
  absl::StatusOr<Found> Search(const v1::ChildDescriptor& child,
                               absl::Time now) const;
  absl::StatusOr<Found> SearchByDescription(const v1::ChildDescriptor& child,
                                            absl::Time now) const;
  static bool MayAsk(const std::vector<OwnRecord>& own,
                     const v1::ChildDescriptor& child,
                     const auth::AccessRequest& told, absl::Time now);

  const std::string agency_id_;
  const storage::RecordStore* records_;
  const storage::MatchStore* matches_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_TRACING_TRACING_CONSENT_H_
