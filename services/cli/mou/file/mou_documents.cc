#include "services/cli/mou/file/mou_documents.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "auth/identity/directory.h"
#include "auth/mou/mou.h"
#include "auth/mou/signed_mou.h"
#include "auth/signing/signing_key.h"
#include "services/cli/federation/federation_folder.h"
#include "services/cli/mou/file/mou_texts.h"

namespace homeward::cli {
namespace {

using auth::MouKind;
using auth::PublicKey;
using auth::SignedMou;

absl::Status In(const std::string& file, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(file, ": ", status.message()));
}

// Reads documents, and takes them as signed where it may.
class Reader {
 public:
  // `directory` may be null: then no signature is checked.
  Reader(std::shared_ptr<const auth::Directory> directory, bool drafts,
         absl::Time now)
      : directory_(std::move(directory)), drafts_(drafts), now_(now) {}

  absl::StatusOr<SignedMou> Read(const std::string& file, MouKind kind) {
    const auto envelope = ReadMouEnvelope(file, kind);
    if (!envelope.ok()) return envelope.status();
    const auto checked = Check(*envelope, kind);
    if (!checked.ok()) return In(file, checked.status());
    if (checked->has_value()) {
      complete_.push_back(file);
      return **checked;
    }
    if (directory_ != nullptr && !drafts_) {
      return absl::FailedPreconditionError(
          absl::StrCat(file, ": ", missing_,
                       "; sign it, or give --drafts to take it as signed"));
    }
    assumed_.push_back(file);
    auto assumed = AssumeSigned(*envelope, kind);
    if (!assumed.ok()) return In(file, assumed.status());
    return assumed;
  }

  std::vector<std::string> TakeComplete() { return std::move(complete_); }
  std::vector<std::string> TakeAssumed() { return std::move(assumed_); }

 private:
  std::vector<PublicKey> KeysOf(absl::string_view agency_id) const {
    const auto member = directory_->Find(agency_id, now_);
    if (!member.ok()) return {};
    return (*member)->Keys(v1::KEY_USAGE_MOU, now_);
  }

  // The document when its signatures are complete; else says in `missing_`
  // what is missing.
  absl::StatusOr<std::optional<SignedMou>> Check(const v1::Envelope& envelope,
                                                 MouKind kind) {
    if (directory_ == nullptr) return std::optional<SignedMou>();
    if (kind == MouKind::kCharter) return CheckCharter(envelope);
    auto mou = auth::VerifyMou(
        envelope, [this](absl::string_view id) { return KeysOf(id); });
    if (!mou.ok()) return mou.status();
    if (mou->complete()) return std::optional<SignedMou>(*std::move(mou));
    missing_ = absl::StrCat("no valid signature of ",
                            absl::StrJoin(mou->missing_signers(), ", "));
    return std::optional<SignedMou>();
  }

  absl::StatusOr<std::optional<SignedMou>> CheckCharter(
      const v1::Envelope& envelope) {
    const auto& charter = directory_->charter();
    if (!charter.has_value() || charter->payload() != envelope.payload()) {
      missing_ = "it is not the charter of the directory";
      return std::optional<SignedMou>();
    }
    auto read = auth::ReadCharter(*charter);
    if (!read.ok()) return read.status();
    return std::optional<SignedMou>(*std::move(read));
  }

  std::shared_ptr<const auth::Directory> directory_;
  bool drafts_;
  absl::Time now_;
  std::string missing_;
  std::vector<std::string> complete_;
  std::vector<std::string> assumed_;
};

bool IsSameFile(const std::filesystem::path& a, const std::string& b) {
  std::error_code error;
  return !b.empty() && std::filesystem::equivalent(a, b, error);
}

bool IsDocument(const std::filesystem::path& path) {
  for (const char* ending : {".textproto", ".json", ".signed", ".binpb"}) {
    if (absl::EndsWith(path.filename().string(), ending)) return true;
  }
  return false;
}

// The documents of the folder, by name.
absl::StatusOr<std::vector<std::string>> ListMous(const MouFiles& files) {
  std::error_code error;
  std::vector<std::string> names;
  std::filesystem::directory_iterator folder(files.folder, error);
  for (; !error && folder != std::filesystem::directory_iterator();
       folder.increment(error)) {
    const std::filesystem::path& path = folder->path();
    if (IsDocument(path) && !IsSameFile(path, files.charter) &&
        !IsSameFile(path, files.red_lines)) {
      names.push_back(path.string());
    }
  }
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat(files.folder, ": ", error.message()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::string MouDocuments::SignatureText() const {
  if (!checked) {
    return absl::StrCat("Signatures: none was checked. All ", assumed.size(),
                        " documents are taken as signed; --directory checks.");
  }
  return absl::StrCat("Signatures: ", complete.size(), " complete",
                      assumed.empty()
                          ? "."
                          : "; taken as signed although incomplete: " +
                                absl::StrJoin(assumed, ", ") + ".");
}

absl::StatusOr<MouDocuments> ReadMous(const MouFiles& files, absl::Time now) {
  std::shared_ptr<const auth::Directory> directory;
  if (!files.directory.empty()) {
    auto published = ReadDirectoryFile(files.directory, now);
    if (!published.ok()) return published.status();
    directory = std::move(published->directory);
  }
  Reader reader(std::move(directory), files.drafts, now);
  const auto charter = reader.Read(files.charter, MouKind::kCharter);
  if (!charter.ok()) return charter.status();
  const auto names = ListMous(files);
  if (!names.ok()) return names.status();
  std::vector<SignedMou> mous;
  for (const std::string& name : *names) {
    auto mou = reader.Read(name, MouKind::kMou);
    if (!mou.ok()) return mou.status();
    mous.push_back(*std::move(mou));
  }
  auto set = auth::ActiveSet::Build(*charter, mous, {});
  if (!set.ok()) return set.status();
  return MouDocuments{*std::move(set), !files.directory.empty(),
                      reader.TakeComplete(), reader.TakeAssumed()};
}

}  // namespace homeward::cli
