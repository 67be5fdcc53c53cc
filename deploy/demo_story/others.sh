#!/usr/bin/env bash
# A shell in the demo's folder, for somebody who sets up an agency of her own,
# and what the people of the other agencies do for her meanwhile. In life that
# takes days and a telephone; here it is done within seconds, by the commands
# that they would type. Sourced by deploy/demo; works in the demo's folder.
# shellcheck disable=SC2154  # Shared with the other parts.

# The shell, until it is left. Whatever runs out of the folder ends with it.
offer_shell() {
  prepare_newcomer
  start_others
  cat <<END

You are in the demo's folder, with homeward and homewardd at hand, and may set up
an agency of your own: docs/quickstart.md. What the people of the other agencies
do meanwhile is in others.log. Leave with: exit
END
  HISTFILE=/dev/null PS1='demo\$ ' bash --norc || true
}

# The answers to the seven questions of `homeward init`, on free ports; the MOU
# that suits; and what governance says on the telephone.
prepare_newcomer() {
  local ports
  mapfile -t ports < <(free_ports 2)
  cat >harbour.answers <<END
federation: "rivermark.example"
agency_id: "harbour"
display_name: "Harbour house"
kind: AGENCY_KIND_CHILD_WELFARE
country_code: "GB"
listen_address: "127.0.0.1:${ports[0]}"
health_address: "127.0.0.1:${ports[1]}"
END
  cp "$project/deploy/mou_templates/ngo_clinic.textproto" .
  quietly 0 homeward federation invite police --out police.invite --folder governance
  sed -n 's/^ *words: *//p' <<<"$output" | head -n 1 >telephone
}

start_others() {
  others_work </dev/null >>others.log 2>&1 &
  find_beginning $!
  echo "$! $began_at others" >>"$folder/pids"
}

# Looks for what came in, again and again: what can't be done yet is tried anew.
others_work() {
  local file
  while sleep 0.2; do
    for file in */member.textproto; do
      [[ -e ${file%/*}.invite ]] || admit_newcomer "${file%/*}" || true
    done
    for file in *.mou.signed; do
      [[ ! -e $file || -e $file.answered ]] || countersign "$file" || true
    done
  done
}

# Types a command, shows what came, and says whether it went well.
others_type() {
  typed "$@"
  "$@" 2>&1 | sed 's/^/    /'
}

# Governance, and the registrar, whose node brings the directory to the others.
admit_newcomer() {
  others_type homeward federation admit "$1/member.textproto" --folder governance \
    --key governance/governance-1.pem --key governance/governance-2.pem &&
    others_type homeward --home registrar sign-in --as ops-1 --role node.admin &&
    others_type homeward --home registrar directory install governance/directory.binpb &&
    others_type homeward federation invite "$1" --out "$1.invite.new" --folder governance &&
    mv "$1.invite.new" "$1.invite"
}

# St Luke's clinic signs too, and gives its node the MOU, which brings it to
# the other party's. Then it refers the girl to them, so that they may ask.
countersign() {
  others_type homeward --home st-luke mou sign "$1" --out "$1.both" &&
    others_type homeward --home st-luke sign-in --as ops-1 --role node.admin &&
    others_type homeward --home st-luke mou propose "$1.both" &&
    refer_to_newcomer &&
    mv "$1.both" "$1.answered"
}

refer_to_newcomer() {
  others_type homeward --home st-luke sign-in --as nurse-2 --role clinic.clinician &&
    output=$(homeward --home st-luke locate --own-node --purpose treat -o ndjson data/police/solomiya.child) &&
    others_type homeward --home st-luke add referral --record "$(first_record)" data/clinic/referral.json
}
