#!/usr/bin/env bash
# The adaptors in real shells: what is offered after words that were typed.
set -euo pipefail

PATH="$PWD/services/cli:$PATH"
unset HOMEWARD_HOME

expect() {
  [[ $1 == "$2" ]] && return
  echo "expected '$2', got '$1'" >&2
  exit 1
}

in_bash() {
  # The script of the inner shell.
  # shellcheck disable=SC2016
  bash -c 'eval "$(homeward completion bash)"; COMP_WORDS=(homeward "$@")
    COMP_CWORD=$#; compopt() { :; }; _homeward; echo "${COMPREPLY[*]}"' _ "$@"
}

expect "$(in_bash mou s)" $'sign suspend'
expect "$(in_bash locate --purpose missing)" 'missing-search'
expect "$(in_bash locate --record '')" ''

if command -v fish > /dev/null; then
  expect "$(HOME=$TEST_TMPDIR fish -c 'homeward completion fish | source
    complete -C "homeward mou s"' | grep -v / | tr '\n' ' ')" 'sign suspend '
fi

if command -v zsh > /dev/null; then
  homeward completion zsh > "$TEST_TMPDIR/_homeward"
  zsh -n "$TEST_TMPDIR/_homeward"
fi
