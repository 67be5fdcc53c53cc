#!/usr/bin/env bash
# The story of one missing child, told by the commands of those who look after
# her. Sourced by deploy/demo; works in the demo's folder.
# shellcheck disable=SC2154  # Shared with the other parts.

# Copies the agencies' files, with times that are not long ago.
bring_data() {
  local file hours
  cp -rL "$project/deploy/demo_data" data
  for hours in $(grep -rhoE 'HOURS_AGO_[0-9]+' data | sort -u | sed 's/HOURS_AGO_//'); do
    while IFS= read -r file; do
      sed -i "s/HOURS_AGO_$hours\"/$(date -u -d "-$hours hours" +%FT%TZ)\"/" "$file"
    done < <(grep -rlE "HOURS_AGO_$hours\"" data)
  done
}

tell_story() {
  bring_data
  clinic_imports
  police_import
  registrar_registers
  ngo_records
  police_ask_with_a_case
  clinic_is_referred_to
  nobody_else_is_told
  location_is_protected
  a_node_is_away
  logs_verify
  show_metrics
}

clinic_imports() {
  step "The clinic imports patient summaries (FHIR) and writes how a child is"
  sign_in st-luke nurse-2 clinic.clinician
  run 0 homeward --home st-luke import fhir data/clinic-solomiya.ips.json
  expect "1 registered"
  find_own_record st-luke treat
  run 0 homeward --home st-luke add wellbeing --record "$(first_record)" data/clinic/wellbeing.json
  expect "Added"
  run 0 homeward --home st-luke import fhir data/clinic-ahmad.ips.json
  run 0 homeward --home st-luke import fhir data/clinic-hana.ips.json
  say "once more changes nothing:"
  run 0 homeward --home st-luke import fhir data/clinic-hana.ips.json
  expect "1 unchanged"
}

# The first record id of the last output.
first_record() { grep -oE 'agencies/[a-z-]+/children/[0-9a-f]{32}' <<<"$output" | head -n 1; }

police_import() {
  step "Police import their feed of missing persons (PFIF): an adult is skipped, a bad record kept to mend"
  sign_in police officer-7 police.missing
  run 5 homeward --home police import pfif data/police-missing.pfif.xml --sought \
    --purpose missing-search
  expect "12 registered" "1 adults skipped" "1 refused"
  expect_no "Коваленко" "Мельник"
}

registrar_registers() {
  local child
  step "The registrar registers children with the adults who came with them"
  sign_in registrar desk-3 imm.registrar
  for child in solomiya ahmad hana sofia; do
    run 0 homeward --home registrar register "data/registrar/$child.json"
    expect "Registered agencies/registrar/children/"
  done
}

ngo_records() {
  local record
  step "Open Hands meets a girl, writes where it saw her and how she is"
  sign_in open-hands anna-4 cp.caseworker
  run 0 homeward --home open-hands register data/ngo/solomiya.json
  record=$(first_record)
  run 0 homeward --home open-hands add sighting --record "$record" data/ngo/sighting.json
  expect "Added"
  run 0 homeward --home open-hands add wellbeing --record "$record" data/ngo/wellbeing.json
  expect "Added"
}

# Opens a case about the child of file $1, into case-$2.token.
open_case() {
  run 0 homeward --home police case open --case "RM-2026-$2" --to officer-7 \
    --purpose missing-search "data/police/$1.child" --out "case-$1.token"
}

police_ask_with_a_case() {
  step "The case supervisor of the police opens a case with a key of her own, which no node has; an officer asks where she is and how she is: three other nodes answer"
  open_case solomiya 117
  run 0 homeward --home police locate --purpose missing-search --case case-solomiya.token \
    data/police/solomiya.child
  expect "registrar: answered" "open-hands: answered" "st-luke: answered" "GB-RVM"
  expect_no "day centre" "enforcement"
  run 0 homeward --home police wellbeing --purpose missing-search --case case-solomiya.token \
    data/police/solomiya.child
  expect "open-hands says wellbeing check: status safe" "st-luke says wellbeing check: status needs attention"
}

# What agency $1 has in its own records, asked for the purpose $2.
find_own_record() {
  quietly 0 homeward --home "$1" locate --own-node --purpose "$2" -o ndjson data/police/solomiya.child
}

clinic_is_referred_to() {
  local record
  step "The clinic asks Open Hands what it needs to treat her, and is told nothing, until Open Hands has referred her to it"
  find_own_record open-hands care-coordination
  record=$(first_record)
  sign_in st-luke nurse-2 clinic.clinician
  run 0 homeward --home st-luke locate --purpose treat data/police/solomiya.child
  expect "open-hands: nothing to show" "registrar: nothing to show"
  run 0 homeward --home open-hands add referral --record "$record" data/ngo/referral.json
  expect "Added"
  run 0 homeward --home st-luke locate --purpose treat data/police/solomiya.child
  expect "open-hands: answered" "registrar: nothing to show"
}

nobody_else_is_told() {
  local without_case enforcement another_child
  step "The same question without a case, and any question of enforcement: denied, in one text"
  run 3 homeward --home police locate --purpose missing-search data/police/solomiya.child
  without_case=$(without_ids)
  quietly 3 homeward --home police locate --purpose missing-search --case case-solomiya.token \
    data/police/hana.child
  another_child=$(without_ids)
  sign_in enforcement agent-9 imm.enforcement
  run 3 homeward --home enforcement locate --purpose missing-search data/police/solomiya.child
  enforcement=$(without_ids)
  [[ $without_case == "$enforcement" && $without_case == "$another_child" ]] ||
    fail "the denials differ, so they tell more than they may."
  say "the denials are the same to the byte, but for the number of the query."
  for purpose in locate-safety imm-enforcement register; do
    quietly 3 homeward --home enforcement locate --purpose "$purpose" data/police/hana.child
    [[ $(without_ids) == "$enforcement" ]] || fail "the denial for $purpose differs."
  done
}

location_is_protected() {
  step "Nobody said that Hana's location may be told, so it is protected, also with a case"
  open_case hana 118
  run 0 homeward --home police locate --purpose missing-search --case case-hana.token \
    data/police/hana.child
  expect "registrar: answered" "nothing to show"
  expect_no "GB-RVM" "ferry port"
}

a_node_is_away() {
  step "The node of Open Hands is stopped: the others answer, and the answer says who did not (exit code 5)"
  typed kill -TERM "$(pid_of open-hands)"
  stop_node open-hands
  run 5 homeward --home police locate --purpose missing-search --case case-solomiya.token \
    data/police/solomiya.child
  expect "open-hands: unreachable" "registrar: answered" "st-luke: answered"
  say "and it comes back with all that it had:"
  typed homewardd --config open-hands/node.textproto
  start_node open-hands
  await_node open-hands
  sign_in open-hands anna-4 cp.caseworker
  run 0 homeward --home open-hands wellbeing --own-node --purpose care-coordination \
    data/police/solomiya.child
  expect "status safe"
}

logs_verify() {
  local line
  step "Every node's log of decisions verifies, entry by entry"
  for line in "${agencies[@]}"; do
    sign_in "${line%% *}" auditor-1 oversight.auditor
    run 0 homeward --home "${line%% *}" audit verify
    expect "every one verified"
  done
}

# What http://127.0.0.1:$1/metrics says.
fetch_metrics() {
  exec 3<>"/dev/tcp/127.0.0.1/$1"
  printf 'GET /metrics HTTP/1.0\r\n\r\n' >&3
  tr -d '\r' <&3
  exec 3<&- 3>&-
}

show_metrics() {
  local port
  step "The police node in numbers, for those who run it: no name, no case"
  port=$(sed -n 's/^metrics_address: ".*:\([0-9]*\)".*/\1/p' police/node.textproto)
  typed curl "http://127.0.0.1:$port/metrics"
  output=$(fetch_metrics "$port")
  expect "homeward_decisions_total" "rpc_server_call_duration_seconds"
  expect_no "Мельник" "RM-2026" "officer-7"
  grep -E '^(homeward_decisions_total|rpc_server_call_duration_seconds_count|homeward_certificate|homeward_queue)' \
    <<<"$output" | head -n 14 | sed 's/^/    /'
}

# After --keep.
show_how_to_go_on() {
  sign_in police officer-7 police.missing >/dev/null
  cat <<END

The federation runs on. Three things to try, for the next 15 minutes:

  cd $folder && PATH=$folder/bin:\$PATH
  homeward --home police locate --purpose missing-search --case case-solomiya.token data/police/solomiya.child
  homeward --home police locate --purpose missing-search data/police/hana.child
  homeward --home st-luke audit verify

After 15 minutes sign in again: homeward --home police sign-in --as officer-7 --role police.missing
To stop it, and leave nothing behind: $project/deploy/demo --stop
END
}
