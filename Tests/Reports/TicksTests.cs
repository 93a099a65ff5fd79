using System;
using System.Linq;
using NeuronDsl.Reports.Drawing;
using Xunit;

namespace NeuronDsl.Tests.Reports;

public class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-80, 35, 4, "−80 −60 −40 −20 0 20")]
    [InlineData(0, 500, 5, "0 100 200 300 400 500")]
    [InlineData(0.1, 0.3, 2, "0.1 0.2 0.3")]
    [InlineData(0, 5e6, 5, "0 1×10⁶ 2×10⁶ 3×10⁶ 4×10⁶ 5×10⁶")]
    [InlineData(0, 2e-5, 2, "0 1×10⁻⁵ 2×10⁻⁵")]
    [InlineData(1_000_000, 1_000_002, 2, "1000000 1000001 1000002")]
    public void Linear_ticks_are_round_and_written_alike(double low, double high, int target, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Linear(new(low, high), target).Select(tick => tick.Label)));

    [Fact]
    public void Tick_values_are_the_nearest_doubles_to_their_decimals() =>
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], Ticks.Linear(new(0.1, 0.7), 6).Select(tick => tick.Value));

    [Fact]
    public void Over_random_ranges_ticks_lie_inside_are_evenly_spaced_and_about_as_many_as_asked()
    {
        var random = new Random(11);
        for (int run = 0; run < 2_000; run++)
        {
            double low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-12, 13)), high = low + Math.Pow(10, random.Next(-6, 7)) * (0.1 + random.NextDouble());
            int target = random.Next(2, 12);
            double length = high - low;
            // Narrower ranges hold too few doubles; an axis widens them before it asks for ticks.
            if (length < 1e-11 * Math.Abs(low)) continue;
            Tick[] ticks = Ticks.Linear(new(low, high), target);
            Assert.InRange(ticks.Length, (int)(target / 1.5), 1.75 * target + 1);
            Assert.All(ticks, tick => Assert.InRange(tick.Value, low - 1e-6 * length, high + 1e-6 * length));
            for (int i = 2; i < ticks.Length; i++) Assert.Equal(ticks[1].Value - ticks[0].Value, ticks[i].Value - ticks[i - 1].Value, Math.Max(length * 1e-9, Math.Abs(low) * 1e-14));
            Assert.Equal(ticks.Length, ticks.Select(tick => tick.Label).Distinct().Count());
        }
    }

    [Theory]
    [InlineData(0.01, 100, 5, "0.01 0.1 1 10 100")]
    [InlineData(1e-6, 1, 7, "10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻² 10⁻¹ 1")]
    [InlineData(1, 12, 5, "1 2 5 10")]
    [InlineData(2, 3, 2, "2.0 2.5 3.0")]
    public void Logarithmic_ticks_are_powers_of_ten_and_finer_where_there_are_few(double low, double high, int target, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Logarithmic(new(low, high), target).Select(tick => tick.Label)));

    [Fact]
    public void Many_decades_are_thinned() => Assert.InRange(Ticks.Logarithmic(new(1e-100, 1e100), 5).Length, 3, 6);

    [Fact]
    public void A_range_too_narrow_for_its_place_ends()
    {
        double next = Math.BitIncrement(1e6);
        Assert.InRange(Ticks.Linear(new(1e6, next), 5).Length, 1, 20);
    }

    [Theory]
    [InlineData(1, 6, "0")]
    [InlineData(2, 6, "0 1")]
    [InlineData(20, 6, "0 2 4 6 8 10 12 14 16 18")]
    [InlineData(1000, 5, "0 200 400 600 800")]
    public void Things_are_numbered_by_whole_numbers(int count, int target, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Whole(count, target).Select(tick => tick.Label)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "0")]
    [InlineData(1.23456, "1.235")]
    [InlineData(0.99999, "1")]
    [InlineData(-1234.5, "−1,235")]
    [InlineData(999_999, "1×10⁶")]
    [InlineData(1.5e-7, "1.5×10⁻⁷")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_are_written_with_four_digits(double value, string expected) => Assert.Equal(expected, Number.Short(value));
}
