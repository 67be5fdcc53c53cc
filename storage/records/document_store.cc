#include "storage/records/document_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/internal/v1/policy.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/seal.h"

namespace homeward::storage {
namespace {

constexpr char kTable[] = "d/";
constexpr uint32_t kSchemaVersion = 1;
constexpr char kKeyId[] = "documents";
// The plaintext of one row: sealed it stays below kMaxValueBytes.
constexpr size_t kPieceBytes = 60000;
constexpr size_t kMaxDocumentBytes = 900 << 10;

// A document lies in rows `d/<term><piece>`, pieces counted from 0 in one
// byte. The first byte of a piece says how many there are, so that a document
// that shrank is not read with old pieces behind it.
std::string PieceKey(absl::string_view term, size_t piece) {
  return absl::StrCat(kTable, term, std::string(1, static_cast<char>(piece)));
}

SealPlace PlaceOf(absl::string_view term, absl::string_view piece) {
  return SealPlace{kTable, term, piece, kSchemaVersion, kKeyId};
}

}  // namespace

std::string DocumentStore::KindPrefix(absl::string_view kind) const {
  return absl::StrCat(kTable, blind_->KindPrefix(kind));
}

absl::Status DocumentStore::Put(absl::string_view kind,
                                const internal::v1::StoredDocument& document,
                                Batch* batch) const {
  const std::string bytes = document.SerializeAsString();
  if (bytes.size() > kMaxDocumentBytes) {
    return absl::InvalidArgumentError(
        "the document is larger than 900 KiB; no such document is used");
  }
  const std::string term = blind_->Term(kind, document.name());
  const size_t pieces = bytes.size() / kPieceBytes + 1;
  for (size_t i = 0; i < pieces; ++i) {
    const std::string number(1, static_cast<char>(i));
    auto sealed =
        Seal(key_, PlaceOf(term, number),
             absl::StrCat(std::string(1, static_cast<char>(pieces)),
                          bytes.substr(i * kPieceBytes, kPieceBytes)));
    if (!sealed.ok()) return sealed.status();
    batch->Put(PieceKey(term, i), *sealed);
  }
  return absl::OkStatus();
}

absl::Status DocumentStore::Erase(absl::string_view kind,
                                  absl::string_view name, Batch* batch) const {
  std::optional<ScanRequest> request =
      ScanPrefix(absl::StrCat(kTable, blind_->Term(kind, name)));
  while (request.has_value()) {
    auto page = engine_->Scan(*request);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) batch->Delete(row.key);
    request = NextPage(*request, *page);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<internal::v1::StoredDocument>> DocumentStore::List(
    absl::string_view kind, bool* damaged) const {
  return ReadAll(KindPrefix(kind), damaged);
}

absl::StatusOr<std::optional<internal::v1::StoredDocument>> DocumentStore::Find(
    absl::string_view kind, absl::string_view name) const {
  auto found = ReadAll(absl::StrCat(kTable, blind_->Term(kind, name)),
                       /*damaged=*/nullptr);
  if (!found.ok()) return found.status();
  if (found->empty()) return std::nullopt;
  return std::move(found->front());
}

absl::StatusOr<DocumentStore::Piece> DocumentStore::ReadPiece(
    absl::string_view term, absl::string_view number,
    absl::string_view sealed) const {
  const auto opened = Unseal(key_, PlaceOf(term, number), sealed);
  if (!opened.ok()) return opened.status();
  const absl::string_view content = opened->view();
  if (content.empty()) return absl::DataLossError("an empty document row");
  return Piece{static_cast<unsigned char>(content[0]),
               std::string(content.substr(1))};
}

absl::StatusOr<std::vector<internal::v1::StoredDocument>>
DocumentStore::ReadAll(absl::string_view prefix, bool* damaged) const {
  // Term to its pieces so far, of which the first says how many count; an error
  // where one can't be read.
  std::map<std::string, absl::StatusOr<Piece>> documents_by_term;
  std::optional<ScanRequest> request = ScanPrefix(prefix);
  while (request.has_value()) {
    auto page = engine_->Scan(*request);
    if (!page.ok()) return page.status();
    for (const Row& row : page->rows) {
      const std::string term = row.key.substr(2, row.key.size() - 3);
      const std::string number = row.key.substr(row.key.size() - 1);
      auto& whole = documents_by_term.try_emplace(term, Piece()).first->second;
      if (!whole.ok()) continue;
      auto piece = ReadPiece(term, number, row.value);
      const size_t place = static_cast<unsigned char>(number[0]);
      if (!piece.ok() || place == 0) {
        whole = std::move(piece);
      } else if (place < whole->count) {
        absl::StrAppend(&whole->content, piece->content);
      }
    }
    request = NextPage(*request, *page);
  }
  std::vector<internal::v1::StoredDocument> documents;
  for (const auto& [term, whole] : documents_by_term) {
    internal::v1::StoredDocument document;
    absl::Status read = whole.status();
    if (read.ok() &&
        (whole->count == 0 || !document.ParseFromString(whole->content))) {
      read = absl::DataLossError("a stored document can't be read");
    }
    if (read.ok()) {
      documents.push_back(std::move(document));
    } else if (damaged != nullptr && absl::IsDataLoss(read)) {
      *damaged = true;
    } else {
      return read;
    }
  }
  return documents;
}

}  // namespace homeward::storage
