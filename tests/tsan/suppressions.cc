// What the thread sanitizer must not report. Each line says why.

extern "C" const char* __tsan_default_suppressions() {
  return
      // Not instrumented: its atomics are invisible, so its memory tables seem
      // to race. What RocksDB promises about threads is its own tests' matter.
      "race:librocksdb.so\n"
      // The same, where the sanitizer can't unwind RocksDB's frames and sees
      // only who called. -Wthread-safety still watches this one file.
      "race:RocksDbEngine::\n";
}
