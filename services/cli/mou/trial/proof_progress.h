#ifndef HOMEWARD_SERVICES_CLI_MOU_TRIAL_PROOF_PROGRESS_H_
#define HOMEWARD_SERVICES_CLI_MOU_TRIAL_PROOF_PROGRESS_H_

#include <cstdint>

#include "absl/time/time.h"
#include "services/cli/context.h"
#include "services/cli/on_interrupt.h"
#include "services/cli/progress.h"

namespace homeward::cli {

// How far a proof is, told on the error output once it takes longer than a
// second: as a bar where one is drawn, else as a line every 10 seconds. While
// it lives Ctrl-C ends the proof and not the program. One at a time.
class ProofProgress {
 public:
  // Keeps `context`.
  explicit ProofProgress(Context* context);
  // Wipes the bar; Ctrl-C ends the program again.
  ~ProofProgress();
  ProofProgress(const ProofProgress&) = delete;
  ProofProgress& operator=(const ProofProgress&) = delete;

  // Tells of `done` of the `most` steps that the proof may take. False after a
  // Ctrl-C. For auth::ProofBounds::watch.
  bool Tell(int64_t done, int64_t most);

 private:
  Context* const context_;
  Progress bar_;
  absl::Time tell_at_;
  const OnInterrupt on_interrupt_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_TRIAL_PROOF_PROGRESS_H_
