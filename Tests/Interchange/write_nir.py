"""Writes NIR files as the nir package does, by h5py: python3 write_nir.py FOLDER"""
import os
import sys

import h5py
import numpy as np


def write(name, nodes, edges, version='1.0.4', metadata=None):
    with h5py.File(os.path.join(sys.argv[1], name), 'w') as file:
        file.create_dataset('version', data=version, dtype=h5py.string_dtype())
        put(file.create_group('node'), {'type': 'NIRGraph', 'nodes': nodes, 'edges': edges, **({'metadata': metadata} if metadata else {})})


def put(group, members):
    for name, value in members.items():
        if isinstance(value, dict):
            put(group.create_group(name), value)
        elif isinstance(value, str):
            group.create_dataset(name, data=value, dtype=h5py.string_dtype())
        elif isinstance(value, np.ndarray):
            group.create_dataset(name, data=value, compression='gzip')
        else:
            group.create_dataset(name, data=value)


def one(value):
    return np.array([value], dtype=np.float32)


def lif(tau=0.0025, threshold=0.1):
    return {'type': 'LIF', 'tau': one(tau), 'r': one(1), 'v_leak': one(0), 'v_threshold': one(threshold)}


port = {'input': {'type': 'Input', 'shape': np.array([1])}, 'output': {'type': 'Output', 'shape': np.array([1])}}
affine = {'type': 'Affine', 'weight': np.array([[1]], dtype=np.float32), 'bias': one(0)}
chain = [('input', '0'), ('0', '1'), ('1', 'output')]

write('paper.nir', {**port, '0': affine, '1': lif()}, chain)
write('version.nir', {**port, '0': affine, '1': lif()}, chain, version='2.1')
write('missing.nir', {**port, '0': affine}, chain)
write('unknown.nir', {**port, '0': affine, '1': {'type': 'Sigma', 'r': one(1)}}, chain)
incomplete = lif()
del incomplete['tau']
write('incomplete.nir', {**port, '0': affine, '1': incomplete}, chain)
write('shapes.nir', {**port, '0': affine, '1': {**lif(), 'tau': np.array([1., 2.])}}, chain)
write('edge.nir', {**port, '0': {**affine, 'weight': np.ones((1, 3))}, '1': lif()}, chain)
write('cycle.nir', {**port, '0': affine, '1': lif(), 'loop': {'type': 'Scale', 'scale': one(1)}}, chain + [('0', 'loop'), ('loop', '0')])

# A graph within the graph, as frameworks write recurrent layers: two neurons that excite themselves after a step.
inner = {
    'type': 'NIRGraph',
    'nodes': {
        'input': {'type': 'Input', 'shape': np.array([2])},
        'cells': {'type': 'LIF', 'tau': np.full(2, 0.01), 'r': np.ones(2), 'v_leak': np.zeros(2), 'v_threshold': np.full(2, 0.5), 'v_reset': np.zeros(2)},
        'back': {'type': 'Linear', 'weight': np.array([[0., 40.], [0., 0.]])},
        'output': {'type': 'Output', 'shape': np.array([2])}},
    'edges': [('input', 'cells'), ('cells', 'back'), ('back', 'cells'), ('cells', 'output')]}
write('nested.nir', {'input': {'type': 'Input', 'shape': np.array([2])}, 'rnn': inner, 'output': {'type': 'Output', 'shape': np.array([2])}},
      [('input', 'rnn'), ('rnn', 'output')], metadata={'dt': 1e-3, 'discretisation': 'euler'})
