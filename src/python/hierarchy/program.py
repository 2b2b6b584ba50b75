"""Runs the program. It is found as the command `hierarchy`, or as the environment variable HIERARCHY says, a command with its arguments."""

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from .results import load


class ProgramFailed(Exception):
    """The program ended with another exit code than 0; the message is what it printed."""

    def __init__(self, code, message):
        super().__init__(message.strip())
        self.code = code


def run(scenario, out=None, force=False, threads=None, **overrides):
    """Runs a scenario and opens its results.

    scenario: the name of a shipped scenario, the path of a file, or a dictionary.
    out: the folder of the results, runs/NAME by default. One that holds the same experiment is opened and not run again; force replaces it.
    overrides: values that replace those of the scenario; a double underscore stands for a dot: grid__points=32 is --set grid.points=32.
    """
    settings = [part for item in overrides.items() for part in ("--set", f"{item[0].replace('__', '.')}={_text(item[1])}")]
    with _File(scenario) as file:
        if out is None:
            out = Path("runs") / json.loads(_call("validate", file, "--json", *settings))["scenario"]["name"]
        if not force and (Path(out) / "manifest.json").exists() and _holds(out, file, settings):
            return load(out)
        options = ["--force"] * force + (["--threads", str(threads)] if threads else [])
        _call("run", file, "--out", str(out), "--quiet", "--no-plots", *options, *settings)
    return load(out)


def validate(scenario, **overrides):
    """The resolved scenario with its estimates, as a dictionary."""
    settings = [part for item in overrides.items() for part in ("--set", f"{item[0].replace('__', '.')}={_text(item[1])}")]
    with _File(scenario) as file:
        return json.loads(_call("validate", file, "--json", *settings))


def _holds(out, file, settings):
    """Whether a folder has complete results of the same resolved scenario."""
    stored = load(out)
    wanted = json.loads(_call("validate", file, "--json", *settings))["scenario"]
    return stored.status in ("completed", "unphysical") and _comparable(stored.scenario, out) == _comparable(wanted, ".")


def _comparable(scenario, folder):
    parts = [{**part, "file": str((Path(folder) / part["file"]).resolve())} if "file" in part else part for part in scenario["initial"]]
    return {**scenario, "initial": parts}


def _command():
    told = os.environ.get("HIERARCHY")
    if told:
        return shlex.split(told)
    found = shutil.which("hierarchy")
    if found is None:
        raise FileNotFoundError("the program hierarchy is not on the path; the environment variable HIERARCHY may name it: HIERARCHY='dotnet /path/of/Hierarchy.Cli.dll'")
    return [found]


def _call(*arguments):
    done = subprocess.run([*_command(), *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise ProgramFailed(done.returncode, done.stderr)
    return done.stdout


def _text(value):
    return value if isinstance(value, str) else json.dumps(value)


class _File:
    """The scenario as something that the program takes; a dictionary goes to a file for a moment."""

    def __init__(self, scenario):
        self._scenario = scenario
        self._folder = None

    def __enter__(self):
        if not isinstance(self._scenario, dict):
            return str(self._scenario)
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "scenario.json"
        path.write_text(json.dumps(self._scenario), encoding="utf-8")
        return str(path)

    def __exit__(self, *_):
        if self._folder is not None:
            self._folder.cleanup()
