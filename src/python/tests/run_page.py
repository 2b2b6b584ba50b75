"""Runs the Python blocks of a page, or the cells of a notebook, one after the other in one namespace: python3 run_page.py FILE.

    Blocks that want a package that is not there are passed over.
    """

import json
import re
import sys
from pathlib import Path


def blocks(file):
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return re.findall(r"^```python\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def main(file):
    names = {}
    ran = 0
    for number, block in enumerate(blocks(file), 1):
        try:
            exec(compile(block, f"{file.name}, block {number}", "exec"), names)
            ran += 1
        except ModuleNotFoundError as missing:
            if missing.name not in ("pandas", "xarray", "matplotlib", "h5netcdf"):
                raise
            print(f"block {number} passed over: there is no {missing.name}")
    print(f"{ran} blocks ran")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
