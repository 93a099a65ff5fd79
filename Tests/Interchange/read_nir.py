"""Prints a NIR file as JSON, read by h5py: python3 read_nir.py FILE.nir"""
import json
import sys

import h5py


def plain(item):
    if isinstance(item, h5py.Group):
        return {name: plain(member) for name, member in item.items()}
    value = item[()]
    if isinstance(value, bytes):
        return value.decode('utf8')
    if value.dtype == object:
        return [[end.decode('utf8') for end in edge] for edge in value]
    return value.tolist()


with h5py.File(sys.argv[1], 'r') as file:
    print(json.dumps(plain(file)))
