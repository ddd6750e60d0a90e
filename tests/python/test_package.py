"""What is shipped, and that pip installs it."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv

import pytest

import placement
from conftest import SAMPLES, SOURCE

FOLDER = os.environ.get("PLACEMENT_BUILD_FOLDER")


def call(*command, **more):
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """The sdist, made without a trace in the source folder."""
    pytest.importorskip("setuptools")
    folder = tmp_path_factory.mktemp("sdist")
    call(sys.executable, "setup.py", "egg_info", "--egg-base", folder, "sdist", "-d", folder / "dist", cwd=SOURCE)
    (made,) = (folder / "dist").iterdir()
    return made


def test_the_version_is_that_of_the_library(archive):
    assert archive.name == f"placement-{placement.__version__}.tar.gz"


def test_the_archive_has_what_is_built(archive):
    with tarfile.open(archive) as opened:
        names = {each.split("/", 1)[1] for each in opened.getnames() if "/" in each}
    wanted = {"CMakeLists.txt", "LICENSE", "pyproject.toml", "setup.py", "docs/python.md"}
    for top in ("cmake", "include", "libplacement", "python"):
        for path in (SOURCE / top).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and not re.search(r"\.egg-info|\.so$", str(path)):
                wanted.add(str(path.relative_to(SOURCE)))
    assert wanted - names == set()


@pytest.mark.skipif(not FOLDER, reason="PLACEMENT_BUILD_FOLDER names no build")
def test_pip_installs_it(archive, tmp_path):
    pytest.importorskip("pip")
    pytest.importorskip("wheel")
    if shutil.which("cmake") is None:
        pytest.skip("cmake is not installed")
    venv.create(tmp_path / "venv", system_site_packages=True)
    python = tmp_path / "venv/bin/python"
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    call(python, "-m", "pip", "install", "--no-build-isolation", "--no-deps", "--no-index", archive, cwd=tmp_path, env=environment)
    said = call(python, "-c", "import placement; print(placement.__file__)", cwd=tmp_path, env=environment)
    assert said.startswith(str(tmp_path))
    (tmp_path / "cib.xml").write_bytes((SAMPLES / "postgres-outage.xml").read_bytes())
    (tmp_path / "t.placement.yaml").write_text("cib: cib.xml\ntests: [{name: t, steps: [fail: pg01], expect: {lost: none}}]\n")
    said = call(python, "-m", "pytest", "-p", "no:cacheprovider", "t.placement.yaml", cwd=tmp_path, env=environment)
    assert "1 passed" in said  # the plugin is found by its entry point
