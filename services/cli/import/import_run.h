#ifndef HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_RUN_H_
#define HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_RUN_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/cli/context.h"
#include "services/cli/import/kept_file.h"

// What every import of a file does: register what is read, keep what is
// refused, and count.
namespace homeward::cli {

// Registers one record; may be called from several threads.
using RegisterFunction = std::function<absl::Status(
    const v1::RegisterChildRequest&, v1::RegisterChildResponse&)>;

// What became of a file.
struct ImportTotals {
  int64_t read = 0;
  int64_t created = 0;
  int64_t added_to = 0;
  // Everything in them was known already.
  int64_t unchanged = 0;
  int64_t adults = 0;
  int64_t refused = 0;
  // Their source took them back; and how many of those the node has.
  int64_t withdrawn = 0;
  int64_t withdrawn_here = 0;
};

// One import. At most 16 registrations are under way at a time; each result
// is taken in the order of the file. Not thread-safe.
class ImportRun {
 public:
  // Refused records go to the KeptFile `refused_path`, which is made when there
  // is the first; `header` (asked for then) and `footer` go around them. Empty,
  // as in a dry run: nothing is kept.
  ImportRun(Context* context, RegisterFunction do_register,
            std::string refused_path, std::function<std::string()> header,
            std::string footer);
  ~ImportRun();
  ImportRun(const ImportRun&) = delete;
  ImportRun& operator=(const ImportRun&) = delete;

  // Registers a record that starts on `line` of the file. `raw` is kept when
  // it is refused. Errors: what would refuse every other record too (nobody
  // signed in, node away, store full): the import stops there.
  absl::Status Add(const v1::RegisterChildRequest& request, int64_t line,
                   std::string raw);

  // Tells of a record that its source took back, with the `reason`, and under
  // which id the node has it. `request` adds nothing, and so asks for that id.
  // Nothing of the record is kept. Errors: as Add().
  absl::Status Withdraw(const v1::RegisterChildRequest& request, int64_t line,
                        std::string reason);

  // Tells of a record that is not registered: `field` may be empty. Errors:
  // as WriteFile().
  absl::Status Refuse(int64_t line, absl::string_view field,
                      absl::string_view reason);
  // Keeps a refused record's text. Once for each record.
  absl::Status Keep(absl::string_view raw);
  // Both, for a record that is refused for one reason.
  absl::Status RefuseAndKeep(int64_t line, absl::string_view field,
                             absl::string_view reason, absl::string_view raw);
  // A person who is surely an adult.
  void SkipAdult(int64_t line);

  // Waits for what is under way. Errors: as Add().
  absl::Status Await();
  // The same, and closes the file of refused records.
  absl::Status Finish();

  const ImportTotals& totals() const { return totals_; }

 private:
  struct Flight;

  absl::Status Start(std::unique_ptr<Flight> flight);
  absl::Status Land();
  // That what was refused can't be written.
  absl::Status CantKeep() const;
  absl::Status LandWithdrawn(const Flight& flight, const absl::Status& status);

  Context* const context_;
  const RegisterFunction register_;
  const std::function<std::string()> header_;
  const std::string footer_;
  std::deque<std::unique_ptr<Flight>> flights_;
  std::optional<KeptFile> refused_;
  ImportTotals totals_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_IMPORT_IMPORT_RUN_H_
