#!/usr/bin/env bash
# Five agencies become a federation, by the commands that people would type.
# Sourced by deploy/demo; works in the demo's folder.
# shellcheck disable=SC2154  # Shared with the other parts.

# agency, kind, name
agencies=(
  'registrar AGENCY_KIND_IMMIGRATION_REGISTRAR Rivermark border registrar'
  'enforcement AGENCY_KIND_IMMIGRATION_ENFORCEMENT Rivermark enforcement'
  'open-hands AGENCY_KIND_CHILD_WELFARE Open Hands'
  'st-luke AGENCY_KIND_HEALTH St Luke clinic'
  'police AGENCY_KIND_POLICE National police'
)

# MOU, template, parties
mous=(
  'house-registrar house_registrar registrar'
  'house-open-hands house_ngo open-hands'
  'house-st-luke house_clinic st-luke'
  'house-police house_police police'
  'police-registrar police_registrar police registrar'
  'police-st-luke police_clinic police st-luke'
  'police-open-hands police_ngo police open-hands'
  'open-hands-st-luke ngo_clinic open-hands st-luke'
  'open-hands-registrar ngo_registrar open-hands registrar'
  'st-luke-registrar clinic_registrar st-luke registrar'
)

# A command that somebody of agency $1 types.
at() { run 0 homeward --home "$@"; }

# Signs somebody of agency $1 in, as $2, with the roles that follow.
sign_in() {
  local agency=$1 person=$2 role roles=()
  shift 2
  for role in "$@"; do roles+=(--role "$role"); done
  run_showing '^Signed' 0 homeward --home "$agency" sign-in --as "$person" "${roles[@]}"
}

found_federation() {
  step "Governance makes a federation: three keys, two must sign"
  # In force from now on, as the MOUs: the times of the template are an example.
  sed -e "s/^effective_time {.*/effective_time { seconds: $(date +%s) }/" \
    -e "s/^expiry_time {.*/expiry_time { seconds: $(date -d '+1 year' +%s) }/" \
    "$project/deploy/mou_templates/charter.textproto" >charter.textproto
  cp "$project/deploy/red_lines/red_lines.textproto" .
  run 0 homeward federation create rivermark.example --charter charter.textproto \
    --red-lines red_lines.textproto --keys 3 --threshold 2 --folder governance
  make_agencies
  admit_agencies
  start_nodes
  nodes_meet
  sign_mous
}

make_agencies() {
  local line id kind name ports=() next=0
  step "Each agency makes its own root, keys and configuration"
  mapfile -t ports < <(free_ports $((3 * ${#agencies[@]})))
  for line in "${agencies[@]}"; do
    read -r id kind name <<<"$line"
    cat >"$id.answers" <<END
federation: "rivermark.example"
agency_id: "$id"
display_name: "$name"
kind: $kind
country_code: "GB"
listen_address: "127.0.0.1:${ports[next]}"
metrics_address: "127.0.0.1:${ports[next + 1]}"
health_address: "127.0.0.1:${ports[next + 2]}"
END
    next=$((next + 3))
    run_showing 'words' 0 homeward init --home "$id" --answers "$id.answers"
    # Five nodes on one machine, which may be busy with other work.
    echo 'peer_timeout_milliseconds: 30000' >>"$id/node.textproto"
  done
}

admit_agencies() {
  local line id words members=()
  step "Governance admits them; each joins by an invite whose fingerprint is compared"
  for line in "${agencies[@]}"; do members+=("${line%% *}/member.textproto"); done
  run_showing '^Signed by' 0 homeward federation admit "${members[@]}" --folder governance \
    --key governance/governance-1.pem
  run_showing '^Published' 0 homeward federation sign --folder governance \
    --key governance/governance-2.pem
  expect "5 members"
  for line in "${agencies[@]}"; do
    id=${line%% *}
    run_showing 'words' 0 homeward federation invite "$id" --out "$id.invite" --folder governance
    words=$(sed -n 's/^ *words: *//p' <<<"$output" | head -n 1)
    run_showing 'joined' 0 homeward join "$id.invite" --home "$id" --fingerprint "$words"
  done
}

start_nodes() {
  local line
  step "Each agency starts its node"
  for line in "${agencies[@]}"; do
    typed homewardd --config "${line%% *}/node.textproto"
    start_node "${line%% *}"
  done
  for line in "${agencies[@]}"; do await_node "${line%% *}"; done
  for line in "${agencies[@]}"; do
    sign_in "${line%% *}" ops-1 node.admin oversight.auditor
  done
}

# A certificate counts only while a list says that it is not revoked: nodes
# give each other the lists before anything else.
nodes_meet() {
  local line
  step "The nodes find each other, and exchange their lists of revoked certificates"
  for line in "${agencies[@]}"; do await_peers "${line%% *}"; done
  run_showing '^peer' 0 homeward --home police status
}

# Waits until the node of $1 has met every other.
await_peers() {
  local tries
  for ((tries = 0; tries < 1200; tries++)); do
    output=$(homeward --home "$1" status 2>/dev/null) || true
    if [[ $output == *"peer "* && $output != *"NOT reachable"* ]]; then return; fi
    sleep 0.1
  done
  fail "the node of $1 does not reach every other." "$(node_troubles)"
}

# Every party signs the same bytes, and every party's node is given them.
sign_mous() {
  local line id template party parties draft option=()
  step "They write MOUs from templates; every party signs; nothing is allowed before"
  for line in "${mous[@]}"; do
    read -r id template parties <<<"$line"
    option=()
    for party in $parties; do option+=(--party "$party"); done
    run_showing '^Wrote' 0 homeward mou new "$id" --from \
      "$project/deploy/mou_templates/$template.textproto" "${option[@]}" --out "$id.textproto"
    draft=$id.textproto
    for party in $parties; do
      run_showing '^Signed' 0 homeward --home "$party" mou sign "$draft" --out "$id.signed"
      draft=$id.signed
    done
    for party in $parties; do
      run_showing "^$id" 0 homeward --home "$party" mou propose "$id.signed"
    done
    expect "$id version 1: active"
  done
}
