#ifndef HOMEWARD_SERVICES_REGISTRATION_ATTACHMENTS_H_
#define HOMEWARD_SERVICES_REGISTRATION_ATTACHMENTS_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/claim.pb.h"
#include "services/registration/attachment_kind.h"  // IWYU pragma: export
#include "services/registration/house_rules.h"
#include "services/registration/once.h"
#include "services/registration/registrar_parts.h"
#include "storage/records/attachment_store.h"

// Photos and recordings on their way in and out.
namespace homeward::registration {

// One that is coming in: `Kind` is PhotoKind or RecordingKind. Not thread-safe:
// one call at a time. Calls block; never make them on a gRPC thread. When it is
// dropped unfinished, nothing is kept of it.
template <typename Kind>
class AttachmentIntake {
 public:
  // The next bytes. After an error call Fail() with it.
  //
  // Errors:
  //   INVALID_ARGUMENT  They are more than 10 MiB in all.
  //   UNAVAILABLE       The store can't be written.
  absl::Status Take(absl::string_view bytes);

  // All bytes have come. The errors are those of AddPhoto in
  // registration_service.proto.
  void Finish(Done<typename Kind::AddResponse> done);

  // Ends it with `error`, which is not OK, once the log has an entry of it.
  void Fail(const absl::Status& error, Done<typename Kind::AddResponse> done);

 private:
  friend class Registrar;
  AttachmentIntake() = default;

  const RegistrarParts* parts_ = nullptr;
  std::shared_ptr<Ruling> ruling_;
  RequestKey key_;
  std::string record_id_;
  v1::Claim claim_;
  // Shared with the commit that is on its way.
  std::shared_ptr<storage::AttachmentUpload> upload_;
};

// One that may be shown: the log has its entry. Thread-safe.
class AttachmentContent {
 public:
  size_t chunk_count() const { return chunk_count_; }
  // Chunk `number`, in [0, chunk_count()). Blocks. Errors: as
  // AttachmentStore::ReadChunk().
  absl::StatusOr<std::string> ReadChunk(size_t number) const;

 private:
  friend class Registrar;
  AttachmentContent() = default;

  const RegistrarParts* parts_ = nullptr;
  std::string record_id_;
  std::string id_;
  size_t chunk_count_ = 0;
};

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_ATTACHMENTS_H_
