"""The irregular AdEx neuron by SciPy: the times of its first spikes, and its intervals over 60 s. Prints what BehaviourTests expect."""
import numpy as np
from scipy.integrate import quad, solve_ivp

C, GL, EL, VT, DELTA, A, TAU, B, RESET, PEAK, DRIVE = 100.0, 12.0, -60.0, -50.0, 2.0, -11.0, 130.0, 30.0, -48.0, 0.0, 160.0
CUT = -30.0


def slopes(_, y):
    v, w = min(y[0], PEAK), y[1]
    return [(-GL * (v - EL) + GL * DELTA * np.exp((v - VT) / DELTA) - w + DRIVE) / C, (A * (v - EL) - w) / TAU]


def upstroke(_, y):
    return y[0] - CUT


upstroke.terminal, upstroke.direction = True, 1


def spikes(duration, tolerance):
    t, y, times = 0.0, [-60.0, 0.0], []
    while t < duration:
        run = solve_ivp(slopes, (t, duration), y, method="DOP853", rtol=tolerance, atol=1e-12, events=upstroke)
        if run.status != 1:
            break

        # The end of an upstroke takes less than a microsecond, too short for the clock's digits: its time is an integral over the potential.
        t, w = run.t_events[0][0], run.y_events[0][0][1]
        rest = quad(lambda v: 1 / slopes(0, (v, w))[0], CUT, PEAK, epsabs=1e-14, epsrel=1e-12)[0]
        t += rest
        times.append(t)
        y = [RESET, w + rest * (A * (CUT - EL) - w) / TAU + B]
    return np.array(times)


def summary(intervals):
    return intervals.mean(), intervals.std() / intervals.mean(), np.corrcoef(intervals[:-1], intervals[1:])[0, 1], (intervals < 12).mean()


print("first spikes", spikes(40.0, 1e-12).round(4))
times = spikes(60000.0, 1e-9)[20:]
print("mean, variation, serial correlation, share below 12 ms", np.round(summary(np.diff(times)), 4), "from", np.diff(times).min(), "to", np.diff(times).max())
print("their deviation over 3 s", np.std([summary(np.diff(part)) for part in np.array_split(times, 20)], axis=0).round(4))
