#!/usr/bin/env bash
# Nodes as processes: started, waited for, stopped, and nothing left over.
# Sourced by deploy/demo. `folder` is the demo's; `pids` there has a line for
# each node: its process, when that began, its agency.
# shellcheck disable=SC2154  # Shared with the other parts.

# N free ports of this machine, one a line: held all at once while choosing.
# Below the range of outgoing connections, which may take one that is free now
# before a node listens on it; above those of the tests (Ports in
# tests/end_to_end/ports.py), which may run at the same time. A demo of
# tests has ports of its own, $HOMEWARD_PORTS, such as 12300-12350: two that begin
# together could choose the same.
free_ports() {
  local first=20000 end
  read -r end _ </proc/sys/net/ipv4/ip_local_port_range
  ((end > 25000)) || end=30000
  [[ -z ${HOMEWARD_PORTS-} ]] || { first=${HOMEWARD_PORTS%-*} end=${HOMEWARD_PORTS#*-}; }
  perl -MIO::Socket::INET -e '
    my ($count, $first, $end, @held) = @ARGV;
    for (1 .. 1000) {
      last if @held == $count;
      my $port = $first + int rand($end - $first);
      my $one = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1", LocalPort => $port);
      push @held, $one if $one;
    }
    die "no port of 127.0.0.1 is free\n" if @held < $count;
    print $_->sockport, "\n" for @held' "$1" "$first" "$end"
}

# Puts into `began_at` when process $1 began, in ticks since boot: a number may
# be used again. Without a process of its own, which Ctrl-C would end too.
find_beginning() {
  local line fields
  began_at=''
  { read -r line <"/proc/$1/stat"; } 2>/dev/null || return 0
  read -ra fields <<<"${line##*) }"
  began_at=${fields[19]}
}

start_node() {
  local agency=$1 interrupted=0
  # Whoever interrupts now waits until the process is written down.
  trap 'interrupted=1' INT TERM HUP
  # A session of its own: Ctrl-C reaches this script, which then stops it.
  setsid homewardd --config "$folder/$agency/node.textproto" \
    </dev/null >>"$folder/$agency/homewardd.log" 2>&1 &
  find_beginning $!
  echo "$! $began_at $agency" >>"$folder/pids"
  end_when_interrupted
  ((interrupted == 0)) || exit 130
}

end_when_interrupted() { trap 'exit 130' INT TERM HUP; }

# Waits until the node of $1 serves.
await_node() {
  local tries
  for ((tries = 0; tries < 1200; tries++)); do
    homeward --home "$folder/$1" health >/dev/null 2>&1 && return
    kill -0 "$(pid_of "$1")" 2>/dev/null || break
    sleep 0.1
  done
  fail "the node of $1 does not serve." "$(tail -n 5 "$folder/$1/homewardd.log")"
}

pid_of() { awk -v agency="$1" '$3 == agency { pid = $1 } END { print pid }' "$folder/pids"; }

# Whether process $1 still is the one that began at $2.
runs() {
  find_beginning "$1"
  [[ -n $began_at && $began_at == "$2" ]]
}

# Tells the process to end, and kills it when it does not.
end_process() {
  local tries
  runs "$1" "$2" || return 0
  kill -TERM "$1" 2>/dev/null || true
  for ((tries = 0; tries < 150; tries++)); do
    runs "$1" "$2" || return 0
    sleep 0.1
  done
  kill -KILL "$1" 2>/dev/null || true
}

stop_node() {
  local pid start agency
  while read -r pid start agency; do
    [[ $agency != "$1" ]] || end_process "$pid" "$start"
  done <"$folder/pids"
}

# Ends every node of the demo in $1 and removes the folder.
clear_up() {
  local pid start agency process
  [[ -n $1 && -d $1 ]] || return 0
  if [[ -f $1/pids ]]; then
    # All at once, then each.
    while read -r pid start agency; do
      runs "$pid" "$start" && kill -TERM "$pid" 2>/dev/null
    done <"$1/pids" || true
    while read -r pid start agency; do end_process "$pid" "$start"; done <"$1/pids"
  fi
  # And what somebody started by hand, out of the demo's own programs.
  for process in /proc/[0-9]*; do
    [[ $(readlink "$process/exe") == "$(realpath "$1")/bin/"* ]] || continue
    find_beginning "${process#/proc/}"
    end_process "${process#/proc/}" "$began_at"
  done 2>/dev/null
  rm -rf -- "$1"
}

# At the end of the demo, however it ends: $1 is its exit code.
leave() {
  trap - EXIT INT TERM HUP
  cd /
  if (($1 == 0 && keep)); then return; fi
  clear_up "${folder:-}"
  exit "$1"
}

stop_kept() {
  if [[ ! -e $1 ]]; then
    say "nothing runs."
    return
  fi
  [[ -O $1 ]] || fail "$1 is not yours, so it is left alone."
  clear_up "$1"
  say "stopped; nothing is left."
}

# The last words of the nodes that said anything.
node_troubles() {
  local log
  for log in "${folder:-/nowhere}"/*/homewardd.log; do
    [[ -s $log ]] || continue
    echo "$(basename "$(dirname "$log")"): $(tail -n 2 "$log" | cut -c 1-300)"
  done
}
