"""The tool that numbers releases and writes the changelog, as the repository configures it."""

from __future__ import annotations

from relinfra.evidence.recorder import Recorder
from relinfra.evidence.records.project import Project, RepositoryFacts, VersioningTool
from relinfra.evidence.repository import changelog, rehearsals
from relinfra.evidence.repository.source import Repository

__all__ = ["collect"]

# Tool, the files that configure it, and the text such a file must contain (empty: its presence is enough).
_TOOLS = (
    ("bump-my-version", (".bumpversion.toml",), ""),
    ("bump-my-version", ("pyproject.toml",), "[tool.bumpversion"),
    ("changesets", (".changeset/config.json",), ""),
    ("commitizen", (".cz.toml", ".cz.json", ".cz.yaml", "cz.toml", "cz.json", "cz.yaml"), ""),
    ("commitizen", ("pyproject.toml",), "[tool.commitizen]"),
    ("git-cliff", ("cliff.toml",), ""),
    ("git-cliff", ("pyproject.toml",), "[tool.git-cliff"),
    ("GitVersion", ("GitVersion.yml", "GitVersion.yaml"), ""),
    ("python-semantic-release", ("pyproject.toml",), "[tool.semantic_release"),
    ("python-semantic-release", ("releaserc.toml",), "[semantic_release"),
    ("release-please", ("release-please-config.json", ".release-please-manifest.json"), ""),
    ("semantic-release", (".releaserc", ".releaserc.json", ".releaserc.yaml", ".releaserc.yml"), ""),
    (
        "semantic-release",
        ("release.config.js", "release.config.cjs", "release.config.mjs", ".releaserc.js"),
        "",
    ),
    ("semantic-release", ("package.json",), '"semantic-release"'),
    ("setuptools-scm", ("pyproject.toml",), "[tool.setuptools_scm]"),
    ("towncrier", ("pyproject.toml", "towncrier.toml"), "[tool.towncrier]"),
)
_COMMITS = (
    ".commitlintrc",
    ".commitlintrc.json",
    ".commitlintrc.yaml",
    ".commitlintrc.yml",
    "commitlint.config.cjs",
    "commitlint.config.js",
    "commitlint.config.mjs",
    "commitlint.config.ts",
)


def collect(repository: Repository, recorder: Recorder) -> None:
    """Collect the first sign of every tool, the check of commit messages, and the changelog."""
    own = recorder.at(Project.repository)
    seen: set[str] = set()
    for tool, paths, marker in _TOOLS:
        for path in paths:
            file = repository.read(path) if tool not in seen else None
            line = file and (file.find(marker) if marker else 1)
            if file and line:
                seen.add(tool)
                own.one(RepositoryFacts.versioning, tool).add(VersioningTool.tool, tool, file.evidence(line))
    commits = next((file for path in _COMMITS if (file := repository.read(path))), None)
    if commits:
        own.add(RepositoryFacts.commit_check, commits.path, commits.evidence(1))
    changelog.collect(repository, own)
    rehearsals.collect(repository, own)
