"""Runs the functions of a peer's alif.py, which must be in the current folder, one by one: its own loop ends where a library is missing. Prints a line for each:
name: samples/s. With an argument, the folder to leave reference weights and gradients in, which the prototypes compare themselves with."""
import statistics
import sys
import time

exec(open('alif.py').read().split('for nm,f in (')[0])

for name, make, repetitions in (
    ('bptt', lambda: wrap(bptt), 7),
    ('eprop', lambda: wrap(eprop), 3),
    ('eprop_lif', lambda: wrap(eprop_lif), 7),
    ('norse', lambda: norse(), 7),
    ('snn', lambda: snn(), 7),
):
    try:
        run = make()
        run()
        seconds = []
        for _ in range(repetitions):
            start = time.process_time()
            run()
            seconds.append(time.process_time() - start)
        print(f'{name}: {B / statistics.median(seconds)} samples/s', flush=True)
    except ImportError as missing:
        print(f'{name}: {missing}', flush=True)

if len(sys.argv) > 1:
    exec(open('alif_dump.py').read().replace("d='ref/'", f'd={sys.argv[1]!r}'))
