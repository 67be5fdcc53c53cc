#include "services/cli/progress.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>

namespace homeward::cli {
namespace {

constexpr int kBarWidth = 40;

}  // namespace

Progress::Progress(Context* context, std::string what)
    : context_(context), what_(std::move(what)) {}

bool Progress::IsDrawn() const {
  return context_->err_is_terminal && !context_->plain &&
         context_->format == Format::kText;
}

void Progress::Show(int64_t done, int64_t all) {
  if (!IsDrawn() || all <= 0) return;
  const int percent =
      static_cast<int>(100 * std::clamp<int64_t>(done, 0, all) / all);
  if (percent == shown_percent_) return;
  shown_percent_ = percent;
  const int filled = kBarWidth * percent / 100;
  *context_->err << '\r' << what_ << " [" << std::string(filled, '#')
                 << std::string(kBarWidth - filled, ' ') << "] " << percent
                 << "%" << std::flush;
}

void Progress::End() {
  if (shown_percent_ < 0) return;
  *context_->err << '\r' << std::string(what_.size() + kBarWidth + 8, ' ')
                 << '\r' << std::flush;
  shown_percent_ = -1;
}

}  // namespace homeward::cli
