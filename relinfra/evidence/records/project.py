"""The project as a whole: its stacks, its state, its accounts, and what its repository says."""

from __future__ import annotations

import re

from relinfra.evidence.fact import value_of
from relinfra.evidence.record import Record, anything, day, figure, flag, part, parts, text, texts

__all__ = [
    "ASIDE",
    "Account",
    "AwsDocumentation",
    "ContainerRepository",
    "DeploymentRole",
    "DeviationFacts",
    "EvidenceBucket",
    "Files",
    "Job",
    "MigrationWait",
    "Project",
    "Rehearsal",
    "RepositoryFacts",
    "StackFacts",
    "State",
    "StateBucket",
    "Tooling",
    "VersioningTool",
    "Waiver",
    "Workflow",
]


ASIDE = re.compile(r"roll.?back|revert|restore|remov|rehears|drill", re.IGNORECASE)
"""Names of workflows that take back or away, or rehearse, and bring no release."""


class Tooling(Record):
    """The tools that synthesize and apply the stacks, with their versions."""

    cdktf = text()
    terraform = anything()
    provider = anything()
    provider_version = anything()


class State(Record):
    """The backend in which Terraform keeps the states of the stacks."""

    bucket = anything()
    region = anything()
    encrypted = anything()
    lock_file = anything()
    lock_table = anything()
    keys = texts()
    unlocked = texts()
    """The stacks whose backend names no lock."""
    unencrypted = texts()
    """The stacks whose backend does not ask for encryption."""


class StackFacts(Record):
    """One stack: where it belongs, how large it is, what it depends on."""

    environment = text()
    component = text()
    region = text()
    resources = figure("resources")
    alarms = figure("alarms")
    depends_on = texts()
    on_the_day = flag()
    """Whether it is applied when a region is lost, and not before; nothing of any other."""
    kinds = texts()


class DeploymentRole(Record):
    """A role that the pipeline takes, and whom it trusts."""

    name = text(at="name")
    trusts = texts()
    repository_id = text()
    owner_id = text()
    session_minutes = figure("minutes")


class StateBucket(Record):
    """The bucket of the states, where the bootstrap makes it."""

    name = text()
    old_version_days = figure("days")
    key_alias = text("key")


class EvidenceBucket(Record):
    """The bucket whose objects nobody can remove."""

    name = text()
    mode = text()
    days = figure("days")
    key_alias = text("key")


class ContainerRepository(Record):
    """A repository of container images that the bootstrap makes, in one region."""

    name = text(at="name")
    region = text()
    tags = text(at="image_tag_mutability")
    key_alias = text("key")
    scanning = text()
    """`ENHANCED` where Amazon Inspector scans it."""
    scanned_on_push = flag()
    deployed_tags = texts()
    """What the tags of images look like that a stage was given."""
    kept_images = figure("images")
    """How many of those are kept, for each stage."""
    other_days = figure("days")
    pulled_from = texts()
    """Other accounts that pull from it."""
    copied_to = texts()
    """Regions that its images are copied to."""


class Account(Record):
    """An account that the bootstrap prepares."""

    number = text("id")
    stack = text()
    roles = parts(DeploymentRole, "role")
    repositories = parts(ContainerRepository, "container_repository")
    state = part(StateBucket)
    recovery_states = parts(StateBucket, "recovery_state")
    evidence = part(EvidenceBucket)


class Waiver(Record):
    """A policy that is knowingly not met."""

    policy = text()
    resources = texts()
    environments = texts()
    reason = text()
    owner = text()
    expires = text()
    ticket = text()


class DeviationFacts(Record):
    """An argument that was set whatever the constructs chose."""

    environment = text()
    stack = text()
    address = text()
    argument = text()
    source = text()
    value = text()


class MigrationWait(Record):
    """A migration that a job runs, by its Terraform output: its stack, and for how long the job waits for its end."""

    stack = text()
    minutes = figure("minutes")


class Job(Record):
    """A job of a workflow; `before` are all that are over when it begins."""

    needs = texts()
    before = texts()
    checks_environment = text()
    """The GitHub environment whose protection it sees to, failing where that does not ask for enough."""
    checks_reviewers = texts()
    checks_minutes = figure("minutes")
    environment = text()
    """The GitHub environment it runs in, where that is one."""
    environments = texts()
    """Those that it runs in, one for each of its entries, where its matrix has several."""
    migrates = text()
    migrates_first = flag()
    migration_waits = parts(MigrationWait, "migration_wait")
    code_deploys = texts()


class Workflow(Record):
    """A workflow of the repository; one that runs these stacks `delivers`."""

    file = text()
    name = text()
    triggers = texts()
    inputs = texts()
    """What whoever starts it by hand is asked for."""
    stages = texts()
    delivers = flag()
    written_by_init = flag()
    goes_with_init = flag()
    """Whether it was written beside that of the release: the way back, or the look for drift."""
    offers = texts()
    """The environments that such a workflow offers or looks at."""
    quote = text()
    caching = texts()
    scanning = texts()
    oidc = flag()
    long_lived_keys = flag()
    artifact_days = texts("days")
    bundles_evidence = flag()
    """Whether a step makes the bundle of a release."""
    jobs = parts(Job, "job")

    @property
    def releases(self) -> bool:
        """Whether it brings a release to these stacks; a way back or a rehearsal that only a person starts does not."""
        by_hand = value_of(self.triggers) == ("workflow_dispatch",)
        return bool(self.delivers) and not (by_hand and ASIDE.search(value_of(self.name) or self.key))


class Files(Record):
    """Files that are known by what they are for."""

    matrix = text()
    program = text()
    program_config = text()
    example_config = text()
    example_variables = texts()
    example_values = texts()
    """Variables that the example gives a value."""


class VersioningTool(Record):
    """A tool that makes versions, by its name."""

    tool = text("")


class ChangelogEntry(Record):
    """An entry of the changelog: the version it is about, and how many lines it says of it."""

    version = text()
    lines = figure()


class Rehearsal(Record):
    """A runbook that was run to its end, or until it failed, by the log that was kept of it."""

    runbook = text()
    day = day()
    minutes = figure("minutes")
    seconds_behind = figure("seconds")
    """How far the replica was behind that was promoted: what a loss at that time would have cost."""
    failed = text()
    """The step that failed, with what was found there; nothing where it ended well."""


class RepositoryFacts(Record):
    """The repository: its workflows, its versioning tools, its files."""

    commit_check = text()
    changelog = text()
    changelog_entries = parts(ChangelogEntry, "changelog_entry")
    rehearsals = parts(Rehearsal, "rehearsal")
    versioning = parts(VersioningTool)
    file = part(Files)
    workflows = parts(Workflow, "workflow")


class AwsDocumentation(Record):
    """Figures that AWS documents of its services and no stack can say."""

    metrics_kept = figure("months")
    traces_kept = figure("days")
    password_rotation = figure("days")
    restore_lag = figure("minutes")
    role_session = figure("minutes")
    wait_tasks_stopped = figure("minutes")
    wait_deployment_successful = figure("minutes")
    hook_answer = figure("minutes")
    spot_notice = figure("minutes")
    proxy_cpu = figure("cpu")
    proxy_memory = figure("MiB")
    alias_ttl = figure("seconds")
    managed_rotation = figure("minutes")
    checkers_healthy = figure("percent")
    database_token = figure("minutes")
    iam_connections = figure("connections")
    iam_memory = figure("MiB")


class Project(Record):
    """The project as a whole."""

    name = text()
    repository_name = text("repository")
    promotion = texts()
    live = texts()
    """The environments that customers use, where they are more than the last of the promotion, or another."""
    matrix_digest = text()
    tooling = part(Tooling)
    state = part(State)
    repository = part(RepositoryFacts)
    aws = part(AwsDocumentation)
    stacks = parts(StackFacts, "stack")
    accounts = parts(Account, "account")
    waivers = parts(Waiver, "waiver")
    deviations = parts(DeviationFacts, "deviation")
