#!/usr/bin/env bash
# How the demo shows a step: what a person types, what comes, and whether it is
# what should come. Sourced by deploy/demo.
# shellcheck disable=SC2034  # Shared with the other parts.

bold='' plain=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m'
  plain=$'\e[0m'
fi
step_number=0
# What the last command wrote, and how it ended.
output=''
exit_code=0

say() { echo "demo: $*"; }

# Ends the demo: what is wrong, then what to do.
fail() {
  echo "demo: $1" >&2
  shift
  (($# == 0)) || printf '      %s\n' "$@" >&2
  exit 1
}

step() {
  step_number=$((step_number + 1))
  printf '\n%s%d. %s%s\n' "$bold" "$step_number" "$1" "$plain"
}

# The command as a person would type it.
typed() {
  local word line=''
  for word in "$@"; do
    if [[ $word =~ ^[A-Za-z0-9_./:=@,-]+$ ]]; then line+=" $word"; else line+=" '$word'"; fi
  done
  printf '  %s$%s%s\n' "$bold" "$line" "$plain"
}

# Runs a command, and ends the demo when it does not end with the exit code $1.
# Where a node did not answer in time, the machine is busy: it is run again.
quietly() {
  local wanted=$1 tries
  shift
  for ((tries = 0; tries < 5; tries++)); do
    exit_code=0
    output=$("$@" 2>&1) || exit_code=$?
    ((exit_code == wanted)) && return
    [[ $output == *HW-NET-003* ]] || break
  done
  typed "$@"
  printf '%s\n' "$output" | sed 's/^/    /'
  fail "that ended with exit code $exit_code and not with $wanted, as it should." \
    "$(node_troubles)"
}

# The same, shown.
run() {
  typed "${@:2}"
  quietly "$@"
  printf '%s\n' "$output" | sed 's/^/    /'
}

# The same, of which only lines that match the pattern $1 are shown.
run_showing() {
  local pattern=$1
  shift
  typed "${@:2}"
  quietly "$@"
  printf '%s\n' "$output" | { grep -E -- "$pattern" || true; } | sed 's/^/    /'
}

# What the last command wrote must hold each of these texts.
expect() {
  local text
  for text in "$@"; do
    [[ $output == *"$text"* ]] || fail "the answer above should hold: $text"
  done
}

# And none of these.
expect_no() {
  local text
  for text in "$@"; do
    [[ $output != *"$text"* ]] || fail "the answer above must not hold: $text"
  done
}

# The last output without what differs from question to question.
without_ids() { sed -E 's/q-[0-9a-f]{32}/QUERY/g' <<<"$output"; }
