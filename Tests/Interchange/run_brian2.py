"""Runs exported scripts in one process, by Brian2's interpreter-only target: python3 run_brian2.py JOBS.json RESULTS.json"""
import json
import runpy
import sys
import warnings

warnings.simplefilter('ignore')
from brian2 import BrianLogger, StateMonitor, ms, prefs, seed

prefs.codegen.target = 'numpy'
BrianLogger.log_level_error()
seed(1)

with open(sys.argv[1]) as file:
    jobs = json.load(file)

results = {}
for job in jobs:
    try:
        script = runpy.run_path(job['script'], run_name='exported')
        neurons, network = script['neurons'], script['network']
        step = float(script['defaultclock'].dt/ms)
        samples = StateMonitor(neurons, job['states'], record=True, dt=job['steps']//10*step*ms, when='start', order=-10)
        network.add(samples)
        network.run(job['steps']*step*ms)
        results[job['name']] = {
            'spikes': [int(round(float(t/ms)/step)) for t in script['spikes'].t] if 'spikes' in script else [],
            'states': {s: [float(v) for v in getattr(samples, s)[0][1:]] + [float(getattr(neurons, s)[0])] for s in job['states']},
            'ends': {s: [float(v) for v in getattr(neurons, s)] for s in job['states']},
        }
    except Exception as failure:
        cause = failure.__cause__ or failure
        results[job['name']] = {'error': f'{type(failure).__name__}: {failure} ({cause})'[:800]}

with open(sys.argv[2], 'w') as file:
    json.dump(results, file)
