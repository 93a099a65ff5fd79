"""Writes what torch's autograd gives for the neurons of Neurons.cs over 32 steps: input, gradient of the output, spikes, gradient of the input,
then those of the learnable parameters, one for each neuron, as little-endian single precision, a file for each neuron. Run with Debian's python3-torch:
/usr/bin/python3 Tests/Kernels/Reference/layers.py"""
import math
import pathlib

import numpy as np
import torch

STEPS, BATCH, SIZE = 32, 3, 20


class ATan(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).to(x)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g / (1 + (math.pi * x) ** 2)


fire = ATan.apply


def lif(x):
    v, out = torch.zeros_like(x[0]), []
    for xt in x.unbind(0):
        h = v + (xt - v) / 2
        z = fire(h - 1)
        v = h * (1 - z)
        out.append(z)
    return torch.stack(out)


def plif(x, a):
    v, out = torch.zeros_like(x[0]), []
    for xt in x.unbind(0):
        h = v + torch.sigmoid(a) * (xt - v)
        z = fire(h - 1)
        v = h * (1 - z.detach())
        out.append(z)
    return torch.stack(out)


def alif(x, beta, rho):
    v, a, out = torch.zeros_like(x[0]), torch.zeros_like(x[0]), []
    for xt in x.unbind(0):
        v, a = 0.8 * v + xt, rho * a
        z = fire(v - (1 + beta * a))
        v, a = v - z, a + z
        out.append(z)
    return torch.stack(out)


def izhikevich(x):
    v, w, out = torch.zeros_like(x[0]), torch.zeros_like(x[0]), []
    for xt in x.unbind(0):
        h = v + (xt + (v + 0.1) * (v - 0.8) - w) / 2
        w = w + (0.1 * (h + 0.1) - w) / 2
        z = fire(h - 1)
        w = w + 0.2 * z
        v = h * (1 - z)
        out.append(z)
    return torch.stack(out)


def write(name, neuron, *parameters):
    x = (torch.randn(STEPS, BATCH, SIZE) * 0.8 + 0.5).requires_grad_(True)
    g = torch.randn(STEPS, BATCH, SIZE)
    learnable = [torch.full((SIZE,), value, requires_grad=True) for value in parameters]
    z = neuron(x, *learnable)
    z.backward(g)
    parts = [x.detach(), g, z.detach(), x.grad, *(p.grad for p in learnable)]
    data = np.concatenate([part.numpy().ravel() for part in parts]).astype('<f4')
    pathlib.Path(__file__).with_name(name + '.f32').write_bytes(data.tobytes())
    print(name, 'rate', z.mean().item())


torch.manual_seed(4)
write('lif', lif)
write('plif', plif, 0.0)
write('alif', alif, 0.3, 0.9)
write('izhikevich', izhikevich)
