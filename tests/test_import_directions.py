"""Imports run one way: hpms_sync → plan_requests → complaints → ctm_casework.accounts."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = {"hpms_sync", "plan_requests", "complaints", "ctm_casework"}

# For each folder, what it may import of ours. The longest matching folder counts.
MAY_IMPORT = {
    "hpms_sync": {"hpms_sync", "plan_requests", "complaints", "ctm_casework.accounts"},
    "hpms_sync/simulator": {"hpms_sync.simulator"},
    "plan_requests": {"plan_requests", "complaints", "ctm_casework.accounts"},
    "complaints": {"complaints", "ctm_casework.accounts"},
    "complaints/sop": {"complaints.sop"},
    "complaints/deadlines": {"complaints.deadlines", "complaints.sop", "complaints.time_words"},
    "complaints/time_words.py": set(),
    "complaints/sent_text.py": set(),
    "ctm_casework/accounts": {"ctm_casework.accounts"},
    "ctm_casework/embedded": {"ctm_casework.embedded"},
    "ctm_casework/env.py": {"ctm_casework.embedded"},
    "ctm_casework/__init__.py": {"ctm_casework.celery"},
    "ctm_casework/celery.py": {"ctm_casework.env"},
    "ctm_casework": APPS,
}
# These stand on the standard library alone (and on each other).
STANDARD_LIBRARY_ONLY = ("complaints/sop", "hpms_sync/simulator")
SOURCES = sorted(
    path.relative_to(ROOT)
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = path.parts[: len(path.parts) - node.level] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def allowed_for(path: Path) -> set[str]:
    return MAY_IMPORT[max((f for f in MAY_IMPORT if is_in(path, f)), key=len)]


def is_in(path: Path, folder: str) -> bool:
    return f"{path.as_posix()}/".startswith(f"{folder}/")


def within(name: str, packages: set[str]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_it_imports_only_in_the_one_direction(path):
    ours = {name for name in imported(path) if name.split(".")[0] in APPS}
    # `from ctm_casework import env` names the package as well as the module
    packages = {f"{name.rpartition('.')[0]}" for name in ours if "." in name}
    wrong = {name for name in ours - packages if not within(name, allowed_for(path))}
    assert not wrong, f"{path} may import of ours only {sorted(allowed_for(path))}"


@pytest.mark.parametrize("folder", STANDARD_LIBRARY_ONLY)
def test_it_stands_on_the_standard_library_alone(folder):
    for path in SOURCES:
        if not is_in(path, folder):
            continue
        foreign = {
            name.split(".")[0]
            for name in imported(path)
            if name.split(".")[0] not in sys.stdlib_module_names | APPS
        }
        assert not foreign, f"{path} imports {foreign}"
