"""Builds the extension module by the project's own CMake files. pyproject.toml has the rest.

PLACEMENT_BUILD_FOLDER in the environment names a CMake build folder that is configured with PLACEMENT_PYTHON, which is then used.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = Path(__file__).resolve().parent


def version() -> str:
    """The project's version, as CMake has it."""
    found = re.search(r"project\(placement VERSION ([0-9.]+)", (HERE / "CMakeLists.txt").read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError("CMakeLists.txt has no version")
    return found.group(1)


class BuildByCMake(build_ext):
    """Calls cmake."""

    def build_extension(self, extension: Extension) -> None:
        """Builds the module and puts it where setuptools expects it."""
        folder = self._configured()
        subprocess.run(["cmake", "--build", str(folder), "--target", "placement_python", "--parallel"], check=True)
        (built,) = (each for each in (folder / "python" / "placement").glob("_placement.*") if each.suffix != ".pyi")
        target = Path(self.get_ext_fullpath(extension.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(built, target)

    def _configured(self) -> Path:
        named = os.environ.get("PLACEMENT_BUILD_FOLDER")
        if named:
            return Path(named)
        folder = Path(self.build_temp).resolve() / "cmake"
        options = {
            "CMAKE_BUILD_TYPE": "Release",
            "CMAKE_CXX_FLAGS_RELEASE": "-O2",
            "CMAKE_UNITY_BUILD": "ON",
            "PLACEMENT_BUILD_TESTS": "OFF",
            "PLACEMENT_BUILD_TOOLS": "OFF",
            "PLACEMENT_INSTALL": "OFF",
            "PLACEMENT_PYTHON": "ON",
            "PLACEMENT_PYTHON_REQUIRED": "REQUIRED",
            "Python3_EXECUTABLE": sys.executable,
        }
        generator = ["-G", "Ninja"] if shutil.which("ninja") else []
        definitions = [f"-D{name}={value}" for name, value in options.items()]
        subprocess.run(["cmake", "-S", str(HERE), "-B", str(folder), *generator, *definitions], check=True)
        return folder


setup(version=version(), ext_modules=[Extension("placement._placement", sources=[])], cmdclass={"build_ext": BuildByCMake})
