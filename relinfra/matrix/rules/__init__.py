"""What well-formed values must be together; one rule, one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from relinfra.matrix.rules.approval import production_is_approved
from relinfra.matrix.rules.aurora import (
    capacity_is_a_range,
    databases_are_sized,
    pauses_are_possible,
    readers_stand_by,
)
from relinfra.matrix.rules.bootstrap import (
    bootstrap_has_an_account,
    bootstrap_names_are_free,
    bootstrap_names_fit,
    bootstrap_reaches_hooks,
    bootstrap_tells_environments_apart,
)
from relinfra.matrix.rules.buckets import locked_buckets_keep_versions
from relinfra.matrix.rules.code_deploy import (
    code_deploy_answers_in_time,
    code_deploy_asks_one_function,
    code_deploy_moves_whole_percents,
    code_deploy_runs_on_demand,
    hooks_are_asked_at_known_stages,
)
from relinfra.matrix.rules.connections import (
    called_services_answer,
    called_services_deploy_rolling,
    calls_have_a_way,
    calls_have_an_order,
    code_deploy_calls_nobody,
    inner_services_have_no_visitors,
    only_called_services_speak,
)
from relinfra.matrix.rules.databases import (
    instances_are_followed_by_few,
    snapshots_are_kept_alike,
    storage_can_grow,
)
from relinfra.matrix.rules.deploy_time import deployments_fit_a_job
from relinfra.matrix.rules.domains import domain_is_in_zone, domains_are_distinct
from relinfra.matrix.rules.edge import edge_is_decided
from relinfra.matrix.rules.finding import EnvironmentRule, Finding, MatrixRule, scopes
from relinfra.matrix.rules.log_routers import logs_have_a_bucket, routers_are_pinned, routers_can_be_pulled
from relinfra.matrix.rules.name_lengths import names_fit
from relinfra.matrix.rules.network_overlap import networks_are_distinct
from relinfra.matrix.rules.network_size import network_has_room_for_tasks, network_has_room_for_tiers
from relinfra.matrix.rules.network_zones import network_has_enough_zones
from relinfra.matrix.rules.partitions import images_can_be_pulled, partition_offers_all, state_is_in_the_partition
from relinfra.matrix.rules.promotion import promotion_is_complete
from relinfra.matrix.rules.recovery import (
    recovery_is_elsewhere,
    recovery_keeps_versions,
    recovery_point_is_possible,
)
from relinfra.matrix.rules.recovery_standby import (
    passwords_are_our_own,
    recovery_network_is_distinct,
    recovery_network_is_known,
    standby_databases_can_follow,
    standby_region_is_free,
)
from relinfra.matrix.rules.references import buckets_exist, databases_exist
from relinfra.matrix.rules.regions import prefixes_are_distinct, regions_are_further
from relinfra.matrix.rules.reserved_names import keys_are_free
from relinfra.matrix.rules.rolling import rolling_can_move
from relinfra.matrix.rules.routing import (
    paths_are_reached,
    priorities_are_distinct,
    shared_domains_are_divided,
    synthetics_ask_their_service,
)
from relinfra.matrix.rules.schedules import schedules_are_told_apart, schedules_have_room
from relinfra.matrix.rules.shifting import (
    hooks_are_asked,
    hooks_are_told_apart,
    shares_are_parts,
    shift_is_complete,
    test_cidrs_are_shared,
    test_port_is_free,
    test_port_is_shared,
)
from relinfra.matrix.rules.tags import tags_are_free
from relinfra.matrix.rules.target import account_is_known, database_is_local, services_are_reachable, something_runs
from relinfra.matrix.rules.tasks import health_check_leaves_time, memory_fits_cpu, scaling_has_room
from relinfra.matrix.rules.variables import secrets_are_told_apart, variables_are_unambiguous
from relinfra.matrix.rules.waivers import waivers_name_environments
from relinfra.matrix.rules.workers import firewall_has_traffic, workers_answer_nobody, workers_deploy_rolling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from relinfra.matrix.content import MatrixContent as Matrix

__all__ = ["AWS_RULES", "EVERYWHERE_RULES", "MATRIX_RULES", "Finding", "findings"]

MATRIX_RULES: tuple[MatrixRule, ...] = (
    bootstrap_has_an_account,
    bootstrap_names_are_free,
    bootstrap_names_fit,
    bootstrap_reaches_hooks,
    bootstrap_tells_environments_apart,
    deployments_fit_a_job,
    domains_are_distinct,
    networks_are_distinct,
    prefixes_are_distinct,
    production_is_approved,
    promotion_is_complete,
    recovery_network_is_distinct,
    state_is_in_the_partition,
    waivers_name_environments,
)
EVERYWHERE_RULES: tuple[EnvironmentRule, ...] = (
    buckets_exist,
    called_services_answer,
    calls_have_an_order,
    code_deploy_calls_nobody,
    databases_exist,
    logs_have_a_bucket,
    only_called_services_speak,
    variables_are_unambiguous,
)
AWS_RULES: tuple[EnvironmentRule, ...] = (
    account_is_known,
    called_services_deploy_rolling,
    calls_have_a_way,
    capacity_is_a_range,
    code_deploy_answers_in_time,
    code_deploy_asks_one_function,
    code_deploy_moves_whole_percents,
    code_deploy_runs_on_demand,
    shift_is_complete,
    database_is_local,
    databases_are_sized,
    domain_is_in_zone,
    edge_is_decided,
    firewall_has_traffic,
    health_check_leaves_time,
    hooks_are_asked,
    hooks_are_asked_at_known_stages,
    hooks_are_told_apart,
    images_can_be_pulled,
    inner_services_have_no_visitors,
    instances_are_followed_by_few,
    keys_are_free,
    locked_buckets_keep_versions,
    memory_fits_cpu,
    names_fit,
    network_has_enough_zones,
    network_has_room_for_tasks,
    network_has_room_for_tiers,
    partition_offers_all,
    passwords_are_our_own,
    paths_are_reached,
    pauses_are_possible,
    priorities_are_distinct,
    readers_stand_by,
    recovery_is_elsewhere,
    recovery_keeps_versions,
    recovery_network_is_known,
    recovery_point_is_possible,
    regions_are_further,
    rolling_can_move,
    routers_are_pinned,
    routers_can_be_pulled,
    scaling_has_room,
    schedules_are_told_apart,
    schedules_have_room,
    secrets_are_told_apart,
    services_are_reachable,
    shared_domains_are_divided,
    shares_are_parts,
    snapshots_are_kept_alike,
    something_runs,
    standby_databases_can_follow,
    standby_region_is_free,
    storage_can_grow,
    synthetics_ask_their_service,
    tags_are_free,
    test_cidrs_are_shared,
    test_port_is_free,
    test_port_is_shared,
    workers_answer_nobody,
    workers_deploy_rolling,
)


def findings(matrix: Matrix) -> Iterator[Finding]:
    """Apply every rule to all it is for."""
    for rule in MATRIX_RULES:
        yield from rule(matrix)
    for target, rules in (("aws", (*EVERYWHERE_RULES, *AWS_RULES)), ("compose", EVERYWHERE_RULES)):
        for scope in scopes(matrix, target):
            for environment_rule in rules:
                yield from environment_rule(scope)
