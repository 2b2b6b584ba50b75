"""A folder of results: manifest.json, diagnostics.csv and results.h5."""

import csv
import json
import math
from pathlib import Path
from typing import NamedTuple

import h5py
import numpy as np

from .pairs import expand

FORMAT = 3
"""The newest format of a folder that this package reads."""

_NUMBERS = ("time", "value", "standard_error", "discretisation_error", "noise_floor")


class NewerFormat(Exception):
    """The folder was written by a newer version."""


class Series(NamedTuple):
    """A quantity of one model over time. What is not known is NaN."""

    time: np.ndarray
    value: np.ndarray
    standard_error: np.ndarray
    discretisation_error: np.ndarray
    noise_floor: np.ndarray


class Radial(NamedTuple):
    """f(r) and g(r1, r2, mu) of a rotation-invariant pair, mu the cosine between v1 and v2, at points with weights for integrals.

    int f dv = 4 pi sum_a r_weights_a r_a^2 f_a, and int g dv1 dv2 = 8 pi^2 sum_abk r_weights_a r_weights_b mu_weights_k r_a^2 r_b^2 g_abk.
    """

    r: np.ndarray
    r_weights: np.ndarray
    f: np.ndarray
    mu: np.ndarray | None
    """From -1 to 1, with 0; None for a model of f alone, as what follows."""
    mu_weights: np.ndarray | None
    g: np.ndarray | None
    """Axes r1, r2, mu; None where it is not stored at points."""


def load(folder):
    """Opens a folder that an experiment ran into."""
    return Results(folder)


class Results:
    """The results in a folder. Fields are read when they are asked for, one output time at a time."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        self.scenario = json.loads((self.folder / "resolved.json").read_text(encoding="utf-8"))
        _require(self.manifest.get("format", 1), self.folder / "manifest.json")
        with self._fields() as file:
            _require(int(file.attrs.get("format", 1)), self.folder / "results.h5")
            self.velocity = file["/axes/velocity"][:]
            """The points of one axis; every axis has the same."""
            self.times = file["/axes/time"][:]
            """0, the output times and the end."""
        self.dimension = int(self.scenario["dimension"])
        self.cell = float(self.velocity[1] - self.velocity[0]) ** self.dimension
        """The volume of a cell: integrals are sums times this."""
        self._rows = None

    def __repr__(self):
        return f"<results of {self.manifest['scenario']}, {self.status}, in {self.folder}>"

    @property
    def status(self):
        """completed, unphysical, failed or stopped."""
        return self.manifest["status"]

    @property
    def runs(self):
        """The models with their N, as (name, N); N is a whole number or math.inf."""
        return [(run["model"], _number(run["N"])) for run in self.manifest["runs"]]

    def f(self, model, N=math.inf, time=None):
        """f_{N,1} at an output time (the last by default), d axes of n points."""
        with self._fields() as file:
            return self._read(file, "f1", model, N, time)

    def g(self, model, N=math.inf, time=None):
        """g = f_{N,2} - f_{N,1} x f_{N,1} at an output time (the last by default), 2d axes of n points, v1 slow."""
        with self._fields() as file:
            return expand(file, self._dataset(file, "g", model, N), self._index(time), self.dimension)

    def radial(self, model, N=math.inf, time=None):
        """f(r) and g(r1, r2, mu) of a model of rotation-invariant pairs at an output time (the last by default)."""
        with self._fields() as file:
            group, at = self._dataset(file, "radial", model, N), self._index(time)
            return Radial(*(None if name not in group else group[name][at] if name in "fg" else group[name][:] for name in Radial._fields))

    def marginal(self, model, N=math.inf, time=None, axis=0):
        """The density of one component of the velocity."""
        density = self.f(model, N, time)
        others = tuple(a for a in range(self.dimension) if a != axis)
        return density.sum(axis=others) * (self.velocity[1] - self.velocity[0]) ** len(others)

    def series(self, quantity, model, N=math.inf):
        """A quantity over time."""
        rows = [row for row in self._table() if row["quantity"] == quantity and row["model"] == model and row["N"] == _number(N)]
        if not rows:
            known = sorted({row["quantity"] for row in self._table() if row["model"] == model})
            raise KeyError(f"there is no {quantity} of {model} with N = {N}; known for it: {', '.join(known) or 'nothing'}")
        return Series(*(np.array([row[name] for row in rows]) for name in _NUMBERS))

    def quantities(self):
        """Every quantity of every model, N and time: a pandas table where pandas is installed, else a list of dictionaries."""
        try:
            import pandas
        except ImportError:
            return list(self._table())
        return pandas.DataFrame(self._table())

    def dataset(self, model, kind="f1"):
        """The fields of a model as an xarray dataset with a variable for each N; with the kind "g" its pair correlations, with "radial/N" f and g against r, r1, r2 and mu."""
        import xarray

        kind, _, number = kind.partition("/")
        return xarray.open_dataset(self.folder / "results.h5", group=f"{kind}/{model}/{number}".rstrip("/"), engine="h5netcdf")

    def _table(self):
        if self._rows is None:
            with open(self.folder / "diagnostics.csv", newline="", encoding="utf-8") as file:
                self._rows = [_row(row) for row in csv.DictReader(file)]
        return self._rows

    def _fields(self):
        return h5py.File(self.folder / "results.h5", "r")

    def _read(self, file, kind, model, N, time):
        return self._dataset(file, kind, model, N)[self._index(time)]

    def _dataset(self, file, kind, model, N):
        name = "infinity" if math.isinf(_number(N)) else str(int(_number(N)))
        if kind not in file or model not in file[kind] or name not in file[kind][model]:
            known = [f"{m} N = {n}" for m in file[kind] for n in file[kind][m] if n not in ("time", "vx", "vy", "vz")] if kind in file else []
            why = "" if known else "; a scenario whose output.pair is true keeps the pair correlations" if kind == "g" else ""
            raise KeyError(f"{kind} of {model} with N = {name} is not stored; stored are: {', '.join(known) or 'none'}{why}")
        return file[kind][model][name]

    def _index(self, time):
        if time is None:
            return len(self.times) - 1
        nearest = int(np.argmin(np.abs(self.times - time)))
        if abs(self.times[nearest] - time) > 1e-9 * max(1.0, abs(time)):
            raise KeyError(f"{time} is no output time; the nearest is {self.times[nearest]}")
        return nearest


def _require(found, path):
    if found > FORMAT:
        raise NewerFormat(f"{path} has the format {found} of a newer version; this package reads formats up to {FORMAT}")


def _number(text):
    return math.inf if str(text) in ("infinity", "inf") else int(text)


def _row(row):
    values = {name: float(row.get(name) or "nan") for name in _NUMBERS}
    return {"model": row["model"], "N": _number(row["N"]), "quantity": row["quantity"], **values}
