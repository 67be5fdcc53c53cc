"""Counts what passed and what failed, and says how to run a failure again."""

import re
import sys
import time

TAIL_LINES = 40
REPORT_LINES = 25

# Where a log says first what went wrong. Sanitizers go on for pages after it.
REPORT = re.compile(r"ERROR: (Address|Leak)Sanitizer|WARNING: ThreadSanitizer|: runtime error: |: Failure$")


class Tally:
    """The outcomes of one run. Writes to `out` as they come."""

    def __init__(self, out=sys.stdout, clock=time.monotonic):
        self._out = out
        self._clock = clock
        self._start = clock()
        self._passed = 0
        self._failures = []

    def say(self, text=""):
        print(text, file=self._out, flush=True)

    def stage(self, title):
        minutes, seconds = divmod(int(self._clock() - self._start), 60)
        self.say(f"\n=== {title}  (after {minutes}:{seconds:02d})")

    def passed(self, count=1):
        self._passed += count

    def failed(self, name, again, log=""):
        """`again` is the command that shows it again; `log` what it wrote."""
        self._failures.append((name, again))
        self.say(f"\n--- FAILED: {name}")
        for line in excerpt(log.rstrip("\n").splitlines()):
            self.say("    " + line)
        self.say(f"    Again: {again}")

    def finish(self):
        """Writes the last line and returns the exit code. No test at all is a
        failure: it would only look like success."""
        minutes, seconds = divmod(int(self._clock() - self._start), 60)
        self.say(f"\n=== Done in {minutes}:{seconds:02d}")
        if not self._passed and not self._failures:
            self.failed("everything", "tests/run", "no test was found")
        if self._failures:
            self.say("Failed:")
            for name, again in self._failures:
                self.say(f"  {name}\n    {again}")
        self.say(f"{self._passed} passed, {len(self._failures)} failed")
        return 1 if self._failures else 0


def excerpt(lines):
    """The end of a log, and its first report if that is further up."""
    if len(lines) <= TAIL_LINES:
        return lines
    tail = [f"... the last {TAIL_LINES} of {len(lines)} lines:"] + lines[-TAIL_LINES:]
    first = next((i for i, line in enumerate(lines) if REPORT.search(line)), len(lines))
    if first >= len(lines) - TAIL_LINES:
        return tail
    return [f"... from line {first + 1}:"] + lines[first:first + REPORT_LINES] + tail
