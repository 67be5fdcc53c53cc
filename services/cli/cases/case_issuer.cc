#include "services/cli/cases/case_issuer.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/setup.pb.h"
#include "homeward/v1/directory.pb.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"

namespace homeward::cli {

absl::StatusOr<CaseIssuer> ReadCaseIssuer(Context& context, const Home& home,
                                          const std::string& path) {
  auto key = path.empty() ? home.Key(kCaseKeyFile) : ReadKey(path);
  if (!key.ok()) return key.status();
  v1::Member member;
  const absl::Status read =
      ReadMessage(context, home.Path(kMemberFile), member);
  if (!read.ok()) return read;
  for (const v1::MemberKey& listed : member.keys()) {
    if (listed.usage() == v1::KEY_USAGE_CASE &&
        listed.public_key() == key->public_key().spki_der()) {
      return CaseIssuer{*std::move(key), listed.holder_subject()};
    }
  }
  return absl::FailedPreconditionError(
      absl::StrCat(home.Path(kMemberFile), " lists no such key for cases"));
}

std::string CaseSupervisorOf(const internal::v1::InitAnswers& answers) {
  return answers.case_supervisor().empty() ? "supervisor-1"
                                           : answers.case_supervisor();
}

v1::MemberKey CaseKeyOf(const auth::SigningKey& key,
                        const std::string& subject) {
  v1::MemberKey entry;
  entry.set_usage(v1::KEY_USAGE_CASE);
  entry.set_public_key(key.public_key().spki_der());
  entry.set_holder_subject(subject);
  return entry;
}

}  // namespace homeward::cli
