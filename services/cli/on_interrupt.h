#ifndef HOMEWARD_SERVICES_CLI_ON_INTERRUPT_H_
#define HOMEWARD_SERVICES_CLI_ON_INTERRUPT_H_

namespace homeward::cli {

// While it lives Ctrl-C calls a handler; afterwards it does what it did before.
// One at a time; not thread-safe.
class OnInterrupt {
 public:
  // `handler` runs as a signal handler, so it may do very little: see
  // signal-safety(7).
  explicit OnInterrupt(void (*handler)(int));
  ~OnInterrupt();
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;

 private:
  void (*const before_)(int);
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_ON_INTERRUPT_H_
