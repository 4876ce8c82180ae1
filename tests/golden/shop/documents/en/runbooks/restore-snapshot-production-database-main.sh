#!/usr/bin/env bash
# Restore a weekly snapshot of shop-production-main in production
# Written by relinfra; write it again where the stacks have changed. --help says how it is used.
# Functions and variables are handed to steps by name; JMESPath and jq have backticks and $ of their own.
# shellcheck disable=SC2016,SC2034,SC2317,SC2329
RUNBOOK=restore-snapshot-production-database-main
PROOF=sha256:8744b946e9727cb2693f51b5cf5eb7218d380dec713e4f49693f605a000a3e5a
RESTORE_TIME="${RESTORE_TIME:-}"
SNAPSHOT_ARN=''
TF_VAR_web_image_tag=''

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
expected_1() { [[ $1 == 222222222222 ]]; }
command_2() {
  aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --query 'DBInstances[0].DBInstanceStatus' --output text
}
expected_2() { [[ $1 == available ]]; }
command_3() {
  aws backup list-recovery-points-by-backup-vault --region us-east-1 --backup-vault-name shop-production-weekly --output json | jq -r --arg name shop-production-main --arg before "${RESTORE_TIME:-9999}" '[.RecoveryPoints[] | select(.Status == "COMPLETED" and (.ResourceArn | endswith(":db:" + $name) or endswith(":cluster:" + $name)) and (.CreationDate | if type == "number" then todate else sub("\\.[0-9]+"; "") | sub("\\+00:00$"; "Z") end) <= $before)] | sort_by(.CreationDate) | last | .RecoveryPointArn // empty'
}
command_4() {
  aws rds describe-db-instances --region us-east-1 --output json | jq --arg name shop-production-main '[.DBInstances[].DBInstanceIdentifier | select(. == ($name + "-restored", $name + "-damaged"))] | length'
}
expected_4() { [[ $1 == 0 ]]; }
command_5() {
  gh workflow disable release.yml --repo acme/shop && gh run list --repo acme/shop --workflow release.yml --status waiting --limit 100 --json databaseId --jq '.[].databaseId' | while read -r run; do gh run cancel "$run" --repo acme/shop || echo "$run had ended"; done
}
command_6() {
  gh run list --repo acme/shop --workflow release.yml --limit 100 --json status --jq 'map(select(.status != "completed")) | length'
}
expected_6() { [[ $1 == 0 ]]; }
command_7() {
  aws application-autoscaling register-scalable-target --region us-east-1 --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/shop-production/shop-production-web --min-capacity 0 --max-capacity 0 >&2 && aws ecs update-service --region us-east-1 --cluster shop-production --service shop-production-web --desired-count 0 --query service.desiredCount --output text
}
command_8() {
  aws ecs describe-services --region us-east-1 --cluster shop-production --services shop-production-web --query 'services[0].runningCount' --output text
}
expected_8() { [[ $1 == 0 ]]; }
command_9() {
  aws rds restore-db-instance-from-db-snapshot --region us-east-1 --query DBInstance.DBInstanceStatus --output text --cli-input-json "$(aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --output json | jq --arg snapshot "$SNAPSHOT_ARN" '.DBInstances[0] | {DBSnapshotIdentifier: $snapshot, DBInstanceIdentifier: (.DBInstanceIdentifier + "-restored"), DBInstanceClass, MultiAZ, PubliclyAccessible, AutoMinorVersionUpgrade, CopyTagsToSnapshot, DeletionProtection, StorageType, CACertificateIdentifier, Port: .Endpoint.Port, DBSubnetGroupName: .DBSubnetGroup.DBSubnetGroupName, DBParameterGroupName: .DBParameterGroups[0].DBParameterGroupName, VpcSecurityGroupIds: [.VpcSecurityGroups[].VpcSecurityGroupId], EnableIAMDatabaseAuthentication: .IAMDatabaseAuthenticationEnabled, EnableCloudwatchLogsExports: .EnabledCloudwatchLogsExports, Tags: [.TagList[]? | select(.Key | startswith("aws:") | not)] } | with_entries(select(.value != null))')"
}
command_10() {
  aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main-restored --query 'DBInstances[0].DBInstanceStatus' --output text
}
expected_10() { [[ $1 == available ]]; }
failed_10() { [[ $1 == @(failed|incompatible-*|inaccessible-*|restore-error|storage-full) ]]; }
command_11() {
  aws rds modify-db-instance --region us-east-1 --query DBInstance.DBInstanceStatus --output text --cli-input-json "$(aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --output json | jq '.DBInstances[0] | {DBInstanceIdentifier: (.DBInstanceIdentifier + "-restored"), ApplyImmediately: true, MaxAllocatedStorage, BackupRetentionPeriod, PreferredBackupWindow, PreferredMaintenanceWindow, MonitoringInterval, MonitoringRoleArn, DatabaseInsightsMode, EnablePerformanceInsights: .PerformanceInsightsEnabled, PerformanceInsightsKMSKeyId, PerformanceInsightsRetentionPeriod } + (if .MasterUserSecret then {ManageMasterUserPassword: true, MasterUserSecretKmsKeyId: .MasterUserSecret.KmsKeyId } else { } end) | with_entries(select(.value != null))')"
}
command_12() {
  aws rds describe-db-instances --region us-east-1 --output json | jq -r --arg name shop-production-main '[.DBInstances[] | select(.DBInstanceIdentifier == ($name, $name + "-restored")) | { DBInstanceClass, MultiAZ, PubliclyAccessible, AutoMinorVersionUpgrade, CopyTagsToSnapshot, DeletionProtection, StorageType, MaxAllocatedStorage, CACertificateIdentifier, BackupRetentionPeriod, PreferredBackupWindow, PreferredMaintenanceWindow, MonitoringInterval, MonitoringRoleArn, DatabaseInsightsMode, PerformanceInsightsEnabled, PerformanceInsightsKMSKeyId, PerformanceInsightsRetentionPeriod, IAMDatabaseAuthenticationEnabled, EnabledCloudwatchLogsExports, subnets: .DBSubnetGroup.DBSubnetGroupName, groups: [.VpcSecurityGroups[].VpcSecurityGroupId], parameters: .DBParameterGroups[0].DBParameterGroupName, managed: (.MasterUserSecret != null) }] | if length == 2 and .[0] == .[1] then "yes" else "no" end'
}
expected_12() { [[ $1 == yes ]]; }
command_14() {
  aws rds modify-db-instance --region us-east-1 --db-instance-identifier shop-production-main --new-db-instance-identifier shop-production-main-damaged --apply-immediately --query DBInstance.DBInstanceStatus --output text
}
command_15() {
  aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main-damaged --query 'DBInstances[0].DBInstanceStatus' --output text
}
expected_15() { [[ $1 == available ]]; }
command_16() {
  aws rds modify-db-instance --region us-east-1 --db-instance-identifier shop-production-main-restored --new-db-instance-identifier shop-production-main --apply-immediately --query DBInstance.DBInstanceStatus --output text
}
command_17() {
  aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --query 'DBInstances[0].DBInstanceStatus' --output text
}
expected_17() { [[ $1 == available ]]; }
command_18() {
  aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main-damaged --output json | jq -r '.DBInstances[0] | select(.DBInstanceAutomatedBackupsReplications // [] | length > 0) | .DBInstanceArn' | while read -r arn; do aws rds stop-db-instance-automated-backups-replication --region us-west-2 --source-db-instance-arn "$arn" --query DBInstanceAutomatedBackup.Status --output text || exit 1; done
}
command_19() {
  aws rds describe-db-instance-automated-backups --region us-west-2 --dbi-resource-id "$(aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main-damaged --query 'DBInstances[0].DbiResourceId' --output text)" --output json | jq -r '.DBInstanceAutomatedBackups[0].Status // "none" | ascii_downcase'
}
expected_19() { [[ $1 == @(none|retained) ]]; }
command_20() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-data init -input=false >&2
}
command_21() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-data state rm aws_db_instance.main >&2
}
command_22() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-data import -input=false aws_db_instance.main shop-production-main >&2
}
command_23() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-data plan -input=false -out=runbook.tfplan >&2 && terraform -chdir=out/cdktf.out/stacks/shop-production-data show -json runbook.tfplan | jq '[.resource_changes[]? | select(.change.actions | index("delete"))] | length'
}
expected_23() { [[ $1 == 0 ]]; }
command_24() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-data apply -input=false runbook.tfplan >&2 && rm out/cdktf.out/stacks/shop-production-data/runbook.tfplan
}
command_25() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-data plan -input=false -detailed-exitcode >&2; echo "$?"
}
expected_25() { [[ $1 == 0 ]]; }
command_26() {
  aws ecs describe-task-definition --region us-east-1 --task-definition "$(aws ecs describe-services --region us-east-1 --cluster shop-production --services shop-production-web --query 'services[0].taskDefinition' --output text)" --query 'taskDefinition.containerDefinitions[].image' --output json | jq -r --arg image 111111111111.dkr.ecr.us-east-1.amazonaws.com/shop/web: 'map(select(startswith($image)))[0] // empty | ltrimstr($image)'
}
command_27() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-service init -input=false >&2 && terraform -chdir=out/cdktf.out/stacks/shop-production-service apply -input=false -auto-approve >&2
}
command_28() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-recovery init -input=false >&2 && terraform -chdir=out/cdktf.out/stacks/shop-production-recovery apply -input=false -auto-approve >&2
}
command_29() {
  terraform -chdir=out/cdktf.out/stacks/shop-production-observability init -input=false >&2 && terraform -chdir=out/cdktf.out/stacks/shop-production-observability apply -input=false -auto-approve >&2
}
command_30() {
  aws application-autoscaling register-scalable-target --region us-east-1 --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/shop-production/shop-production-web --min-capacity 3 --max-capacity 30 >&2 && aws ecs update-service --region us-east-1 --cluster shop-production --service shop-production-web --desired-count 3 --query service.desiredCount --output text
}
command_31() {
  aws ecs describe-services --region us-east-1 --cluster shop-production --services shop-production-web --output text --query 'services[0].[desiredCount > `0` && runningCount == desiredCount && pendingCount == `0`]'
}
expected_31() { [[ $1 == True ]]; }
command_32() {
  [ "$(for group in $(aws ecs describe-services --region us-east-1 --cluster shop-production --services shop-production-web --query 'services[0].loadBalancers[].[targetGroupArn,advancedConfiguration.alternateTargetGroupArn][] | [?@]' --output text); do aws elbv2 describe-target-health --region us-east-1 --target-group-arn "$group" --query 'TargetHealthDescriptions[?TargetHealth.State==`healthy`].Target.Id' --output text; done | wc -w)" -ge "$(aws ecs describe-services --region us-east-1 --cluster shop-production --services shop-production-web --query 'services[0].desiredCount' --output text)" ] && echo yes
}
expected_32() { [[ $1 == yes ]]; }
command_33() {
  aws cloudwatch describe-alarms --region us-east-1 --alarm-names shop-production-web-rollback-5xx shop-production-web-rollback-p95 --output text --query "join(' ',[to_string(length(MetricAlarms)),to_string(length(MetricAlarms[?StateValue=='ALARM']))])"
}
expected_33() { [[ $1 == '2 0' ]]; }
command_34() {
  curl -sS -o /dev/null -w '%{http_code}' --max-time 5 https://shop.example.com/healthz
}
expected_34() { [[ $1 == 200 ]]; }
command_35() {
  aws rds describe-db-instance-automated-backups --region us-west-2 --dbi-resource-id "$(aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --query 'DBInstances[0].DbiResourceId' --output text)" --output json | jq -r '.DBInstanceAutomatedBackups[0].Status // "none" | ascii_downcase'
}
expected_35() { [[ $1 == replicating ]]; }
command_37() {
  gh workflow enable release.yml --repo acme/shop
}

needs aws gh jq curl terraform
begin 'Restore a weekly snapshot of shop-production-main in production'

step 1 'Check that the commands act in account 222222222222.'
always
demand command_1 expected_1 '222222222222. Anything else: stop here.'

step 2 'Check that shop-production-main is there.'
demand command_2 expected_2 'available. Anything else: what is restored would not be what is damaged; stop here.'

step 3 'Find the newest weekly snapshot of shop-production-main in vault shop-production-weekly, or the newest before RESTORE_TIME where that is given.'
learn command_3 SNAPSHOT_ARN 0

step 4 'Check that no former restore has left shop-production-main-restored or shop-production-main-damaged.'
demand command_4 expected_4 '0. Otherwise finish or remove that first.'

step 5 'Hold the pipeline: switch .github/workflows/release.yml off, so that no push deploys while you act, and cancel its runs that wait for an approval: they do not end by themselves.'
act command_5

step 6 'Wait until the runs of .github/workflows/release.yml that had begun have ended.'
await command_6 expected_6 never 60 '0 runs that are not completed. One that has come to wait for an approval meanwhile does not end by itself: cancel it (gh run cancel).'

step 7 'Stop the tasks of shop-production-web, so that nothing more is written.'
act command_7

step 8 'Wait until no task of shop-production-web runs.'
await command_8 expected_8 never 15 0.

step 9 'Restore that snapshot from shop-production-weekly beside shop-production-main, with the network, the groups, the protection and the logs of the original.'
act command_9

step 10 'Wait until shop-production-main-restored is there.'
await command_10 expected_10 failed_10 720 'available; how long that takes has not been measured.'

step 11 'Give shop-production-main-restored what a restore does not take over: backups, windows, monitoring, and a managed password of its own.'
act command_11

step 12 'Wait until shop-production-main-restored is set like the original in everything that is compared.'
await command_12 expected_12 never 30 yes.

step 13 'Compare the data in shop-production-main-restored with shop-production-main, and decide that it may serve.'
decide 'it holds what was lost, and nothing that was damaged.'

step 14 'Move the damaged database aside: shop-production-main becomes shop-production-main-damaged.'
act command_14

step 15 'Wait until shop-production-main-damaged answers to its new name.'
await command_15 expected_15 never 30 'that name is there, and available.'

step 16 'Give the restored database the name shop-production-main, which everything leads to.'
act command_16

step 17 'Wait until shop-production-main is the restored one.'
await command_17 expected_17 never 30 'that name is there, and available.'

step 18 'End the copying of the backups of shop-production-main-damaged to us-west-2: it belongs to the instance and not to the name, and Terraform begins that of the restored one. What was copied is kept for its days.'
act command_18

step 19 'Wait until the backups of shop-production-main-damaged are no longer copied to us-west-2.'
await command_19 expected_19 never 75 'retained, or none.'

step 20 'Prepare Terraform in the stack of shop-production-main.'
act command_20

step 21 'Let Terraform forget the former database behind shop-production-main: its state knows it by an id that no name changes.'
act command_21

step 22 'Let Terraform take in shop-production-main as it is now.'
act command_22

step 23 'Plan, and see that nothing would be destroyed of shop-production-main or beside it.'
demand command_23 expected_23 '0. Anything else: do not apply; read the plan.'

step 24 'Apply that plan; it writes down what an import cannot read.'
act command_24

step 25 'Plan once more: Terraform is in line with shop-production-main.'
demand command_25 expected_25 '0: nothing to do. 2 means that something still differs; read the plan.'

step 26 'Read the tag of the image that shop-production-web runs now.'
learn command_26 TF_VAR_web_image_tag 0

step 27 'Apply shop-production-service, which reads from shop-production-data: the database has other ids now, and its password may lie in another secret.'
act command_27

step 28 'Apply shop-production-recovery, which reads from shop-production-data: the database has other ids now, and its password may lie in another secret.'
act command_28

step 29 'Apply shop-production-observability, which reads from shop-production-data: the database has other ids now, and its password may lie in another secret.'
act command_29

step 30 'Give shop-production-web its tasks again: 3 tasks at least, up to 30.'
act command_30

step 31 'Wait until every task of shop-production-web that is wanted runs, and at least one is wanted.'
await command_31 expected_31 never 30 'True: as many tasks run as are wanted. False also where none is wanted.'

step 32 'Wait until the load balancer finds as many tasks of shop-production-web healthy as are wanted.'
await command_32 expected_32 never 10 yes.

step 33 'Wait until the alarms shop-production-web-rollback-5xx and shop-production-web-rollback-p95 are quiet, and see that each exists.'
await command_33 expected_33 never 15 '2 0: all of them exist, and none fires. A smaller first number means that one does not exist.'

step 34 'Ask shop.example.com the way a customer does.'
await command_34 expected_34 never 10 200.

step 35 'Wait until the backups of the restored shop-production-main are copied to us-west-2: until then the other region has only those of before.'
await command_35 expected_35 never 720 'replicating; none means that Terraform has not begun it.'

step 36 'Keep shop-production-main-damaged until nobody needs it for comparison; then switch its protection off, take a last snapshot and delete it.'
decide 'somebody has put the day into the calendar.'

step 37 'Once the cause is known, let the pipeline go on: switch .github/workflows/release.yml on.'
act command_37
finish
