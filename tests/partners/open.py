"""Opens age files with the bindings of rage for Python.

Input: a folder with `identity.txt`, then names of files in it. Writes what is in `NAME.age` to `NAME.out`.
"""

import pathlib
import sys

import pyrage

folder = pathlib.Path(sys.argv[1])
identity = pyrage.x25519.Identity.from_str((folder / "identity.txt").read_text().strip())
for name in sys.argv[2:]:
    content = pyrage.decrypt((folder / f"{name}.age").read_bytes(), [identity])
    (folder / f"{name}.out").write_bytes(content)
