"""Results of the Hierarchy laboratory in Python.

    import hierarchy
    results = hierarchy.run("quickstart", particles=[16])     # or hierarchy.load("runs/quickstart")
    f = results.f("cluster", 16, time=0.5)                    # one-particle density, n values an axis
    g = results.g("cluster", 16, time=0.5)                    # pair correlation f_2 - f x f, v1 slow
    error = results.series("error_l1", "cluster", 16)         # a quantity over time, with its errors

numpy and h5py are enough; `quantities()` gives a pandas table where pandas is, `dataset()` an xarray one.
"""

from .results import NewerFormat, Results, Series, load
from .program import ProgramFailed, run, validate

__all__ = ["load", "run", "validate", "Results", "Series", "NewerFormat", "ProgramFailed"]
