#!/usr/bin/env bash
# Сменить пароль главного пользователя shop-staging-main (staging)
# Written by relinfra; write it again where the stacks have changed. --help says how it is used.
# Functions and variables are handed to steps by name; JMESPath and jq have backticks and $ of their own.
# shellcheck disable=SC2016,SC2034,SC2317,SC2329
RUNBOOK=rotate-staging-service-web-secret-DATABASE
PROOF=sha256:afa5185142e1dd6190f84dbe424a607f5642066869bc2472cdf47e335c2dc5dd
SECRET_ARN=''
VERSION_ID=''
DEPLOYMENT_ARN=''

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
  aws ecs describe-services --region us-east-1 --cluster shop-staging --services shop-staging-web --query 'services[0].status' --output text
}
expected_2() { [[ $1 == ACTIVE ]]; }
command_3() {
  { aws rds describe-db-instances --region us-east-1 --output json; aws rds describe-db-clusters --region us-east-1 --output json; } | jq -rs --arg name shop-staging-main '[.[] | .DBInstances[]?, .DBClusters[]? | select(.DBClusterIdentifier == $name or .DBInstanceIdentifier == $name) | .MasterUserSecret.SecretArn // empty] | first // empty'
}
command_4() {
  aws secretsmanager describe-secret --region us-east-1 --secret-id "$SECRET_ARN" --output json | jq -r '.VersionIdsToStages | to_entries[] | select(.value | index("AWSCURRENT")) | .key'
}
command_5() {
  aws secretsmanager rotate-secret --region us-east-1 --secret-id "$SECRET_ARN" --query VersionId --output text
}
command_6() {
  aws secretsmanager describe-secret --region us-east-1 --secret-id "$SECRET_ARN" --output json | jq -r --arg former "$VERSION_ID" '.VersionIdsToStages | to_entries[] | select(.value | index("AWSCURRENT")) | if .key == $former then "no" else "yes" end'
}
expected_6() { [[ $1 == yes ]]; }
command_7() {
  aws ecs list-service-deployments --region us-east-1 --cluster shop-staging --service shop-staging-web --status PENDING IN_PROGRESS --query 'serviceDeployments[].serviceDeploymentArn' --output text
}
command_8() {
  aws ecs describe-service-deployments --region us-east-1 --service-deployment-arns "$DEPLOYMENT_ARN" --query 'serviceDeployments[0].status' --output text
}
expected_8() { [[ $1 == SUCCESSFUL ]]; }
failed_8() { [[ $1 == @(STOPPED|ROLLBACK_*) ]]; }
command_9() {
  aws ecs describe-services --region us-east-1 --cluster shop-staging --services shop-staging-web --output text --query 'services[0].[desiredCount > `0` && runningCount == desiredCount && pendingCount == `0`]'
}
expected_9() { [[ $1 == True ]]; }
command_10() {
  [ "$(for group in $(aws ecs describe-services --region us-east-1 --cluster shop-staging --services shop-staging-web --query 'services[0].loadBalancers[].[targetGroupArn,advancedConfiguration.alternateTargetGroupArn][] | [?@]' --output text); do aws elbv2 describe-target-health --region us-east-1 --target-group-arn "$group" --query 'TargetHealthDescriptions[?TargetHealth.State==`healthy`].Target.Id' --output text; done | wc -w)" -ge "$(aws ecs describe-services --region us-east-1 --cluster shop-staging --services shop-staging-web --query 'services[0].desiredCount' --output text)" ] && echo yes
}
expected_10() { [[ $1 == yes ]]; }
command_11() {
  curl -sS -o /dev/null -w '%{http_code}' --max-time 5 https://staging.shop.example.com/healthz
}
expected_11() { [[ $1 == 200 ]]; }

needs aws jq curl
begin 'Сменить пароль главного пользователя shop-staging-main (staging)'

step 1 'Убедитесь, что команды выполняются в аккаунте 111111111111.'
always
demand command_1 expected_1 '111111111111. Если вывод другой, дальше не идите.'

step 2 'Убедитесь, что shop-staging-web существует.'
demand command_2 expected_2 'ACTIVE. Если вывод другой, дальше не идите.'

step 3 'Найдите секрет с паролем главного пользователя shop-staging-main.'
learn command_3 SECRET_ARN 0

step 4 'Запомните, какая версия shop-staging-main сейчас текущая.'
learn command_4 VERSION_ID 0

step 5 'Смените пароль главного пользователя shop-staging-main.'
act command_5

step 6 'Дождитесь, пока текущей станет другая версия shop-staging-main.'
await command_6 expected_6 never 15 'yes; пока задачи её не прочитали, новые соединения могут не устанавливаться.'

step 7 'Найдите начавшееся развёртывание shop-staging-web.'
learn command_7 DEPLOYMENT_ARN 15

step 8 'Дождитесь, пока развёртывание shop-staging-web завершится.'
await command_8 expected_8 failed_8 360 'SUCCESSFUL. Слово, начинающееся с ROLLBACK, означает, что с новым паролем задачи не запускаются: вернуть прежний RDS не может; найдите причину в их журнале и разверните ещё раз.'

step 9 'Дождитесь, пока заработает столько задач shop-staging-web, сколько нужно, и не меньше одной.'
await command_9 expected_9 never 30 'True: работает столько задач, сколько нужно. False и тогда, когда не нужно ни одной.'

step 10 'Дождитесь, пока балансировщик сочтёт исправными столько задач shop-staging-web, сколько нужно.'
await command_10 expected_10 never 10 yes.

step 11 'Обратитесь к staging.shop.example.com так, как это делает клиент.'
await command_11 expected_11 never 10 200.
finish
