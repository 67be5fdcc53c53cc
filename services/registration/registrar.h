#ifndef HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_H_
#define HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/match_service.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/house_rules.h"
#include "services/registration/once.h"
#include "services/registration/registrar_parts.h"  // IWYU pragma: export
#include "storage/records/photo_store.h"

// Takes in what own staff know, and shows it to them.
namespace homeward::registration {

// A photo that is coming in. Not thread-safe: one call at a time. Calls block;
// never make them on a gRPC thread. When it is dropped unfinished, nothing is
// kept of the photo.
class PhotoIntake {
 public:
  // The next bytes. After an error call Fail() with it.
  //
  // Errors:
  //   INVALID_ARGUMENT  The photo is larger than 10 MiB.
  //   UNAVAILABLE       The store can't be written.
  absl::Status Take(absl::string_view bytes);

  // All bytes have come. The errors are those of AddPhoto in
  // registration_service.proto.
  void Finish(Done<v1::AddPhotoResponse> done);

  // Ends it with `error`, which is not OK, once the log has an entry of it.
  void Fail(const absl::Status& error, Done<v1::AddPhotoResponse> done);

 private:
  friend class Registrar;
  PhotoIntake() = default;

  const RegistrarParts* parts_ = nullptr;
  std::shared_ptr<Ruling> ruling_;
  RequestKey key_;
  std::string record_id_;
  v1::Claim claim_;
  // Shared with the commit that is on its way.
  std::shared_ptr<storage::PhotoUpload> upload_;
};

// A photo that may be shown: the log has its entry. Thread-safe.
class PhotoContent {
 public:
  size_t chunk_count() const { return chunk_count_; }
  // Chunk `number`, in [0, chunk_count()). Blocks. Errors: as
  // PhotoStore::ReadChunk().
  absl::StatusOr<std::string> ReadChunk(size_t number) const;

 private:
  friend class Registrar;
  PhotoContent() = default;

  const RegistrarParts* parts_ = nullptr;
  std::string record_id_;
  std::string photo_id_;
  size_t chunk_count_ = 0;
};

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
  // The intake must not outlive the registrar.
  void BeginPhoto(const auth::Caller& caller, const v1::PhotoHeader& header,
                  Done<std::shared_ptr<PhotoIntake>> done) const;
  void GetChild(const auth::Caller& caller, const v1::GetChildRequest& request,
                Done<v1::GetChildResponse> done) const;
  // The content must not outlive the registrar.
  void GetPhoto(const auth::Caller& caller, const v1::GetPhotoRequest& request,
                Done<PhotoContent> done) const;

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
