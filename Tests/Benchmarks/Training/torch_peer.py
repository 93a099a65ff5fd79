"""The training workloads in plain torch. Reads lines 'workload repetitions', answers each with the seconds of processor time of every
repetition and then one figure that shows whether both sides compute the same: a rate of spikes, an output or the norm of a gradient. 'quit' ends it."""
import gzip
import math
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(0)


class ATan(torch.autograd.Function):
    """The spike, with the derivative 1 / (1 + (pi x)^2) times a / 2 for a sharpness of a = 2 k."""

    @staticmethod
    def forward(ctx, x, k):
        ctx.save_for_backward(x)
        ctx.k = k
        return (x >= 0).to(x)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * ctx.k / (1 + (math.pi * ctx.k * x) ** 2), None


def fire(x, k=1.0):
    return ATan.apply(x, k)


# Neurons step by step, as one writes them for autograd. unbind: x[t] in a loop costs a tensor of zeros for every step going back.
def lif(x, _):
    v, out = torch.zeros_like(x[0]), []
    for xt in x.unbind(0):
        h = v + (xt - v) / 2
        z = fire(h - 1)
        v = h * (1 - z)
        out.append(z)
    return torch.stack(out)


def plif(x, p):
    v, out, k = torch.zeros_like(x[0]), [], torch.sigmoid(p[0])
    for xt in x.unbind(0):
        h = v + (xt - v) * k
        z = fire(h - 1)
        v = h * (1 - z.detach())
        out.append(z)
    return torch.stack(out)


def izhikevich(x, _):
    v, w, out = torch.zeros_like(x[0]), torch.zeros_like(x[0]), []
    for xt in x.unbind(0):
        h = v + (xt + (v + 0.1) * (v - 0.8) - w) / 2
        w = w + (0.1 * (h + 0.1) - w) / 2
        z = fire(h - 1)
        w = w + 0.2 * z
        v = (1 - z) * h
        out.append(z)
    return torch.stack(out)


def adex(x, p, dt=0.5):
    a, b = p
    v, w, out = torch.full_like(x[0], -70), torch.zeros_like(x[0]), []

    def slopes(v, w, current):
        bounded = torch.clamp(v, max=0)
        dv = (-10 * (bounded + 70) + 20 * torch.exp((bounded + 50) / 2) - w + current) / 200
        return dv, (a * (bounded + 70) - w) / 30

    for xt in x.unbind(0):
        dv, dw = slopes(v, w, xt)
        dv2, dw2 = slopes(v + dt * dv, w + dt * dw, xt)
        h, w = v + dt / 2 * (dv + dv2), w + dt / 2 * (dw + dw2)
        z = fire(h, 0.25)
        v, w = torch.where(z > 0, torch.full_like(h, -58), h) + (-58 - h.detach()) * (z - z.detach()), w + b * z
        out.append(z)
    return torch.stack(out)


class FusedLif(torch.autograd.Function):
    """All steps and their adjoint by hand: the best that torch's operations allow."""

    @staticmethod
    def forward(ctx, x, k, detach):
        v, h, z = torch.zeros_like(x[0]), torch.empty_like(x), torch.empty_like(x)
        for t in range(x.shape[0]):
            torch.lerp(v, x[t], k, out=h[t])
            torch.ge(h[t], 1.0, out=z[t])
            v = h[t] * (1 - z[t])
        ctx.save_for_backward(x, h, z, k)
        ctx.detach = detach
        return z

    @staticmethod
    def backward(ctx, g):
        x, h, z, k = ctx.saved_tensors
        gx, gv, gk = torch.empty_like(h), torch.zeros_like(h[0]), torch.zeros(())
        for t in range(h.shape[0] - 1, -1, -1):
            slope = 1 / (1 + (math.pi * (h[t] - 1)) ** 2)
            gh = torch.addcmul(gv * (1 - z[t]), slope, g[t] if ctx.detach else g[t] - gv * h[t])
            torch.mul(gh, k, out=gx[t])
            if ctx.needs_input_grad[1]:
                gk += (gh * (x[t] - (h[t - 1] * (1 - z[t - 1]) if t else 0))).sum()
            gv = gh - gx[t]
        return gx, gk, None


class FusedIzhikevich(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        v, w, h, z = torch.zeros_like(x[0]), torch.zeros_like(x[0]), torch.empty_like(x), torch.empty_like(x)
        for t in range(x.shape[0]):
            torch.add(v, (x[t] - w).addcmul_(v + 0.1, v - 0.8), alpha=0.5, out=h[t])
            w = torch.lerp(w, 0.1 * (h[t] + 0.1), 0.5)
            torch.ge(h[t], 1.0, out=z[t])
            w = torch.add(w, z[t], alpha=0.2)
            v = h[t] * (1 - z[t])
        ctx.save_for_backward(h, z)
        return z

    @staticmethod
    def backward(ctx, g):
        h, z = ctx.saved_tensors
        gx, gv, gw = torch.empty_like(h), torch.zeros_like(h[0]), torch.zeros_like(h[0])
        for t in range(h.shape[0] - 1, -1, -1):
            slope = 1 / (1 + (math.pi * (h[t] - 1)) ** 2)
            gz = torch.addcmul(g[t] + 0.2 * gw, gv, h[t], value=-1)
            gh = torch.addcmul(gv * (1 - z[t]), slope, gz).add_(gw, alpha=0.05)
            torch.mul(gh, 0.5, out=gx[t])
            v = h[t - 1] * (1 - z[t - 1]) if t else 0
            gv = gh * (1 + 0.5 * (2 * v - 0.7)) if t else gh
            gw = 0.5 * gw - gx[t]
        return gx


def of_layer(neuron, parameters=(), mean=0.5, deviation=0.8):
    steps, batch, size = 32, 64, 4096
    x = torch.randn(steps, batch, size) * deviation + mean
    g = torch.randn(steps, batch, size)

    def run():
        xi = x.clone().requires_grad_(True)
        p = [torch.tensor(value, requires_grad=True) for value in parameters]
        start = time.process_time()
        out = neuron(xi, p)
        out.backward(g)
        return time.process_time() - start, out.detach().mean().item()

    return run


def fashion_mnist():
    folder = '/usr/share/datasets/fashion-mnist/'
    with gzip.open(folder + 'train-images-idx3-ubyte.gz') as file:
        raw = file.read(16 + 60000 * 784)
    images = np.frombuffer(raw, np.uint8, offset=16).reshape(struct.unpack('>I', raw[4:8])[0], 784)
    with gzip.open(folder + 'train-labels-idx1-ubyte.gz') as file:
        labels = np.frombuffer(file.read(), np.uint8, offset=8)
    return torch.from_numpy(images.astype(np.float32) / 255), torch.from_numpy(labels.astype(np.int64))


def of_network(forward, parameters, batch):
    images, labels = fashion_mnist()
    onehot = F.one_hot(labels, 10).float()
    optimiser = torch.optim.Adam(parameters, lr=1e-3)
    order = torch.randperm(60000)
    count = 0

    def run():
        nonlocal count
        pick = order[count * batch % 59000:][:batch]
        count += 1
        start = time.process_time()
        optimiser.zero_grad()
        loss = F.mse_loss(forward(images[pick]), onehot[pick])
        loss.backward()
        optimiser.step()
        return time.process_time() - start, loss.item()

    return run


def connected(how, poisson=False, steps=8):
    first, second = torch.nn.Linear(784, 512, bias=False), torch.nn.Linear(512, 10, bias=False)
    half = torch.tensor(0.5)

    def neurons(x):
        return FusedLif.apply(x, half, False) if how == 'fused' else lif(x, None)

    def forward(x):
        if poisson:
            current = first((torch.rand(steps, *x.shape) <= x).float())
        elif how == 'idiomatic':
            current = first(x.unsqueeze(0).repeat(steps, 1, 1))
        else:
            current = first(x).unsqueeze(0).expand(steps, -1, -1)
        return neurons(second(neurons(current))).mean(0)

    return of_network(forward, [*first.parameters(), *second.parameters()], 128)


def convolutional(steps=4):
    nn = torch.nn
    conv1, norm1, conv2, norm2 = nn.Conv2d(1, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.Conv2d(32, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32)
    full1, full2 = nn.Linear(32 * 49, 256, bias=False), nn.Linear(256, 100, bias=False)
    slopes = [nn.Parameter(torch.zeros(())) for _ in range(4)]

    def forward(x):
        h = norm1(conv1(x.view(-1, 1, 28, 28))).unsqueeze(0).expand(steps, -1, -1, -1, -1)
        z = F.max_pool2d(plif(h, slopes[:1]).flatten(0, 1), 2)
        h = norm2(conv2(z)).view(steps, -1, 32, 14, 14)
        z = F.max_pool2d(plif(h, slopes[1:2]).flatten(0, 1), 2).flatten(1)
        z = plif(full1(z).view(steps, -1, 256), slopes[2:3])
        z = plif(full2(z), slopes[3:4])
        return z.mean(0).view(-1, 10, 10).mean(2)

    modules = nn.ModuleList([conv1, norm1, conv2, norm2, full1, full2])
    return of_network(forward, [*modules.parameters(), *slopes], 64)


class Triangle(torch.autograd.Function):
    """The spike, with the pseudo-derivative gamma / threshold max(0, 1 - |x| / threshold)."""

    @staticmethod
    def forward(ctx, x, gamma, threshold):
        ctx.save_for_backward(x)
        ctx.gamma, ctx.threshold = gamma, threshold
        return (x >= 0).to(x)

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * ctx.gamma / ctx.threshold * torch.clamp(1 - x.abs() / ctx.threshold, min=0), None, None


def uniform(seed, *shape):
    """Uniform in [-1, 1): SplitMix64, so that others draw the same numbers."""
    z = np.arange(1, math.prod(shape) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return torch.from_numpy((2 * ((z >> np.uint64(11)).astype(np.float64) / 2.0**53) - 1).astype(np.float32)).view(*shape)


def adaptive(how):
    """Recurrent neurons with adaptive thresholds, a leaky readout and a class at every step; Adam."""
    steps, batch, inputs, size, outputs = 100, 16, 40, 256, 39
    alpha, rho, kappa, beta, threshold, gamma = math.exp(-1 / 20), math.exp(-1 / 200), math.exp(-1 / 20), 0.07, 0.6, 0.3
    if how == 'factorised':
        beta = 0.0
    feed = torch.nn.Parameter(uniform(1, inputs, size) * math.sqrt(3 / inputs))
    recurrent = torch.nn.Parameter(uniform(2, size, size) * math.sqrt(3 / size) * (1 - torch.eye(size)))
    readout = torch.nn.Parameter(uniform(3, size, outputs) * math.sqrt(3 / size))
    bias = torch.nn.Parameter(torch.zeros(outputs))
    x = uniform(4, steps, batch, inputs) * math.sqrt(3)
    labels = ((uniform(5, steps, batch) + 1) / 2 * outputs).long()
    optimiser = torch.optim.Adam([feed, recurrent, readout, bias], lr=1e-3)

    def unrolled():
        # As one writes it, x[t] in a loop; or by unbind, which spares the tensors of zeros.
        arriving = x @ feed
        v, a, z, y, sent = torch.zeros(batch, size), torch.zeros(batch, size), torch.zeros(batch, size), torch.zeros(batch, outputs), []
        for current in (arriving[t] for t in range(steps)) if how == 'indexed' else arriving.unbind(0):
            a = rho * a + z
            v = alpha * v + current + z @ recurrent - threshold * z.detach()
            z = Triangle.apply(v - threshold - beta * a, gamma, threshold)
            sent.append(z)
        sums = []
        read = torch.stack(sent) @ readout + bias
        for of_step in (read[t] for t in range(steps)) if how == 'indexed' else read.unbind(0):
            y = kappa * y + of_step
            sums.append(y)
        loss = F.cross_entropy(torch.stack(sums).view(-1, outputs), labels.view(-1))
        loss.backward()

    @torch.no_grad()
    def forward():
        v, a, z = torch.zeros(batch, size), torch.zeros(batch, size), torch.zeros(batch, size)
        current, sent, above = x @ feed, torch.empty(steps, batch, size), torch.empty(steps, batch, size)
        for t in range(steps):
            a = rho * a + z
            v = alpha * v + current[t] + z @ recurrent - threshold * z
            above[t] = v - threshold - beta * a
            z = (above[t] >= 0).float()
            sent[t] = z
        arriving, y, sums = sent @ readout + bias, torch.zeros(batch, outputs), torch.empty(steps, batch, outputs)
        for t in range(steps):
            y = kappa * y + arriving[t]
            sums[t] = y
        error = (F.softmax(sums, -1) - F.one_hot(labels, outputs)) / (steps * batch)
        slope = gamma / threshold * torch.clamp(1 - above.abs() / threshold, min=0)
        return sent, slope, error

    @torch.no_grad()
    def learn_readout(sent, error):
        for t in range(steps - 2, -1, -1):
            error[t] += kappa * error[t + 1]
        readout.grad = sent.view(-1, size).t() @ error.view(-1, outputs)
        bias.grad = error.sum((0, 1))

    @torch.no_grad()
    def traces():
        """Traces of every synapse, [batch, presynaptic, neurons], carried forwards with the sequence."""
        sent, slope, error = forward()
        signal = error @ readout.t()
        arriving = torch.cat([x, torch.cat([torch.zeros(1, batch, size), sent[:-1]])], 2)
        of_v, of_a = torch.zeros(batch, inputs + size), torch.zeros(batch, inputs + size, size)
        filtered, gradient = torch.zeros(batch, inputs + size, size), torch.zeros(inputs + size, size)
        for t in range(steps):
            of_v.mul_(alpha).add_(arriving[t])
            psi = slope[t].unsqueeze(1)
            eligibility = psi * (of_v.unsqueeze(2) - beta * of_a)
            of_a.mul_(rho).add_(eligibility)
            filtered.mul_(kappa).add_(eligibility)
            gradient += torch.einsum('bj,bij->ij', signal[t], filtered)
        feed.grad, recurrent.grad = gradient[:inputs].contiguous(), gradient[inputs:].contiguous()
        learn_readout(sent, error)

    @torch.no_grad()
    def factorised():
        sent, slope, error = forward()
        signal = error @ readout.t()
        for t in range(steps - 2, -1, -1):
            signal[t] += kappa * signal[t + 1]
        arriving = torch.cat([x, torch.cat([torch.zeros(1, batch, size), sent[:-1]])], 2)
        for t in range(1, steps):
            arriving[t] += alpha * arriving[t - 1]
        gradient = arriving.view(-1, inputs + size).t() @ (signal * slope).view(-1, size)
        feed.grad, recurrent.grad = gradient[:inputs].contiguous(), gradient[inputs:].contiguous()
        learn_readout(sent, error)

    learn = {'indexed': unrolled, 'unrolled': unrolled, 'traces': traces, 'factorised': factorised}[how]
    first = None

    def run():
        nonlocal first
        start = time.process_time()
        optimiser.zero_grad()
        learn()
        recurrent.grad.fill_diagonal_(0)
        optimiser.step()
        seconds = time.process_time() - start

        # What both sides can compare before their weights part: the recurrent gradient of the first batch.
        first = recurrent.grad.norm().item() if first is None else first
        return seconds, first

    return run


WORKLOADS = {
    'lif': lambda: of_layer(lif),
    'plif': lambda: of_layer(plif, [0.0]),
    'izhikevich': lambda: of_layer(izhikevich),
    'adex': lambda: of_layer(adex, [2.0, 60.0], 2000.0, 500.0),
    'lif-fused': lambda: of_layer(lambda x, _: FusedLif.apply(x, torch.tensor(0.5), False)),
    'plif-fused': lambda: of_layer(lambda x, p: FusedLif.apply(x, torch.sigmoid(p[0]), True), [0.0]),
    'izhikevich-fused': lambda: of_layer(lambda x, _: FusedIzhikevich.apply(x)),
    'fc-idiomatic': lambda: connected('idiomatic'),
    'fc-hoisted': lambda: connected('hoisted'),
    'fc-fused': lambda: connected('fused'),
    'fc-poisson': lambda: connected('hoisted', poisson=True),
    'fc-poisson-fused': lambda: connected('fused', poisson=True),
    'conv': convolutional,
    'alif-indexed': lambda: adaptive('indexed'),
    'alif-unrolled': lambda: adaptive('unrolled'),
    'alif-traces': lambda: adaptive('traces'),
    'lif-factorised': lambda: adaptive('factorised'),
}


def main():
    print(f'torch {torch.__version__}, one thread', flush=True)
    name, run = None, None
    for line in sys.stdin:
        if line.strip() == 'quit':
            return
        wanted, repetitions = line.split()
        if wanted != name:
            name, run = wanted, WORKLOADS[wanted]()
            run()
        results = [run() for _ in range(int(repetitions))]
        print(*(seconds for seconds, _ in results), results[-1][1], flush=True)


main()
