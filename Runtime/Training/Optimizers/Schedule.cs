using System;

namespace NeuronDsl.Training;

/// <summary>What the learning rate is multiplied with as training goes on: a function of the epochs done, fractions included.</summary>
public abstract class Schedule
{
    /// <summary>The same rate throughout.</summary>
    public static Schedule Constant { get; } = new Rule(_ => 1);

    /// <summary>Multiplies the rate with a factor every so many epochs.</summary>
    /// <param name="every">Epochs, at least 1.</param>
    /// <param name="factor">Above 0 and at most 1, usually.</param>
    public static Schedule Step(int every, double factor = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (!(factor > 0 && double.IsFinite(factor))) throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor of the rate is positive and finite.");
        return new Rule(epochs => Math.Pow(factor, Math.Floor(epochs / every)));
    }

    /// <summary>
    /// Half a cosine from 1 down to a floor (Loshchilov and Hutter, ICLR 2017, equation 5, without restarts), epoch by epoch; the floor afterwards.
    /// </summary>
    /// <param name="epochs">Epochs until the floor, at least 1.</param>
    /// <param name="floor">What the rate is multiplied with in the end, 0 to 1.</param>
    public static Schedule Cosine(int epochs, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (!(floor is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(floor), floor, "The floor is 0 to 1.");
        return new Rule(done => floor + (1 - floor) * (1 + Math.Cos(Math.PI * Math.Min(Math.Floor(done), epochs) / epochs)) / 2);
    }

    /// <summary>This schedule, whose first epochs grow linearly from 0 to what it says, batch by batch.</summary>
    /// <param name="epochs">Epochs of growth, above 0.</param>
    public Schedule WarmedUp(double epochs)
    {
        if (!(epochs > 0 && double.IsFinite(epochs))) throw new ArgumentOutOfRangeException(nameof(epochs), epochs, "A warm-up lasts longer than 0 epochs.");
        return new Rule(done => Factor(done) * Math.Min(1, done / epochs));
    }

    /// <summary>The factor of a batch.</summary>
    /// <param name="epochs">Epochs done before the batch, the fraction of the current one included.</param>
    public abstract double Factor(double epochs);

    private sealed class Rule(Func<double, double> factor) : Schedule
    {
        public override double Factor(double epochs) => factor(epochs);
    }
}
