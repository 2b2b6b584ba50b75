#!/usr/bin/env python3
"""Reads the results of a run: python3 docs/examples/read_results.py runs/two-beams-2d

Needs numpy and h5py; with matplotlib it also draws error.png beside the results.
"""
import csv
import json
import sys
from pathlib import Path

import h5py
import numpy as np


def read_diagnostics(folder):
    """{(model, N, quantity): (times, values, standard errors)}; N is a text, "infinity" for the Landau hierarchy."""
    series = {}
    with open(folder / "diagnostics.csv", newline="") as file:
        for row in csv.DictReader(file):
            key = row["model"], row["N"], row["quantity"]
            error = float(row["standard_error"]) if row["standard_error"] else 0.0
            series.setdefault(key, []).append((float(row["time"]), float(row["value"]), error))
    return {key: np.array(rows).T for key, rows in series.items()}


def correlation(file, pairs, time):
    """g(v1, v2) as a matrix. Of data with a symmetry the file holds one column r_k of each orbit: with v_i = s r_k, g(v_i, v_j) = g(s^-1 v_j, r_k)."""
    size = len(file["/axes/velocity"]) ** int(file.attrs["dimension"])
    columns = pairs[time].reshape(size, -1)
    if columns.shape == (size, size):
        return columns
    maps, element, column = (file["symmetry"][name][:] for name in ("maps", "element", "column"))
    return columns[maps[element], column[:, None]]


def main(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    print(manifest["scenario"], manifest["status"])

    # The distance of f_{N,1} from the Landau equation at the last time, times N.
    diagnostics = read_diagnostics(folder)
    for (model, particles, quantity), (times, values, _) in diagnostics.items():
        if quantity == "error_l1" and particles != "infinity":
            print(f"{model:14} N = {particles:5} t = {times[-1]:g}: N int |f_N1 - f_1| = {float(particles) * values[-1]:.5f}")

    with h5py.File(folder / "results.h5") as file:
        velocity = file["/axes/velocity"][:]
        dimension, cell = int(file.attrs["dimension"]), (velocity[1] - velocity[0]) ** int(file.attrs["dimension"])
        density = file["/f1/landau/infinity"][-1]  # n values along each axis
        speed = np.sqrt(sum(v**2 for v in np.meshgrid(*[velocity] * dimension, indexing="ij")))
        mass, energy = cell * density.sum(), cell * (speed**2 * density).sum()
        print(f"landau: mass {mass:.12g}, energy {energy:.12g}")
        stored = diagnostics["landau", "infinity", "energy"][1][-1]
        assert abs(energy - stored) < 1e-10 * stored, "the field and the table disagree"

        # The covariance of two particles, from the pair correlation: axes time, v1, v2.
        for model, members in file["g"].items() if "g" in file else []:
            for particles, pairs in ((name, data) for name, data in members.items() if "model" in data.attrs):  # axes aside
                g = correlation(file, pairs, -1)
                first = np.broadcast_to(velocity.reshape([-1] + [1] * (dimension - 1)), density.shape).ravel()
                print(f"{model:14} N = {particles:5} E[v1x v2x] - E[v1x] E[v2x] = {cell**2 * first @ g @ first:.6g}")

    draw(folder, diagnostics)


def draw(folder, diagnostics):
    try:
        import matplotlib
    except ImportError:
        return
    matplotlib.use("Agg")
    from matplotlib import pyplot
    for (model, particles, quantity), (times, values, _) in diagnostics.items():
        if quantity == "error_l1" and particles != "infinity":
            pyplot.plot(times, values, label=f"{model}, N = {particles}")
    pyplot.xlabel("time")
    pyplot.ylabel("L1 distance to the Landau equation")
    pyplot.legend()
    pyplot.savefig(folder / "error.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
