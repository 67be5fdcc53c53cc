#include "services/statistics/kept_tables.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/policy.pb.h"
#include "storage/keys/secret.h"

namespace homeward::statistics {
namespace {

// The kind of document that a kept table is.
constexpr char kKept[] = "statistics_table";

// What a table is called among them, by the second in which its quarter begins.
// Each quarter's has a name of its own: whatever the clock does, none is
// counted twice.
std::string NameOf(v1::StatisticsTable table, int64_t start) {
  return absl::StrCat(table, "/", start);
}

// The key whose being there says that the table was told. It seals nothing.
std::string ToldKeyOf(const std::string& name) {
  return absl::StrCat("statistics_told/", name);
}

}  // namespace

absl::StatusOr<std::optional<v1::CountTable>> KeptTables::Find(
    v1::StatisticsTable table, const Period& period) const {
  const std::string name = NameOf(table, absl::ToUnixSeconds(period.start));
  const auto documents = documents_->List(kKept);
  if (!documents.ok()) return documents.status();
  for (const internal::v1::StoredDocument& document : *documents) {
    if (document.name() != name) continue;
    v1::CountTable kept;
    if (!kept.ParseFromString(document.envelope().payload())) {
      return absl::DataLossError(
          "a kept table of counts is damaged; restore the newest copy of the "
          "store");
    }
    return std::optional<v1::CountTable>(std::move(kept));
  }
  if (keyring_->HasNamedKey(ToldKeyOf(name))) {
    return absl::FailedPreconditionError(
        "this table was told before an older copy of the store was restored, "
        "in which it is not; it is not counted again, as two counts could "
        "tell of one child. Ask for the next quarter's, 14 days after its end");
  }
  return std::optional<v1::CountTable>();
}

absl::Status KeptTables::Put(const v1::CountTable& table, absl::Time now,
                             storage::Batch* batch) const {
  internal::v1::StoredDocument document;
  document.set_name(NameOf(table.table(), table.start_time().seconds()));
  document.mutable_envelope()->set_payload(table.SerializeAsString());
  *document.mutable_received_time() = auth::ToTimestamp(now);
  return documents_->Put(kKept, document, batch);
}

absl::Status KeptTables::MarkTold(const v1::CountTable& table) const {
  const std::string key =
      ToldKeyOf(NameOf(table.table(), table.start_time().seconds()));
  if (keyring_->HasNamedKey(key)) return absl::OkStatus();
  const absl::Status kept = keyring_->NamedKey(key).status();
  if (kept.ok()) return kept;
  return absl::UnavailableError(absl::StrCat(
      "the keyring can't be written, so no table is told: ", kept.message()));
}

}  // namespace homeward::statistics
