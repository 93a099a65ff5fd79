"""Writes mfcc.csv: a synthetic recording and its features by numpy and scipy, the witness of Mfcc. Run: python3 mfcc.py"""
import numpy as np
from scipy.fft import dct

RATE, FRAME, SHIFT, POINTS, FILTERS, CEPSTRA = 16000, 400, 160, 512, 26, 13


def clip():
    t = np.arange(2400) / RATE
    rng = np.random.default_rng(5)
    wave = 6000 * np.sin(2 * np.pi * (300 * t + 9000 * t * t)) + 1500 * np.sin(2 * np.pi * 2500 * t) + 200 * rng.standard_normal(t.size)
    return np.round(wave).astype(np.int16)


def delta(c):
    p = np.pad(c, ((2, 2), (0, 0)), mode="edge")
    return (p[3:-1] - p[1:-3] + 2 * (p[4:] - p[:-4])) / 10


def mfcc(x):
    x = x.astype(float)
    x = np.append(x[0], x[1:] - 0.97 * x[:-1])
    count = 1 + (x.size - FRAME) // SHIFT
    frames = np.stack([x[k * SHIFT:k * SHIFT + FRAME] for k in range(count)])
    frames = frames * (0.53836 - 0.46164 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1)))
    power = np.abs(np.fft.rfft(frames, POINTS)) ** 2 / POINTS
    mel = np.linspace(0, 2595 * np.log10(1 + RATE / 2 / 700), FILTERS + 2)
    edges = np.floor((POINTS + 1) * 700 * (10 ** (mel / 2595) - 1) / RATE).astype(int)
    bank = np.zeros((FILTERS, POINTS // 2 + 1))
    for m in range(FILTERS):
        low, middle, high = edges[m:m + 3]
        bank[m, low:middle] = (np.arange(low, middle) - low) / (middle - low)
        bank[m, middle:high] = (high - np.arange(middle, high)) / (high - middle)
    energy = np.maximum(power @ bank.T, np.finfo(float).eps)
    c = dct(20 * np.log10(energy), type=2, axis=1, norm="ortho")[:, :CEPSTRA]
    c -= c.mean(axis=0)
    d = delta(c)
    return np.hstack([c, d, delta(d)])


if __name__ == "__main__":
    x = clip()
    with open("mfcc.csv", "w") as file:
        file.write(",".join(map(str, x)) + "\n")
        for row in mfcc(x):
            file.write(",".join(f"{v:.9g}" for v in row) + "\n")
