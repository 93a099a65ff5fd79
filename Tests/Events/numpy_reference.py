#!/usr/bin/env python3
"""Writes reference.npz: small arrays of every type that is read. Run it with Debian's python3-numpy."""
import pathlib
import numpy as np

values = np.array([[0, 1, -2.5], [100, 7, -128]])
arrays = {kind: values.astype(kind) for kind in ("f2", "f4", "f8", "i1", "i2", "i4", "i8")}
whole = values.astype(np.int64)
arrays |= {f"u{size}": (whole & 0xFF).astype(f"u{size}") for size in (1, 2, 4, 8)}
arrays["swapped"] = values.astype(">f8")
arrays["b1"] = np.array([False, True, True])
arrays["x"] = np.arange(24, dtype=np.float32).reshape(4, 2, 3)
arrays["y"] = np.array([0, 2, 1, 0])
np.savez(pathlib.Path(__file__).with_name("reference.npz"), **arrays)
