#include "services/cli/import/import_file.h"

#include <sys/stat.h>

#include <cstdint>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "nlohmann/json.hpp"
#include "services/cli/node/node_client.h"
#include "services/cli/progress.h"

namespace homeward::cli {
namespace {

constexpr size_t kPieceBytes = 64 << 10;

}  // namespace

absl::Status ReadPieces(
    Context& context, const std::string& path, const std::string& what,
    const std::function<absl::Status(absl::string_view)>& feed,
    const std::function<absl::Status()>& finish) {
  std::ifstream file(path, std::ios::binary);
  struct stat info;
  if (!file || stat(path.c_str(), &info) != 0) {
    return absl::NotFoundError(absl::StrCat("can't read ", path));
  }
  Progress progress(&context, what);
  std::string piece(kPieceBytes, '\0');
  int64_t done = 0;
  absl::Status status;
  while (status.ok() &&
         (file.read(piece.data(), kPieceBytes) || file.gcount() > 0)) {
    done += file.gcount();
    status = feed(absl::string_view(piece.data(), file.gcount()));
    progress.Show(done, info.st_size);
  }
  progress.End();
  if (!status.ok()) return status;
  return finish();
}

absl::StatusOr<RegisterFunction> Registrar(Context& context,
                                           const ImportOptions& options) {
  if (options.dry_run) {
    return RegisterFunction(
        [](const v1::RegisterChildRequest&, v1::RegisterChildResponse&) {
          return absl::OkStatus();
        });
  }
  auto opened = NodeClient::Open(context);
  if (!opened.ok()) return opened.status();
  auto client = std::make_shared<NodeClient>(*std::move(opened));
  return RegisterFunction([client](const v1::RegisterChildRequest& request,
                                   v1::RegisterChildResponse& response) {
    return client->Call(&v1::RegistrationService::Stub::RegisterChild, request,
                        response, absl::Seconds(30));
  });
}

bool IsFile(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

std::string RefusedPath(const ImportOptions& options,
                        absl::string_view ending) {
  if (options.dry_run) return "";
  return absl::StrCat(IsFile(options.file) ? options.file : "import", ending);
}

void TellWhatStays(Context& context, const ImportTotals& totals) {
  if (totals.created + totals.added_to == 0) return;
  context.Say(absl::StrCat(
      totals.created, " registered and ", totals.added_to,
      " added to before this stay. Import the whole file again once this is "
      "mended: nothing is taken twice."));
}

Result Summarize(Context& context, const ImportOptions& options,
                 const ImportTotals& totals) {
  const nlohmann::ordered_json json{{"read", totals.read},
                                    {"created", totals.created},
                                    {"addedTo", totals.added_to},
                                    {"unchanged", totals.unchanged},
                                    {"adultsSkipped", totals.adults},
                                    {"refused", totals.refused},
                                    {"withdrawn", totals.withdrawn},
                                    {"withdrawnHere", totals.withdrawn_here}};
  context.JsonText(json.dump());
  if (options.dry_run) {
    context.Text(absl::StrCat("A dry run: ", totals.unchanged,
                              " records can be taken, ", totals.adults,
                              " adults, ", totals.refused, " refused."));
  } else {
    context.Text(absl::StrCat(totals.created, " registered, ", totals.added_to,
                              " added to, ", totals.unchanged, " unchanged, ",
                              totals.adults, " adults skipped, ",
                              totals.refused, " refused."));
    if (totals.withdrawn > 0) {
      context.Text(absl::StrCat(totals.withdrawn,
                                " taken back by their source, of which ",
                                totals.withdrawn_here, " are on this node."));
    }
    context.Next("homeward locate --purpose PURPOSE CHILD_FILE");
  }
  return totals.refused + totals.withdrawn > 0 ? ExitCode::kPartial
                                               : ExitCode::kOk;
}

}  // namespace homeward::cli
