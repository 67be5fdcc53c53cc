#ifndef HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_H_
#define HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_H_

#include <memory>

#include "auth/identity/caller.h"
#include "homeward/v1/match_service.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/attachments.h"      // IWYU pragma: export
#include "services/registration/registrar_parts.h"  // IWYU pragma: export

// Takes in what own staff know, and shows it to them.
namespace homeward::registration {

// The use cases of RegistrationService and MatchService. Decides by the
// agency's house rules, before it looks at the request; commits what is
// written, the outcome under its request id and an entry of the log together;
// shows nothing before its entry is durable. Every call leaves an entry, also
// one that is denied or malformed. The errors are those in
// registration_service.proto and match_service.proto, in that order.
//
// Thread-safe. Calls read the store: make them on the pool, never on a gRPC
// thread. References need live only for the call.
class Registrar {
 public:
  explicit Registrar(RegistrarParts parts);

  void RegisterChild(const auth::Caller& caller,
                     const v1::RegisterChildRequest& request,
                     Done<v1::RegisterChildResponse> done) const;
  void AddClaim(const auth::Caller& caller, const v1::AddClaimRequest& request,
                Done<v1::AddClaimResponse> done) const;
  // Takes in a photo or a recording: `Kind` is PhotoKind or RecordingKind. The
  // intake must not outlive the registrar.
  template <typename Kind>
  void BeginAttachment(
      const auth::Caller& caller, const typename Kind::Header& header,
      Done<std::shared_ptr<AttachmentIntake<Kind>>> done) const;
  void GetChild(const auth::Caller& caller, const v1::GetChildRequest& request,
                Done<v1::GetChildResponse> done) const;
  // The content must not outlive the registrar.
  template <typename Kind>
  void GetAttachment(const auth::Caller& caller,
                     const typename Kind::GetRequest& request,
                     Done<AttachmentContent> done) const;

  void DecideMatch(const auth::Caller& caller,
                   const v1::DecideMatchRequest& request,
                   Done<v1::DecideMatchResponse> done) const;
  void ListMatches(const auth::Caller& caller,
                   const v1::ListMatchesRequest& request,
                   Done<v1::ListMatchesResponse> done) const;

 private:
  const RegistrarParts parts_;
};

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_H_
