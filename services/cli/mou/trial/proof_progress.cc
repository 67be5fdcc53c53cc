#include "services/cli/mou/trial/proof_progress.h"

#include <atomic>

#include "absl/strings/str_cat.h"

namespace homeward::cli {
namespace {

constexpr absl::Duration kQuiet = absl::Seconds(1);
constexpr absl::Duration kBetweenLines = absl::Seconds(10);
constexpr int64_t kMillion = 1'000'000;

std::atomic<bool> interrupted{false};

void Interrupt(int /*signal*/) { interrupted = true; }

// What Ctrl-C calls, with none so far.
void (*NoneSoFar())(int) {
  interrupted = false;
  return Interrupt;
}

}  // namespace

ProofProgress::ProofProgress(Context* context)
    : context_(context),
      bar_(context, "proving, of the steps that it may take"),
      tell_at_(context->now() + kQuiet),
      on_interrupt_(NoneSoFar()) {}

ProofProgress::~ProofProgress() { bar_.End(); }

bool ProofProgress::Tell(int64_t done, int64_t most) {
  if (interrupted) return false;
  const absl::Time now = context_->now();
  if (now < tell_at_) return true;
  if (bar_.IsDrawn()) {
    bar_.Show(done, most);
    return true;
  }
  context_->Say(absl::StrCat("proving: ", done / kMillion, " of at most ",
                             most / kMillion,
                             " million steps; Ctrl-C ends it"));
  tell_at_ = now + kBetweenLines;
  return true;
}

}  // namespace homeward::cli
