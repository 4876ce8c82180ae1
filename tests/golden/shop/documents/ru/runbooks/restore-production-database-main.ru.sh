#!/usr/bin/env bash
# Восстановить shop-production-main (production) на момент времени
# Written by relinfra; write it again where the stacks have changed. --help says how it is used.
# Functions and variables are handed to steps by name; JMESPath and jq have backticks and $ of their own.
# shellcheck disable=SC2016,SC2034,SC2317,SC2329
RUNBOOK=restore-production-database-main
PROOF=sha256:93df8959f7b0de0587dd4e34225c594132f2bed46ead9da91340cf39917c0706
RESTORE_TIME="${RESTORE_TIME:-}"
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
  aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --output json | jq -r --arg time "$RESTORE_TIME" 'def seconds: .[:19] + "Z" | fromdate; .DBInstances[0] | if ($time | seconds) <= (.LatestRestorableTime | seconds) and ($time | seconds) >= ((.LatestRestorableTime | seconds) - 86400 * .BackupRetentionPeriod) and ($time | seconds) >= (.InstanceCreateTime | seconds) then "yes" else "no" end'
}
expected_3() { [[ $1 == yes ]]; }
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
  aws rds restore-db-instance-to-point-in-time --region us-east-1 --query DBInstance.DBInstanceStatus --output text --cli-input-json "$(aws rds describe-db-instances --region us-east-1 --db-instance-identifier shop-production-main --output json | jq --arg time "$RESTORE_TIME" '.DBInstances[0] | {SourceDBInstanceIdentifier: .DBInstanceIdentifier, TargetDBInstanceIdentifier: (.DBInstanceIdentifier + "-restored"), RestoreTime: $time, DBInstanceClass, MultiAZ, PubliclyAccessible, AutoMinorVersionUpgrade, CopyTagsToSnapshot, DeletionProtection, StorageType, MaxAllocatedStorage, CACertificateIdentifier, Port: .Endpoint.Port, DBSubnetGroupName: .DBSubnetGroup.DBSubnetGroupName, DBParameterGroupName: .DBParameterGroups[0].DBParameterGroupName, VpcSecurityGroupIds: [.VpcSecurityGroups[].VpcSecurityGroupId], EnableIAMDatabaseAuthentication: .IAMDatabaseAuthenticationEnabled, EnableCloudwatchLogsExports: .EnabledCloudwatchLogsExports, Tags: [.TagList[]? | select(.Key | startswith("aws:") | not)] } | with_entries(select(.value != null))')"
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
given RESTORE_TIME
begin 'Восстановить shop-production-main (production) на момент времени'

step 1 'Убедитесь, что команды выполняются в аккаунте 222222222222.'
always
demand command_1 expected_1 '222222222222. Если вывод другой, дальше не идите.'

step 2 'Убедитесь, что shop-production-main на месте.'
demand command_2 expected_2 'available. Если вывод другой, восстановится не то, что повреждено: дальше не идите.'

step 3 'Задайте RESTORE_TIME — время, к которому нужно вернуться (UTC, например 2026-01-31T03:00:00Z), и убедитесь, что резервные копии shop-production-main его охватывают.'
demand command_3 expected_3 'yes. Иначе выберите другое время.'

step 4 'Убедитесь, что от прежнего восстановления не осталось shop-production-main-restored или shop-production-main-damaged.'
demand command_4 expected_4 '0. Иначе сначала завершите или уберите то восстановление.'

step 5 'Придержите конвейер: отключите .github/workflows/release.yml, чтобы, пока вы работаете, новая версия не развернулась сама, и отмените его запуски, которые ждут одобрения: сами они не завершатся.'
act command_5

step 6 'Дождитесь, пока завершатся уже начатые запуски .github/workflows/release.yml.'
await command_6 expected_6 never 60 '0 незавершённых запусков. Запуск, который за это время дошёл до одобрения, сам не завершится: отмените его (gh run cancel).'

step 7 'Остановите задачи shop-production-web, чтобы больше ничего не записывалось.'
act command_7

step 8 'Дождитесь, пока не останется работающих задач shop-production-web.'
await command_8 expected_8 never 15 0.

step 9 'Восстановите shop-production-main на это время рядом с исходной базой — с её сетью, группами, защитой и журналами.'
act command_9

step 10 'Дождитесь, пока shop-production-main-restored будет готова.'
await command_10 expected_10 failed_10 720 'available; сколько это занимает, не измерялось.'

step 11 'Задайте shop-production-main-restored то, чего восстановление не переносит: резервные копии, окна, мониторинг и собственный управляемый пароль.'
act command_11

step 12 'Дождитесь, пока shop-production-main-restored будет настроена как исходная во всём, что сравнивается.'
await command_12 expected_12 never 30 yes.

step 13 'Сравните данные shop-production-main-restored и shop-production-main и решите, что новая база может обслуживать запросы.'
decide 'в ней есть всё потерянное и нет повреждённого.'

step 14 'Переименуйте повреждённую базу: shop-production-main становится shop-production-main-damaged.'
act command_14

step 15 'Дождитесь, пока shop-production-main-damaged начнёт отвечать под новым именем.'
await command_15 expected_15 never 30 'имя есть, база доступна.'

step 16 'Дайте восстановленной базе имя shop-production-main, к которому всё обращается.'
act command_16

step 17 'Дождитесь, пока имя shop-production-main перейдёт к восстановленной базе.'
await command_17 expected_17 never 30 'имя есть, база доступна.'

step 18 'Прекратите копирование резервных копий shop-production-main-damaged в us-west-2: оно привязано к экземпляру, а не к имени, и для восстановленного экземпляра его начнёт Terraform. Уже скопированное хранится свой срок.'
act command_18

step 19 'Дождитесь, пока резервные копии shop-production-main-damaged перестанут копироваться в us-west-2.'
await command_19 expected_19 never 75 'retained или none.'

step 20 'Подготовьте Terraform в стеке, где объявлены shop-production-main.'
act command_20

step 21 'Удалите из состояния Terraform прежнюю базу shop-production-main: она записана там под идентификатором, который от имени не зависит.'
act command_21

step 22 'Импортируйте shop-production-main в состояние Terraform такой, какая она сейчас.'
act command_22

step 23 'Составьте план и убедитесь, что он не уничтожает ни shop-production-main, ни что-либо рядом.'
demand command_23 expected_23 '0. Если число другое, не применяйте план, а прочитайте его.'

step 24 'Примените этот план; он записывает то, чего импорт прочитать не может.'
act command_24

step 25 'Составьте план ещё раз: состояние Terraform должно совпасть с shop-production-main.'
demand command_25 expected_25 '0: делать нечего. 2 означает, что различия остались; прочитайте план.'

step 26 'Прочитайте тег образа, с которым сейчас работает shop-production-web.'
learn command_26 TF_VAR_web_image_tag 0

step 27 'Примените shop-production-service, который читает shop-production-data: у базы теперь другие идентификаторы, и пароль её может лежать в другом секрете.'
act command_27

step 28 'Примените shop-production-recovery, который читает shop-production-data: у базы теперь другие идентификаторы, и пароль её может лежать в другом секрете.'
act command_28

step 29 'Примените shop-production-observability, который читает shop-production-data: у базы теперь другие идентификаторы, и пароль её может лежать в другом секрете.'
act command_29

step 30 'Верните shop-production-web его задачи: не менее 3 задач, до 30.'
act command_30

step 31 'Дождитесь, пока заработает столько задач shop-production-web, сколько нужно, и не меньше одной.'
await command_31 expected_31 never 30 'True: работает столько задач, сколько нужно. False и тогда, когда не нужно ни одной.'

step 32 'Дождитесь, пока балансировщик сочтёт исправными столько задач shop-production-web, сколько нужно.'
await command_32 expected_32 never 10 yes.

step 33 'Дождитесь, пока замолчат оповещения shop-production-web-rollback-5xx и shop-production-web-rollback-p95, и убедитесь, что все они существуют.'
await command_33 expected_33 never 15 '2 0: существуют все, не срабатывает ни одно. Если первое число меньше, какого-то оповещения нет.'

step 34 'Обратитесь к shop.example.com так, как это делает клиент.'
await command_34 expected_34 never 10 200.

step 35 'Дождитесь, пока резервные копии восстановленной shop-production-main начнут копироваться в us-west-2: до этого в другом регионе есть только прежние.'
await command_35 expected_35 never 720 'replicating; none означает, что Terraform копирования не начал.'

step 36 'Храните shop-production-main-damaged, пока она может понадобиться для сравнения; затем снимите защиту, сделайте последний снимок и удалите её.'
decide 'день записан в календаре.'

step 37 'Когда причина известна, верните конвейер: включите .github/workflows/release.yml.'
act command_37
finish
