#!/usr/bin/env bash
# Restore shop-staging-assets-111111111111 in staging to a time
# Written by relinfra; write it again where the stacks have changed. --help says how it is used.
# Functions and variables are handed to steps by name; JMESPath and jq have backticks and $ of their own.
# shellcheck disable=SC2016,SC2034,SC2317,SC2329
RUNBOOK=restore-staging-bucket-assets
PROOF=sha256:3226602ba94184f126b36da592aa7795fe455b468d93bf7c7357fda441adb4ac
RESTORE_TIME="${RESTORE_TIME:-}"
PREFIX="${PREFIX:-}"
OBJECTS=''

set -euo pipefail

run='' yes='' from=1 skipped='' given_log='' log="${RUNBOOK_LOG:-$RUNBOOK-$(date -u +%Y%m%dT%H%M%SZ).log}" interval="${RUNBOOK_INTERVAL:-15}"
number=0 title='' changed=''

usage() {
  cat <<'END'
Without --run it prints what it would do, and does nothing.
  --run       do it, after asking
  --yes       do not ask: neither before the first step, nor whether a person has done a step of theirs
  --from N    go on at step N after a failure, with what the steps before have learnt by the log that --log names
  --log FILE  write what is done to FILE, by default a file of this folder called after the runbook and the time
A line of the log is a time (UTC), a word, and what it is about: step (one begins), found (what its command printed),
learnt (a variable for later steps), acted (something was changed), unreached (its command failed, and a person judges),
decided (a person said yes), trusted (nobody was asked), failed, ended.
Variables that it reads are given in the environment. RUNBOOK_INTERVAL is the seconds between two looks (15).
END
}

while [ "$#" -gt 0 ]; do
  case $1 in
    --run) run=1 ;;
    --yes) yes=1 ;;
    --log) log="${2:?--log: expected a file}" given_log=1; shift ;;
    --from) from="${2:?--from: expected the number of a step}"; shift ;;
    -h | --help) usage; exit 0 ;;
    *) printf 'expected --run, --yes, --from N, --log FILE or --help, found %s\n' "$1" >&2; exit 2 ;;
  esac
  shift
done
case $from in
  *[!0-9]* | 0*) printf -- '--from: expected the number of a step, found %s\n' "$from" >&2; exit 2 ;;
  1) ;;
  *) [ -n "$given_log" ] && [ -f "$log" ] || { printf -- '--from: expected --log FILE, the log of the run that failed\n' >&2; exit 2; } ;;
esac

# A line of the log is a time, a word that says what happened, and what it happened to, with tabs between.
record() {
  [ -z "$run" ] || printf '%s\t%s\t%s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "${2//[$'\t\n']/ }" >> "$log"
}

say() { printf '%s\n' "$*"; }

give_up() {
  record failed "$number: $*"
  say "step $number failed: $*" >&2
  if [ -n "$run" ] && [ "$number" -gt 0 ]; then say "once the cause is gone: --run --from $number --log $log" >&2; fi
  if [ -n "$changed" ]; then say "changed so far, by steps:$changed; see $log" >&2; elif [ "$from" -gt 1 ]; then say 'nothing more has been changed' >&2
  else say 'nothing has been changed' >&2; fi
  exit 1
}

interrupted() { give_up 'interrupted'; }
trap interrupted INT TERM

step() {
  number=$1 title=$2 skipped=''
  if [ "$number" -lt "$from" ]; then skipped=1; say "$number. (before) $title"; return; fi
  say "$number. $title"
  record step "$number: $title"
}

# A check that is made again wherever a run goes on.
always() { skipped=''; }

# What the log of the run that failed has of a variable, the newest.
learnt_before() {
  awk -F '\t' -v key="$1=" '$2 == "learnt" && index($3, key) == 1 { value = substr($3, length(key) + 1) } END { print value }' "$log"
}

# The command of a step, for a person to read: the body of its function.
shown() { declare -f "$1" | sed -e '1,2d' -e '$d'; }

needs() {
  local name
  for name in "$@"; do
    [ -z "$run" ] || command -v "$name" > /dev/null || give_up "$name is not installed"
  done
}

given() {
  local name
  for name in "$@"; do
    [ -z "$run" ] || [ -n "${!name}" ] || give_up "$name is not set; give it in the environment"
  done
}

begin() {
  if [ "$from" -gt 1 ]; then
    grep -q "$(printf '\trunbook\t%s$' "$RUNBOOK")" "$log" || give_up "$log is not a log of $RUNBOOK"
    record resumed "$from"
  else
    record runbook "$RUNBOOK"
  fi
  record proven_by "$PROOF"
  if [ -z "$run" ]; then say "$1"; say 'Nothing is done without --run; this is what would be done:'; return; fi
  say "$1"; say "The log is $log."
  [ -n "$yes" ] && return
  local answer
  read -r -p "Type $RUNBOOK to begin: " answer || answer=''
  [ "$answer" = "$RUNBOOK" ] || give_up 'not confirmed'
}

# What a command prints; its errors go to the log.
output_of() { "$1" 2>> "$log"; }

demand() {
  [ -z "$skipped" ] || return 0
  [ -n "$run" ] || { shown "$1"; return; }
  local value
  value="$(output_of "$1")" || give_up "the command failed; its error is in $log"
  record found "$value"
  "$2" "$value" || give_up "expected $3, found ${value:-nothing}"
}

# Learns a variable; a limit of minutes is for what takes a while to be seen.
learn() {
  local value='' until=$((SECONDS + $3 * 60))
  if [ -n "$skipped" ]; then
    value="$(learnt_before "$2")"
    [ -n "$value" ] || give_up "$log has no value of $2; go on at an earlier step"
    printf -v "$2" '%s' "$value"
    case $2 in TF_VAR_*) export "${2?}" ;; esac
    say "   $2=$value"
    return
  fi
  [ -n "$run" ] || { shown "$1"; return; }
  while :; do
    value="$(output_of "$1")" || value=''
    [ -z "$value" ] || [ "$value" = None ] || break
    [ "$SECONDS" -lt "$until" ] || give_up "found no value for $2; errors are in $log"
    sleep "$interval"
  done
  printf -v "$2" '%s' "$value"
  case $2 in TF_VAR_*) export "${2?}" ;; esac
  record learnt "$2=$value"
  say "   $2=$value"
}

act() {
  [ -z "$skipped" ] || return 0
  [ -n "$run" ] || { shown "$1"; return; }
  changed="$changed $number"
  local value
  value="$(output_of "$1")" || give_up "the command failed; its error is in $log"
  record acted "$value"
  [ -z "$value" ] || say "   $value"
}

# Acts on what may be out of reach: where the command fails, a person says that it is so all the same. The AWS CLI waits
# for a minute each time it tries to connect (cli_connect_timeout), and tries three to five times unless told otherwise.
attempt() {
  [ -z "$skipped" ] || return 0
  [ -n "$run" ] || { shown "$1"; return; }
  changed="$changed $number"
  local value
  if value="$(AWS_MAX_ATTEMPTS=2 output_of "$1")"; then record acted "$value"; [ -z "$value" ] || say "   $value"; return; fi
  record unreached "$number"
  say "   the command failed; its error is in $log"
  decide "$2"
}

await() {
  [ -z "$skipped" ] || return 0
  [ -n "$run" ] || { shown "$1"; return; }
  local value='' until=$((SECONDS + $4 * 60))
  while :; do
    value="$(output_of "$1")" || value=''
    if "$2" "$value"; then break; fi
    if "$3" "$value"; then give_up "expected $5, found $value, which does not change any more"; fi
    [ "$SECONDS" -lt "$until" ] || give_up "expected $5 within $4 minutes, found ${value:-nothing}"
    sleep "$interval"
  done
  record found "$value"
}

decide() {
  [ -z "$skipped" ] || return 0
  [ -n "$run" ] || return 0
  if [ -n "$yes" ]; then record trusted "$1"; return; fi
  local answer
  read -r -p "   Type yes once that is so ($1): " answer || answer=''
  [ "$answer" = yes ] || give_up 'not done by a person'
  record decided "$1"
}

never() { false; }

finish() {
  record ended "$RUNBOOK"
  [ -z "$run" ] || say "ended well; the log is $log"
}

command_1() {
  aws sts get-caller-identity --query Account --output text
}
expected_1() { [[ $1 == 111111111111 ]]; }
command_2() {
  aws s3api get-bucket-versioning --region us-east-1 --bucket shop-staging-assets-111111111111 --query Status --output text
}
expected_2() { [[ $1 == Enabled ]]; }
command_3() {
  jq -nr --arg time "$RESTORE_TIME" --argjson days 30 '($time | fromdate) as $at | if $at < now and $at > now - $days * 86400 then "yes" else "no" end'
}
expected_3() { [[ $1 == yes ]]; }
command_4() {
  aws s3api list-object-versions --region us-east-1 --bucket shop-staging-assets-111111111111 --prefix "$PREFIX" --output json | jq -c --arg time "$RESTORE_TIME" --arg bucket shop-staging-assets-111111111111 'def at: .LastModified | sub("\\.[0-9]+"; "") | sub("\\+00:00$"; "Z"); [((.Versions // [])[] | .kept = true), ((.DeleteMarkers // [])[] | .kept = false)] | group_by(.Key)[] | {key: .[0].Key, now: (map(select(.IsLatest)) | first), was: (map(select(at <= $time)) | reverse | sort_by(at) | last)} | .back = (.was.kept == true and .was.VersionId != .now.VersionId) | .hidden = (.was.kept != true and .now.kept) | .copy = $bucket + "/" + .key + "?versionId=" + (.was.VersionId // "") | .differs = (.hidden or (.back and (.now.kept | not)) or (.back and .now.Size != .was.Size))' | jq -rs 'map(select(.back and .was.Size > 5368709120)) | length'
}
expected_4() { [[ $1 == 0 ]]; }
command_5() {
  aws s3api list-object-versions --region us-east-1 --bucket shop-staging-assets-111111111111 --prefix "$PREFIX" --output json | jq -c --arg time "$RESTORE_TIME" --arg bucket shop-staging-assets-111111111111 'def at: .LastModified | sub("\\.[0-9]+"; "") | sub("\\+00:00$"; "Z"); [((.Versions // [])[] | .kept = true), ((.DeleteMarkers // [])[] | .kept = false)] | group_by(.Key)[] | {key: .[0].Key, now: (map(select(.IsLatest)) | first), was: (map(select(at <= $time)) | reverse | sort_by(at) | last)} | .back = (.was.kept == true and .was.VersionId != .now.VersionId) | .hidden = (.was.kept != true and .now.kept) | .copy = $bucket + "/" + .key + "?versionId=" + (.was.VersionId // "") | .differs = (.hidden or (.back and (.now.kept | not)) or (.back and .now.Size != .was.Size))' | jq -rs '"\(map(select(.back)) | length) back, \(map(select(.hidden)) | length) hidden"'
}
command_7() {
  aws s3api list-object-versions --region us-east-1 --bucket shop-staging-assets-111111111111 --prefix "$PREFIX" --output json | jq -c --arg time "$RESTORE_TIME" --arg bucket shop-staging-assets-111111111111 'def at: .LastModified | sub("\\.[0-9]+"; "") | sub("\\+00:00$"; "Z"); [((.Versions // [])[] | .kept = true), ((.DeleteMarkers // [])[] | .kept = false)] | group_by(.Key)[] | {key: .[0].Key, now: (map(select(.IsLatest)) | first), was: (map(select(at <= $time)) | reverse | sort_by(at) | last)} | .back = (.was.kept == true and .was.VersionId != .now.VersionId) | .hidden = (.was.kept != true and .now.kept) | .copy = $bucket + "/" + .key + "?versionId=" + (.was.VersionId // "") | .differs = (.hidden or (.back and (.now.kept | not)) or (.back and .now.Size != .was.Size))' | jq -c 'select(.back or .hidden)' | while read -r one; do key="$(printf '%s' "$one" | jq -r .key)"; if [ "$(printf '%s' "$one" | jq -r .back)" = true ]; then aws s3api copy-object --region us-east-1 --bucket shop-staging-assets-111111111111 --key "$key" --query VersionId --output text --copy-source "$(printf '%s' "$one" | jq -r .copy)" || exit 1; else aws s3api delete-object --region us-east-1 --bucket shop-staging-assets-111111111111 --key "$key" --query VersionId --output text || exit 1; fi; done
}
command_8() {
  aws s3api list-object-versions --region us-east-1 --bucket shop-staging-assets-111111111111 --prefix "$PREFIX" --output json | jq -c --arg time "$RESTORE_TIME" --arg bucket shop-staging-assets-111111111111 'def at: .LastModified | sub("\\.[0-9]+"; "") | sub("\\+00:00$"; "Z"); [((.Versions // [])[] | .kept = true), ((.DeleteMarkers // [])[] | .kept = false)] | group_by(.Key)[] | {key: .[0].Key, now: (map(select(.IsLatest)) | first), was: (map(select(at <= $time)) | reverse | sort_by(at) | last)} | .back = (.was.kept == true and .was.VersionId != .now.VersionId) | .hidden = (.was.kept != true and .now.kept) | .copy = $bucket + "/" + .key + "?versionId=" + (.was.VersionId // "") | .differs = (.hidden or (.back and (.now.kept | not)) or (.back and .now.Size != .was.Size))' | jq -rs 'map(select(.differs)) | length'
}
expected_8() { [[ $1 == 0 ]]; }

needs aws jq
given RESTORE_TIME
begin 'Restore shop-staging-assets-111111111111 in staging to a time'

step 1 'Check that the commands act in account 111111111111.'
always
demand command_1 expected_1 '111111111111. Anything else: stop here.'

step 2 'Check that shop-staging-assets-111111111111 keeps former versions.'
demand command_2 expected_2 'Enabled. Anything else: nothing can be brought back.'

step 3 'Set RESTORE_TIME, the time to go back to (UTC, such as 2026-01-31T03:00:00Z), and check that it is past, and that shop-staging-assets-111111111111 still has its versions, which it keeps for 30 days.'
demand command_3 expected_3 'yes. Otherwise choose another time.'

step 4 'Check that no object of shop-staging-assets-111111111111 that would be brought back is larger than one request can copy.'
demand command_4 expected_4 '0. Otherwise bring those back by a multipart copy first.'

step 5 'Count what of shop-staging-assets-111111111111 is going to change: what gets a former version back, and what was not there.'
learn command_5 OBJECTS 0

step 6 'Stop whatever writes to shop-staging-assets-111111111111, and decide that it goes back to that time.'
decide 'nothing writes.'

step 7 'Bring the objects of shop-staging-assets-111111111111 back: copy former versions to the top, and hide what was not there. No version is erased.'
act command_7

step 8 'Wait until shop-staging-assets-111111111111 has the keys of that time, each with its former size, and no others.'
await command_8 expected_8 never 10 '0 that differ.'

step 9 'Let go on what was stopped because it writes to shop-staging-assets-111111111111.'
decide 'it writes again, and what it reads is of that time.'
finish
