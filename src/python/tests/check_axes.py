"""Whether the fields of results.h5 have their axes by name: python3 check_axes.py results.h5 DIMENSION [reduced]."""

import importlib.util
import sys

import h5py
import numpy as np

path, dimension, reduced = sys.argv[1], int(sys.argv[2]), len(sys.argv) > 3
letters = "xyz"[:dimension]
single = ("time", *("v" + a for a in letters))
pair = ("time", *("v1" + a for a in letters), *(("representative",) if reduced else ("v2" + a for a in letters)))

with h5py.File(path) as file:
    assert file.attrs["title"] == "A title of more than sixteen letters", file.attrs["title"]
    velocity, times = file["/axes/velocity"][:], file["/axes/time"][:]
    points = {"time": times, "representative": file["/symmetry/representatives"][:]} if reduced else {"time": times}
    for kind, names in (("f1", single), ("g", pair)):
        field = file[f"/{kind}/tensorised2/3"]
        assert field.ndim == len(names)
        for axis, name in zip(field.dims, names):
            scale = axis[0]
            assert h5py.h5ds.is_scale(scale.id) and scale.name.endswith("/" + name), (axis, name)
            np.testing.assert_array_equal(points.get(name, velocity), scale[:])
    value = file["/f1/tensorised2/3"][-1, 2, 3].ravel()[0]
print("h5py: named")

for engine, package in (("h5netcdf", "h5netcdf"), ("netcdf4", "netCDF4")):
    if importlib.util.find_spec("xarray") is None or importlib.util.find_spec(package) is None:
        print(f"{engine}: not installed")
        continue
    import xarray

    for kind, names in (("f1", single), ("g", pair)):
        with xarray.open_dataset(path, group=f"{kind}/tensorised2", engine=engine) as data:
            assert data["3"].dims == names, data["3"].dims
            for name in names:
                np.testing.assert_array_equal(points.get(name, velocity), data[name].values)
            if kind == "f1":
                chosen = data["3"].isel(time=-1).sel(vx=velocity[2], vy=velocity[3], method="nearest").values.ravel()[0]
                assert chosen == value
    print(f"{engine}: named")
