#!/usr/bin/env python3
"""Writes torch-layers.json: what PyTorch makes of small images, forwards and backwards, in double precision.

Each case holds the input, the gradient of the output, and what came of them. Run it with Debian's python3-torch:
    python3 Tests/Layers/reference.py
"""
import json
import pathlib
import torch
from torch import nn

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)


def numbers(*shape):
    return torch.round(torch.randn(*shape) * 64) / 64


def flat(tensor):
    return [float(f"{value:.11g}") for value in tensor.detach().flatten().tolist()]


def case(name, layer, x, settings, passes=1):
    x = x.clone().requires_grad_(True)
    with torch.no_grad():
        for parameter in layer.parameters():
            parameter.copy_(numbers(*parameter.shape))
    values = {key: flat(value) for key, value in layer.named_parameters()}
    for _ in range(passes):
        layer.zero_grad()
        x.grad = None
        y = layer(x)
        gradient = numbers(*y.shape)
        y.backward(gradient)
    return {
        "name": name, **settings, "shape": list(x.shape), "outShape": list(y.shape), "parameters": values,
        "input": flat(x), "output": flat(y), "outputGradient": flat(gradient), "inputGradient": flat(x.grad),
        "parameterGradients": {key: flat(value.grad) for key, value in layer.named_parameters()},
        "buffers": {key: flat(value) for key, value in layer.named_buffers() if value.dim() > 0},
    }


def conv(name, channels, out, size, kernel, stride, padding, bias):
    layer = nn.Conv2d(channels, out, kernel, stride, padding, bias=bias)
    settings = dict(kind="conv", channels=channels, out=out, kernel=kernel, stride=stride, padding=padding, bias=bias)
    return case(name, layer, numbers(2, channels, *size), settings)


def norm(name, x, training):
    layer = (nn.BatchNorm2d if x.dim() == 4 else nn.BatchNorm1d)(x.shape[1])
    layer.train(training)
    if not training:
        layer.running_mean.copy_(numbers(x.shape[1]))
        layer.running_var.copy_(numbers(x.shape[1]).abs() + 0.5)
    return case(name, layer, x, dict(kind="norm", channels=x.shape[1], training=training))


spikes = (torch.rand(4, 2, 9, 7) < 0.3).double()
cases = [
    conv("3x3, padding 1", 2, 3, (6, 5), 3, 1, 1, True),
    conv("3x3, many channels", 5, 18, (7, 9), 3, 1, 1, False),
    conv("5x5, stride 2, padding 2", 3, 4, (9, 8), 5, 2, 2, True),
    conv("2x2, stride 3, nothing padded", 1, 2, (7, 8), 2, 3, 0, True),
    norm("batch normalisation of images", numbers(4, 3, 5, 4) * 2 + 1, True),
    norm("batch normalisation of features", numbers(6, 19) * 3 - 2, True),
    norm("batch normalisation in use", numbers(3, 2, 3, 4), False),
    case("maxima", nn.MaxPool2d(2), numbers(3, 2, 6, 7), dict(kind="max", kernel=2, stride=2)),
    case("maxima of windows that overlap", nn.MaxPool2d(3, 2), numbers(3, 2, 9, 8), dict(kind="max", kernel=3, stride=2)),
    case("maxima of spikes, which tie", nn.MaxPool2d(2), spikes, dict(kind="max", kernel=2, stride=2)),
    case("maxima of spikes in windows of 3, stride 1", nn.MaxPool2d(3, 1), spikes, dict(kind="max", kernel=3, stride=1)),
    case("means", nn.AvgPool2d(2), numbers(3, 2, 6, 7), dict(kind="mean", kernel=2, stride=2)),
    case("means of windows that overlap", nn.AvgPool2d(3, 1), numbers(2, 2, 5, 6), dict(kind="mean", kernel=3, stride=1)),
]
text = json.dumps(cases, separators=(",", ":")).replace('},{"name"', '},\n{"name"')
pathlib.Path(__file__).with_name("torch-layers.json").write_text(text + "\n")
