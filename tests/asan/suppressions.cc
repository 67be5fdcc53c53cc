// Leaks that are Debian's and not ours, for the leak sanitizer.

// Called by the sanitizer's runtime, which finds it by its name.
extern "C" const char* __lsan_default_suppressions();

const char* __lsan_default_suppressions() {
  // c-ares 1.18 keeps the server list of a channel that gRPC 1.51 ends while a
  // look-up is under way: 10 bytes for each.
  return "leak:libcares.so\n";
}
