"""python3 -m unittest discover src/python/tests; the environment variable HIERARCHY names the program."""

import json
import math
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import hierarchy  # noqa: E402

SCENARIO = {
    "name": "python", "dimension": 2, "grid": {"halfWidth": 5, "points": 16}, "initial": [{"type": "gaussian", "covariance": [0.8, 1.2]}],
    "kernel": {"gamma": 0}, "particles": [4], "models": ["cluster"], "errors": "off",
    "quantities": ["mass", "energy", "covariance_xx", "pair_covariance_xx"], "time": {"end": 0.2, "output": 0.1},
}


RADIAL = {
    "name": "radial", "dimension": 3, "grid": {"halfWidth": 6, "points": 8}, "particles": [4], "models": [{"type": "cluster-radial", "accuracy": 1e-2}], "errors": "off",
    "initial": [{"type": "gaussian", "weight": 0.5, "covariance": [t, t, t]} for t in (0.5, 1.5)], "time": {"end": 0.02}, "output": {"pair": False},
}


class RadialTests(unittest.TestCase):
    def test_rotation_invariant_pairs_are_read_at_their_points(self):
        folder = Path(tempfile.mkdtemp())
        try:
            results = hierarchy.run(RADIAL, out=folder / "results")
            p = results.radial("cluster-radial", 4)
            shell, square = 4 * np.pi * p.r_weights * p.r**2, p.r_weights * p.r**4
            self.assertAlmostEqual(1, np.sum(shell * p.f), 9)
            covariance = 8 * np.pi**2 * np.einsum("a,b,k,abk", square, square, p.mu_weights, p.g)
            self.assertAlmostEqual(results.series("pair_energy_covariance", "cluster-radial", 4).value[-1], covariance, 8)
            self.assertGreater(covariance, 1e-3)
            self.assertEqual((None, None, None), results.radial("landau-radial")[3:])
            with self.assertRaisesRegex(KeyError, "cluster-radial N = 4"):
                results.radial("cluster-radial", 5)
        finally:
            shutil.rmtree(folder)


class RunTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp())
        cls.results = hierarchy.run(SCENARIO, out=cls.folder / "results", output__pair=True, time__tolerance=1e-6)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def test_fields_are_those_of_the_tables(self):
        r = self.results
        f, g = r.f("cluster", 4), r.g("cluster", 4, time=0.2)
        self.assertEqual((16, 16), f.shape)
        self.assertEqual((16,) * 4, g.shape)
        vx = r.velocity
        self.assertAlmostEqual(r.series("mass", "cluster", 4).value[-1], r.cell * f.sum(), 12)
        self.assertAlmostEqual(r.series("energy", "cluster", 4).value[-1], r.cell * np.einsum("ij,ij->", f, vx[:, None] ** 2 + vx[None, :] ** 2), 10)
        pair = r.cell**2 * np.einsum("ijkl,i,k->", g, vx, vx)
        self.assertAlmostEqual(r.series("pair_covariance_xx", "cluster", 4).value[-1], pair, 10)
        self.assertAlmostEqual(r.cell * f.sum(), r.marginal("cluster", 4).sum() * (vx[1] - vx[0]), 12)

    def test_maxwell_molecules_relax_at_the_exact_rate(self):
        """gamma = 0: C - tr C/d I falls like exp(-4 d t), and E[v1x v2x] = (1/N) (C_xx(0) - tr C/d) (1 - exp(-4 d t)) for every N."""
        series = self.results.series("covariance_xx", "landau")
        np.testing.assert_allclose(-np.log((series.value - 1) / (series.value[0] - 1))[1:] / series.time[1:], 8, rtol=1e-2)
        pair = self.results.series("pair_covariance_xx", "cluster", 4)
        np.testing.assert_allclose(pair.value, -0.2 / 4 * (1 - np.exp(-8 * pair.time)), atol=5e-4)

    def test_the_same_experiment_is_opened_and_not_run_again(self):
        before = (self.folder / "results" / "manifest.json").stat().st_mtime_ns
        hierarchy.run(SCENARIO, out=self.folder / "results", output__pair=True, time__tolerance=1e-6)
        self.assertEqual(before, (self.folder / "results" / "manifest.json").stat().st_mtime_ns)

    def test_a_wrong_scenario_is_told_in_the_words_of_the_program(self):
        with self.assertRaises(hierarchy.ProgramFailed) as failed:
            hierarchy.run(SCENARIO, out=self.folder / "wrong", grid__points=13)
        self.assertEqual(2, failed.exception.code)
        self.assertIn("grid.points is 13", str(failed.exception))

    def test_what_is_not_there_is_told_with_what_is(self):
        with self.assertRaisesRegex(KeyError, "cluster N = 4"):
            self.results.g("cluster", 5)
        with self.assertRaisesRegex(KeyError, "the nearest is 0.1"):
            self.results.f("cluster", 4, time=0.11)
        with self.assertRaisesRegex(KeyError, "covariance_xx"):
            self.results.series("enrgy", "cluster", 4)

    def test_runs_and_quantities_are_listed(self):
        self.assertEqual([("landau", math.inf), ("cluster", 4)], self.results.runs)
        self.assertEqual("completed", self.results.status)
        rows = self.results.quantities()
        self.assertEqual({"landau", "cluster"}, set(rows["model"]) if hasattr(rows, "columns") else {row["model"] for row in rows})

    def test_a_correlation_with_a_symmetry_is_expanded(self):
        """Of an isotropic datum in d = 3, whose group has elements that are not their own inverses, g is what a run with all columns gives."""
        wide, narrow = ({"type": "gaussian", "weight": 0.5, "covariance": temperature} for temperature in (0.6, 1.1))
        scenario = {**SCENARIO, "dimension": 3, "grid": {"halfWidth": 5, "points": 8}, "initial": [wide, narrow], "time": {"end": 0.1, "tolerance": 1e-4}}
        reduced = hierarchy.run(scenario, out=self.folder / "reduced", output__pair=True)
        whole = hierarchy.run(scenario, out=self.folder / "whole", output__pair=True, symmetry="none")
        with h5py.File(self.folder / "reduced" / "results.h5") as file:
            self.assertEqual((2, 8, 8, 8, 20), file["/g/cluster/4"].shape)
            self.assertEqual((48, 3), file["/symmetry/elements"].shape)
        with h5py.File(self.folder / "whole" / "results.h5") as file:
            self.assertEqual((2,) + 6 * (8,), file["/g/cluster/4"].shape)
            self.assertNotIn("symmetry", file)
        expected = whole.g("cluster", 4)
        self.assertEqual(expected.shape, reduced.g("cluster", 4).shape)
        np.testing.assert_allclose(reduced.g("cluster", 4), expected, rtol=0, atol=1e-12 * np.abs(expected).max())

    def test_a_newer_format_is_refused(self):
        copy = self.folder / "newer"
        shutil.copytree(self.folder / "results", copy)
        manifest = json.loads((copy / "manifest.json").read_text())
        (copy / "manifest.json").write_text(json.dumps({**manifest, "format": 99}))
        with self.assertRaisesRegex(hierarchy.NewerFormat, "format 99"):
            hierarchy.load(copy)


if __name__ == "__main__":
    unittest.main()
