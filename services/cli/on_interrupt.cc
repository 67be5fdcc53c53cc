#include "services/cli/on_interrupt.h"

#include <csignal>

namespace homeward::cli {

OnInterrupt::OnInterrupt(void (*handler)(int))
    : before_(std::signal(SIGINT, handler)) {}

OnInterrupt::~OnInterrupt() {
  if (before_ != SIG_ERR) std::signal(SIGINT, before_);
}

}  // namespace homeward::cli
