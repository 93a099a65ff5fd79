using MicrocodeSample;
using Xunit;
using Xunit.Abstractions;

namespace NeuronDsl.Tests.Microcode.FixedPoint;

/// <summary>When fixed-point neurons fire, beside the same scheme in double precision.</summary>
public sealed class SpikeTimeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(32, 0.05)]
    [InlineData(16, 0.8)]
    public void Izhikevich_fires_when_double_precision_does(int bits, double limit)
    {
        SpikeTimes times = SpikeTimes.Izhikevich(bits);
        output.WriteLine($"{times}");
        Assert.InRange(times.Mean, 0, limit);
        Assert.InRange(times.Lost, 0, bits == 32 ? 0 : times.Spikes / 100);
    }

    // With all words of 16 bits, the tables of rates included, 1.0 ms is what is reached: a rate's table has one format for four decades.
    [Theory]
    [InlineData(32, 0.005)]
    [InlineData(16, 1.5)]
    public void Hodgkin_and_Huxley_fires_when_double_precision_does(int bits, double limit)
    {
        SpikeTimes times = SpikeTimes.HodgkinHuxley(bits);
        output.WriteLine($"{times}");
        Assert.InRange(times.Mean, 0, limit);
        Assert.InRange(times.Lost, 0, bits == 32 ? 0 : 2);
    }
}
