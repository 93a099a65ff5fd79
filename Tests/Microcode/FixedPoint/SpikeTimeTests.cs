using MicrocodeSample;
using Xunit;
using Xunit.Abstractions;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>When fixed-point neurons fire, beside the same scheme in double precision.</summary>
public sealed class SpikeTimeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(32, 0.05)]
    [InlineData(16, 0.1)]
    public void Izhikevich_fires_when_double_precision_does(int bits, double limit)
    {
        SpikeTimes times = SpikeTimes.Izhikevich(bits);
        output.WriteLine($"{times}");
        Assert.InRange(times.Mean, 0, limit);
        Assert.InRange(times.Lost, 0, bits == 32 ? 0 : times.Spikes / 100);
    }

    // All words have 16 bits, the tables of rates included.
    [Theory]
    [InlineData(32, 0.002)]
    [InlineData(16, 0.15)]
    public void Hodgkin_and_Huxley_fires_when_double_precision_does(int bits, double limit)
    {
        SpikeTimes times = SpikeTimes.HodgkinHuxley(bits);
        output.WriteLine($"{times}");
        Assert.InRange(times.Mean, 0, limit);
        Assert.InRange(times.Lost, 0, 0);
    }
}
