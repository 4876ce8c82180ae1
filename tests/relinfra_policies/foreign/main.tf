# A stack as public modules of Terraform are written: whatever can be decided is left to variables. Written for this test.

variable "create" {
  type = bool
}

variable "name" {
  type = string
}

variable "account_id" {
  type = string
}

variable "services" {
  type = any
}

variable "deployment_configuration" {
  type = any
}

variable "alarms" {
  type = any
}

variable "load_balancers" {
  type = any
}

variable "settings" {
  type = any
}

variable "lifecycle_rules" {
  type = any
}

variable "statements" {
  type = any
}

locals {
  create = var.create && var.settings.enabled
  name   = "${var.name}-${var.settings.suffix}"
  ports  = { for port in var.settings.ports : port.name => port }
}

provider "aws" {
  region              = var.settings.region
  allowed_account_ids = [var.account_id]
}

data "aws_caller_identity" "this" {}

data "aws_iam_policy_document" "assume" {
  count = local.create ? 1 : 0

  dynamic "statement" {
    for_each = var.statements

    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role" "tasks" {
  count = local.create ? 1 : 0

  name               = var.settings.role_name
  assume_role_policy = data.aws_iam_policy_document.assume[0].json
}

resource "aws_iam_role_policy" "tasks" {
  count = local.create ? 1 : 0

  name   = var.settings.role_name
  role   = aws_iam_role.tasks[0].name
  policy = var.settings.role_policy
}

resource "aws_kms_key" "this" {
  count = local.create ? 1 : 0

  deletion_window_in_days = var.settings.deletion_window
  enable_key_rotation     = var.settings.rotation
  policy                  = var.settings.key_policy
}

resource "aws_security_group" "this" {
  for_each = local.ports

  name        = each.value.name
  description = each.value.description
  vpc_id      = var.settings.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.ports

  security_group_id = aws_security_group.this[each.key].id
  ip_protocol       = each.value.protocol
  from_port         = each.value.from
  to_port           = each.value.to
  cidr_ipv4         = each.value.cidr
}

resource "aws_lb" "this" {
  count = local.create ? 1 : 0

  name                       = local.name
  internal                   = var.settings.internal
  drop_invalid_header_fields = var.settings.drop
  enable_deletion_protection = var.settings.protected
  enable_zonal_shift         = var.settings.zonal_shift
  desync_mitigation_mode     = var.settings.desync
  load_balancer_type         = var.settings.type
  subnets                    = var.settings.subnets
  security_groups            = var.settings.security_groups

  dynamic "access_logs" {
    for_each = var.settings.access_logs

    content {
      bucket  = access_logs.value.bucket
      enabled = access_logs.value.enabled
      prefix  = access_logs.value.prefix
    }
  }

  dynamic "connection_logs" {
    for_each = var.settings.connection_logs

    content {
      bucket  = connection_logs.value.bucket
      enabled = connection_logs.value.enabled
      prefix  = connection_logs.value.prefix
    }
  }
}

resource "aws_lb_target_group" "this" {
  for_each = var.services

  name                 = each.value.name
  port                 = each.value.port
  protocol             = each.value.protocol
  target_type          = each.value.target_type
  vpc_id               = var.settings.vpc_id
  deregistration_delay = each.value.drain

  dynamic "health_check" {
    for_each = each.value.health_checks

    content {
      enabled = health_check.value.enabled
      matcher = health_check.value.matcher
      path    = health_check.value.path
    }
  }
}

resource "aws_lb_listener" "this" {
  for_each = var.services

  load_balancer_arn = aws_lb.this[0].arn
  port              = each.value.listener_port
  protocol          = each.value.listener_protocol
  certificate_arn   = each.value.certificate
  ssl_policy        = each.value.ssl_policy

  dynamic "default_action" {
    for_each = each.value.default_actions

    content {
      type             = default_action.value.type
      target_group_arn = default_action.value.group
    }
  }
}

resource "aws_lb_listener_rule" "this" {
  for_each = var.services

  listener_arn = aws_lb_listener.this[each.key].arn
  priority     = each.value.priority

  dynamic "action" {
    for_each = each.value.actions

    content {
      type             = action.value.type
      target_group_arn = action.value.group
    }
  }

  dynamic "condition" {
    for_each = each.value.conditions

    content {
      path_pattern {
        values = condition.value.paths
      }
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  for_each = var.services

  name              = each.value.log_group
  retention_in_days = each.value.retention
  kms_key_id        = each.value.key
}

resource "aws_ecs_task_definition" "this" {
  for_each = var.services

  family                   = each.value.family
  container_definitions    = jsonencode(each.value.containers)
  cpu                      = each.value.cpu
  memory                   = each.value.memory
  network_mode             = each.value.network_mode
  requires_compatibilities = each.value.compatibilities
  execution_role_arn       = each.value.execution_role
  task_role_arn            = aws_iam_role.tasks[0].arn
  skip_destroy             = each.value.skip_destroy
  track_latest             = each.value.track_latest
}

resource "aws_ecs_service" "this" {
  for_each = var.services

  name                               = each.value.name
  cluster                            = var.settings.cluster
  task_definition                    = aws_ecs_task_definition.this[each.key].arn
  desired_count                      = each.value.desired_count
  launch_type                        = each.value.launch_type
  platform_version                   = each.value.platform_version
  enable_execute_command             = each.value.execute_command
  force_new_deployment               = each.value.force
  wait_for_steady_state              = each.value.wait
  deployment_minimum_healthy_percent = each.value.minimum
  deployment_maximum_percent         = each.value.maximum

  dynamic "alarms" {
    for_each = var.alarms

    content {
      alarm_names = alarms.value.alarm_names
      enable      = alarms.value.enable
      rollback    = alarms.value.rollback
    }
  }

  dynamic "capacity_provider_strategy" {
    for_each = each.value.capacity

    content {
      capacity_provider = capacity_provider_strategy.value.name
      weight            = capacity_provider_strategy.value.weight
    }
  }

  dynamic "deployment_circuit_breaker" {
    for_each = each.value.breaker

    content {
      enable   = deployment_circuit_breaker.value.enable
      rollback = deployment_circuit_breaker.value.rollback
    }
  }

  dynamic "deployment_configuration" {
    for_each = var.deployment_configuration

    content {
      strategy             = deployment_configuration.value.strategy
      bake_time_in_minutes = deployment_configuration.value.bake
    }
  }

  dynamic "deployment_controller" {
    for_each = each.value.controller

    content {
      type = deployment_controller.value.type
    }
  }

  dynamic "load_balancer" {
    for_each = var.load_balancers

    content {
      container_name   = load_balancer.value.container
      container_port   = load_balancer.value.port
      target_group_arn = load_balancer.value.group
    }
  }

  dynamic "network_configuration" {
    for_each = each.value.networks

    content {
      assign_public_ip = network_configuration.value.public
      security_groups  = network_configuration.value.groups
      subnets          = network_configuration.value.subnets
    }
  }

  timeouts {
    create = each.value.create_timeout
    update = each.value.update_timeout
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_appautoscaling_target" "this" {
  for_each = var.services

  min_capacity       = each.value.min
  max_capacity       = each.value.max
  resource_id        = "service/${var.settings.cluster}/${aws_ecs_service.this[each.key].name}"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
}

resource "aws_appautoscaling_policy" "this" {
  for_each = var.services

  name               = each.value.name
  policy_type        = each.value.policy
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace

  dynamic "target_tracking_scaling_policy_configuration" {
    for_each = each.value.tracking

    content {
      target_value = target_tracking_scaling_policy_configuration.value.target

      predefined_metric_specification {
        predefined_metric_type = target_tracking_scaling_policy_configuration.value.metric
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms

  alarm_name          = each.value.name
  actions_enabled     = each.value.actions_enabled
  alarm_actions       = each.value.actions
  comparison_operator = each.value.operator
  evaluation_periods  = each.value.periods
  period              = each.value.period
  metric_name         = each.value.metric
  namespace           = each.value.namespace
  statistic           = each.value.statistic
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  dimensions          = each.value.dimensions
}

resource "aws_cloudwatch_composite_alarm" "this" {
  count = local.create ? 1 : 0

  alarm_name      = local.name
  alarm_rule      = var.settings.alarm_rule
  alarm_actions   = var.settings.alarm_actions
  actions_enabled = var.settings.actions_enabled
}

resource "aws_sns_topic" "this" {
  count = local.create ? 1 : 0

  name              = local.name
  kms_master_key_id = var.settings.topic_key
}

resource "aws_sns_topic_policy" "this" {
  count = local.create ? 1 : 0

  arn    = aws_sns_topic.this[0].arn
  policy = var.settings.topic_policy
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.alarms

  topic_arn = aws_sns_topic.this[0].arn
  endpoint  = each.value.endpoint
  protocol  = each.value.endpoint_protocol
}

resource "aws_db_instance" "this" {
  count = local.create ? 1 : 0

  identifier                  = local.name
  engine                      = var.settings.engine
  engine_version              = var.settings.engine_version
  instance_class              = var.settings.instance_class
  allocated_storage           = var.settings.storage
  storage_encrypted           = var.settings.encrypted
  kms_key_id                  = var.settings.database_key
  multi_az                    = var.settings.multi_az
  publicly_accessible         = var.settings.public
  apply_immediately           = var.settings.immediately
  allow_major_version_upgrade = var.settings.major
  auto_minor_version_upgrade  = var.settings.minor
  backup_retention_period     = var.settings.backup_days
  backup_window               = var.settings.backup_window
  maintenance_window          = var.settings.maintenance_window
  copy_tags_to_snapshot       = var.settings.copy_tags
  delete_automated_backups    = var.settings.delete_backups
  deletion_protection         = var.settings.protected
  skip_final_snapshot         = var.settings.skip_snapshot
  final_snapshot_identifier   = var.settings.snapshot
  db_subnet_group_name        = var.settings.subnet_group
  vpc_security_group_ids      = var.settings.database_groups
  parameter_group_name        = var.settings.parameter_group
  manage_master_user_password = var.settings.managed
}

resource "aws_db_parameter_group" "this" {
  count = local.create ? 1 : 0

  name   = local.name
  family = var.settings.family

  dynamic "parameter" {
    for_each = var.settings.parameters

    content {
      name  = parameter.value.name
      value = parameter.value.value
    }
  }
}

resource "aws_s3_bucket" "this" {
  count = local.create ? 1 : 0

  bucket              = var.settings.bucket
  force_destroy       = var.settings.force_destroy
  object_lock_enabled = var.settings.object_lock
}

resource "aws_s3_bucket_public_access_block" "this" {
  count = local.create ? 1 : 0

  bucket                  = aws_s3_bucket.this[0].id
  block_public_acls       = var.settings.block_public_acls
  block_public_policy     = var.settings.block_public_policy
  ignore_public_acls      = var.settings.ignore_public_acls
  restrict_public_buckets = var.settings.restrict_public_buckets
}

resource "aws_s3_bucket_versioning" "this" {
  count = local.create ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  versioning_configuration {
    status = var.settings.versioning
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "this" {
  count = local.create ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  dynamic "rule" {
    for_each = var.lifecycle_rules

    content {
      id     = rule.value.id
      status = rule.value.status

      dynamic "noncurrent_version_expiration" {
        for_each = rule.value.noncurrent

        content {
          noncurrent_days = noncurrent_version_expiration.value.days
        }
      }
    }
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  count = local.create ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = var.settings.algorithm
      kms_master_key_id = var.settings.bucket_key
    }
  }
}

resource "aws_s3_bucket_replication_configuration" "this" {
  count = local.create ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  role   = var.settings.replication_role

  dynamic "rule" {
    for_each = var.settings.replication_rules

    content {
      id     = rule.value.id
      status = rule.value.status

      destination {
        bucket = rule.value.bucket

        dynamic "encryption_configuration" {
          for_each = rule.value.keys

          content {
            replica_kms_key_id = encryption_configuration.value.key
          }
        }
      }

      dynamic "source_selection_criteria" {
        for_each = rule.value.selections

        content {
          sse_kms_encrypted_objects {
            status = source_selection_criteria.value.status
          }
        }
      }
    }
  }
}

resource "aws_s3_bucket_policy" "this" {
  count = local.create ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  policy = var.settings.bucket_policy
}

resource "aws_flow_log" "this" {
  count = local.create ? 1 : 0

  traffic_type         = var.settings.traffic
  log_destination      = var.settings.log_destination
  log_destination_type = var.settings.log_destination_type
  vpc_id               = var.settings.vpc_id
}

resource "aws_backup_plan" "this" {
  count = local.create ? 1 : 0

  name = local.name

  dynamic "rule" {
    for_each = var.settings.backups

    content {
      rule_name         = rule.value.name
      target_vault_name = rule.value.vault
      schedule          = rule.value.schedule
    }
  }
}

resource "aws_backup_selection" "this" {
  count = local.create ? 1 : 0

  name         = local.name
  plan_id      = aws_backup_plan.this[0].id
  iam_role_arn = var.settings.backup_role
  resources    = var.settings.backup_resources
}

resource "aws_budgets_budget" "this" {
  count = local.create ? 1 : 0

  name         = local.name
  budget_type  = var.settings.budget_type
  limit_amount = var.settings.limit
  limit_unit   = var.settings.unit
  time_unit    = var.settings.time_unit

  dynamic "notification" {
    for_each = var.settings.notifications

    content {
      comparison_operator        = notification.value.operator
      threshold                  = notification.value.threshold
      threshold_type             = notification.value.type
      notification_type          = notification.value.kind
      subscriber_email_addresses = notification.value.emails
    }
  }
}

resource "aws_route53_record" "this" {
  for_each = var.services

  zone_id         = each.value.zone
  name            = each.value.domain
  type            = each.value.record_type
  set_identifier  = each.value.region
  health_check_id = each.value.check

  dynamic "failover_routing_policy" {
    for_each = each.value.failover

    content {
      type = failover_routing_policy.value.type
    }
  }

  alias {
    name                   = aws_lb.this[0].dns_name
    zone_id                = aws_lb.this[0].zone_id
    evaluate_target_health = each.value.evaluate
  }
}

resource "aws_subnet" "this" {
  for_each = var.settings.subnet_cidrs

  vpc_id                  = var.settings.vpc_id
  availability_zone       = each.value.zone
  cidr_block              = each.value.cidr
  map_public_ip_on_launch = each.value.public
}

resource "aws_route_table" "this" {
  for_each = var.settings.tables

  vpc_id = var.settings.vpc_id
}

resource "aws_route_table_association" "this" {
  for_each = var.settings.associations

  route_table_id = aws_route_table.this[each.key].id
  subnet_id      = aws_subnet.this[each.key].id
}

resource "aws_route" "this" {
  for_each = var.settings.routes

  route_table_id         = aws_route_table.this[each.key].id
  destination_cidr_block = each.value.destination
  gateway_id             = each.value.gateway
}
