"""Replies to what moto does not do, as AWS gives them: deployments of ECS and of CodeDeploy, with a small memory.

Each is shaped by what the AWS CLI's own model says of the operation (`test_replies.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

_ECS = "AmazonEC2ContainerServiceV20141113"
_DEPLOY = "CodeDeploy_20141006"
_FROM_SNAPSHOT, _TO_TIME = b"RestoreDBClusterFromSnapshot", b"RestoreDBClusterToPointInTime"
_COPY = "DBInstanceAutomatedBackupsReplication"
_COPIED = f"<{_COPY}s><{_COPY}><DBInstanceAutomatedBackupsArn>ab-1</DBInstanceAutomatedBackupsArn></{_COPY}></{_COPY}s>"
Json = dict[str, Any]


def _arn(kind: str, name: str) -> str:
    return f"arn:aws:ecs:eu-west-1:444444444444:{kind}/{name}"


class Replies:
    """What is remembered of deployments, and the replies that follow."""

    queries = (
        "copy-db-cluster-snapshot",
        "copy-db-snapshot",
        "describe-db-instance-automated-backups",
        "restore-db-cluster-from-snapshot",
        "stop-db-instance-automated-backups-replication",
    )
    """Every operation of RDS that is answered or completed here, as the AWS CLI calls it."""

    def __init__(self) -> None:
        self.deployments: list[Json] = []
        self.revisions: dict[str, Json] = {}
        self.ends_as = "SUCCESSFUL"
        self.code: list[Json] = []
        self.code_ends_as = "Succeeded"
        self.code_turns = True
        self.renamed: dict[str, str] = {}
        self.promoted: set[str] = set()
        self.recovery_points: list[Json] = []
        self.copies = ["replicating"]
        self.newest_backup = "2026-01-31T03:00:00Z"
        self.now = 1_780_000_000
        self.carry: Callable[[str, str], None] = lambda _action, _snapshot: None

    @property
    def operations(self) -> dict[str, Callable[[Json], Json]]:
        """Every operation that is answered here, by what the CLI calls it in `X-Amz-Target`."""
        return {
            f"{_ECS}.ListServiceDeployments": self._list,
            f"{_ECS}.DescribeServiceDeployments": self._describe,
            f"{_ECS}.StopServiceDeployment": self._stop,
            f"{_ECS}.DescribeServiceRevisions": self._revisions,
            f"{_DEPLOY}.ListDeployments": self._code_list,
            f"{_DEPLOY}.GetDeployment": self._code_get,
            f"{_DEPLOY}.BatchGetDeployments": self._code_batch,
            f"{_DEPLOY}.StopDeployment": self._code_stop,
            f"{_DEPLOY}.CreateDeployment": self._code_create,
        }

    @property
    def paths(self) -> dict[str, Callable[[], Json]]:
        """Every operation that is answered here, by what the path of its request ends with."""
        return {"/recovery-points/": lambda: {"RecoveryPoints": self.recovery_points}}

    def to(self, operation: str, body: bytes, path: str = "") -> Json | bytes | None:
        """Return the reply to an operation, None for what moto answers."""
        if b"SourceRegion=" in body or b"Action=CopyDB" in body:
            return self._carried(parse_qs(body.decode()))
        if b"AutomatedBackupsReplication" in body or b"DbiResourceId=" in body:
            return self._copies(parse_qs(body.decode())["Action"][0])
        for end, reply in self.paths.items():
            if path.partition("?")[0].endswith(end):
                return reply()
        found = self.operations.get(operation)
        return found(json.loads(body)) if found else None

    def _carried(self, asked: Mapping[str, list[str]]) -> bytes:
        """Copy a snapshot from another region, whose snapshots moto does not know."""
        action = asked["Action"][0]
        kind = action.removeprefix("Copy")
        target = asked[f"Target{kind}Identifier"][0]
        self.carry(action, target)
        shown = f"<{kind}><{kind}Identifier>{target}</{kind}Identifier><Status>pending</Status></{kind}>"
        return f"<{action}Response><{action}Result>{shown}</{action}Result></{action}Response>".encode()

    def _copies(self, action: str) -> bytes:
        """Tell the state of the copies of an instance's backups, which is another once their replication was ended."""
        if action.startswith("Stop"):
            self.copies.insert(0, "retained")
        status = self.copies.pop(0) if action.startswith("Describe") and len(self.copies) > 1 else self.copies[0]
        shown = f"<DBInstanceAutomatedBackup><Status>{status}</Status></DBInstanceAutomatedBackup>"
        listed = f"<DBInstanceAutomatedBackups>{shown}</DBInstanceAutomatedBackups>" if action[0] == "D" else shown
        return f"<{action}Response><{action}Result>{listed}</{action}Result></{action}Response>".encode()

    def understood(self, body: bytes) -> bytes:
        """Return a request as moto takes it: it restores no snapshot of a cluster whose password is managed."""
        if _FROM_SNAPSHOT not in body:
            return body
        of_cluster = re.sub(rb"SnapshotIdentifier=[^&]*%3A([^&]*)-\d{14}", rb"SourceDBClusterIdentifier=\1", body)
        return of_cluster.replace(_FROM_SNAPSHOT, _TO_TIME)

    def beside(self, operation: str, body: bytes, content: bytes) -> bytes:
        """Remember what follows from what moto has answered: a service with another task definition is deployed."""
        if b"Action=" in body and not operation:
            return self._renamed(parse_qs(body.decode()), content)
        if operation == f"{_ECS}.UpdateService":
            asked, answered = json.loads(body), json.loads(content)
            if "taskDefinition" in asked and "service" in answered:
                self.deploys(asked["service"], answered["service"]["taskDefinition"], "IN_PROGRESS")
        return content

    def _renamed(self, asked: Mapping[str, list[str]], content: bytes) -> bytes:
        """Let instances know the new name of their cluster, which moto leaves as it was when they were made."""
        action = asked["Action"][0]
        if action == "ModifyDBCluster" and "NewDBClusterIdentifier" in asked:
            self.renamed[asked["DBClusterIdentifier"][0]] = asked["NewDBClusterIdentifier"][0]
        if action == "PromoteReadReplica":
            self.promoted.add(asked["DBInstanceIdentifier"][0])
        if action == "CreateDBInstanceReadReplica":
            self.promoted.discard(asked["DBInstanceIdentifier"][0])
        if action.encode() == _FROM_SNAPSHOT:
            return content.replace(_TO_TIME, _FROM_SNAPSHOT)
        if action == "DescribeDBInstanceAutomatedBackups":
            window = f"<RestoreWindow><LatestTime>{self.newest_backup}</LatestTime></RestoreWindow>"
            return content.replace(b"</DBInstanceAutomatedBackup>", f"{window}</DBInstanceAutomatedBackup>".encode())
        if action != "DescribeDBInstances":
            return content
        content = self._without_sources(content)
        if asked.get("DBInstanceIdentifier", [""])[0].endswith("-damaged"):
            content = content.replace(b"</DBInstance>", f"{_COPIED}</DBInstance>".encode())
        name = re.compile(r"(?<=<DBClusterIdentifier>)[^<]+")
        return name.sub(lambda found: self.renamed.get(found[0], found[0]), content.decode()).encode()

    def _without_sources(self, content: bytes) -> bytes:
        """Let a promoted instance follow nothing, which moto does not."""
        source = re.compile(r"<ReadReplicaSourceDBInstanceIdentifier>[^<]*</ReadReplicaSourceDBInstanceIdentifier>")
        parts = re.split(r"(?=<DBInstance>)", content.decode())
        named = [f"<DBInstanceIdentifier>{one}</DBInstanceIdentifier>" for one in self.promoted]
        return "".join(source.sub("", one) if any(name in one for name in named) else one for one in parts).encode()

    def deploys(self, service: str, definition: str, status: str) -> Json:
        """Remember a deployment of a service."""
        self.now += 60
        number = len(self.deployments) + 1
        revision = _arn("service-revision", f"hello-production/{service}/{number}")
        self.revisions[revision] = {
            "serviceRevisionArn": revision,
            "serviceArn": _arn("service", service),
            "taskDefinition": definition,
            "createdAt": self.now,
        }
        self.deployments.append(
            {
                "serviceDeploymentArn": _arn("service-deployment", f"hello-production/{service}/{number}"),
                "serviceArn": _arn("service", service),
                "createdAt": self.now,
                "targetServiceRevisionArn": revision,
                "status": status,
            }
        )
        return self.deployments[-1]

    def _list(self, asked: Json) -> Json:
        wanted = asked.get("status")
        mine = [one for one in self.deployments if one["serviceArn"].endswith("/" + asked["service"])]
        found = [one for one in mine if not wanted or one["status"] in wanted]
        # A page holds two, so that whoever reads the first alone is wrong.
        start = int(asked.get("nextToken") or 0)
        more = {"nextToken": str(start + 2)} if len(found) > start + 2 else {}
        return {"serviceDeployments": list(reversed(found))[start : start + 2], **more}

    def _describe(self, asked: Json) -> Json:
        found = [one for one in self.deployments if one["serviceDeploymentArn"] in asked["serviceDeploymentArns"]]
        reply = [{key: value for key, value in one.items() if key != "targetServiceRevisionArn"} for one in found]
        # Whoever looks again sees it further on.
        for one in found:
            if one["status"] == "IN_PROGRESS":
                one["status"] = self.ends_as
            elif one["status"] == "ROLLBACK_REQUESTED":
                one["status"] = "ROLLBACK_SUCCESSFUL"
        return {"serviceDeployments": reply, "failures": []}

    def _stop(self, asked: Json) -> Json:
        one = next(one for one in self.deployments if one["serviceDeploymentArn"] == asked["serviceDeploymentArn"])
        assert asked["stopType"] == "ROLLBACK"
        assert one["status"] in {"PENDING", "IN_PROGRESS"}
        one["status"] = "ROLLBACK_REQUESTED"
        return {"serviceDeploymentArn": one["serviceDeploymentArn"]}

    def _revisions(self, asked: Json) -> Json:
        return {"serviceRevisions": [self.revisions[one] for one in asked["serviceRevisionArns"]], "failures": []}

    def code_deploys(self, definition: str, status: str) -> Json:
        """Remember a deployment of CodeDeploy."""
        self.now += 60
        self.code.append(
            {
                "deploymentId": f"d-{len(self.code) + 1:09d}",
                "applicationName": "hello-production-web",
                "status": status,
                "createTime": self.now,
                "completeTime": self.now + 30,
                "revision": {"revisionType": "AppSpecContent", "appSpecContent": {"content": definition}},
            }
        )
        return self.code[-1]

    def _one(self, id_: str) -> Json:
        return next(one for one in self.code if one["deploymentId"] == id_)

    def _code_list(self, asked: Json) -> Json:
        wanted = asked.get("includeOnlyStatuses")
        found = [one["deploymentId"] for one in self.code if not wanted or one["status"] in wanted]
        # A page holds two, so that whoever reads the first alone is wrong.
        start = int(asked.get("nextToken") or 0)
        more = {"nextToken": str(start + 2)} if len(found) > start + 2 else {}
        return {"deployments": found[start : start + 2], **more}

    def _code_get(self, asked: Json) -> Json:
        one = self._one(asked["deploymentId"])
        reply = dict(one)
        if one["status"] == "InProgress":
            one["status"] = self.code_ends_as
        return {"deploymentInfo": reply}

    def _code_batch(self, asked: Json) -> Json:
        assert len(asked["deploymentIds"]) <= 25
        return {"deploymentsInfo": [self._one(id_) for id_ in asked["deploymentIds"]]}

    def _code_stop(self, asked: Json) -> Json:
        one = self._one(asked["deploymentId"])
        assert asked["autoRollbackEnabled"]
        assert one["status"] in {"Created", "Queued", "InProgress", "Baking", "Ready"}
        one["status"] = "Stopped"
        if self.code_turns:
            back = self.code_deploys("the one before", "InProgress")
            one["rollbackInfo"] = {"rollbackDeploymentId": back["deploymentId"]}
        return {"status": "Succeeded", "statusMessage": "stopped"}

    def _code_create(self, asked: Json) -> Json:
        made = self.code_deploys(asked["revision"]["appSpecContent"]["content"], "InProgress")
        return {"deploymentId": made["deploymentId"]}
