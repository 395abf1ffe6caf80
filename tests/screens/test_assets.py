"""The front end's packages: locked, from no named host, and only what the pages use."""

import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

ROOT = Path(__file__).parents[2]


def test_the_lock_names_no_host():
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert not re.search(r"https?://(?!opencollective|github|www)", lock)


def test_every_dependency_is_pinned_and_htmx_is_of_the_second_line():
    package = json.loads((ROOT / "package.json").read_text())
    wanted = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert wanted["htmx.org"] == "2.0.11"


def test_the_pages_assets_are_in_place_with_the_fonts_the_css_names():
    css = Path(finders.find("vendor/uswds/css/uswds.min.css"))
    assert finders.find("vendor/htmx/htmx.min.js")
    named = re.findall(r"url\(([^)]+)\)", css.read_text())
    assert named
    assert all((css.parent / path.split("?")[0]).exists() for path in named)
    assert len(list(css.parents[1].rglob("*"))) < 80


def test_the_styles_and_scripts_can_be_collected_under_hashed_names(tmp_path):
    storage = ManifestStaticFilesStorage(location=tmp_path)
    source = FileSystemStorage(location=ROOT / "static")
    paths = {
        str(path.relative_to(ROOT / "static")): (source, str(path.relative_to(ROOT / "static")))
        for path in (ROOT / "static").rglob("*")
        if path.is_file()
    }
    for name, (_, path) in paths.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / "static" / path).read_bytes())
    outcomes = list(storage.post_process(paths))
    assert not [error for _, _, error in outcomes if isinstance(error, Exception)]
