using System.Linq;
using PapersSample.Reproduction;

namespace PapersSample.VariableSpikes;

/// <summary>
/// The publication's count of operations and memory accesses of one dense layer for one sample, priced for 45 nm: a 32-bit multiply-accumulate 4.6 pJ,
/// an addition 0.9 pJ, an access to memory 5 pJ (Horowitz, ISSCC 2014). The prices are the usual ones; the publication's own are not known.
/// </summary>
internal static class EnergyModel
{
    private const double Multiply = 4.6, Add = 0.9, Access = 5;

    /// <summary>The energy of a spiking network relative to the conventional network of the same shape.</summary>
    /// <param name="sizes">Units by layer, from the input on.</param>
    /// <param name="steps">Length of the spike train.</param>
    /// <param name="outcomes">Trained networks, with the activity of their hidden layers.</param>
    /// <param name="graded">Whether values are sent, which are multiplied, or ones, which are only added.</param>
    public static double Ratio(int[] sizes, int steps, RegressionOutcome[] outcomes, bool graded)
    {
        // The input is the same at every step: its product is needed once.
        double spiking = 0, conventional = 0;
        for (int layer = 1; layer < sizes.Length; layer++)
        {
            double inputs = sizes[layer - 1], outputs = sizes[layer];
            conventional += Conventional(inputs, outputs);
            spiking += layer == 1 ? Conventional(inputs, outputs) : Spiking(inputs, outputs, steps, Spread.Of(outcomes, o => o.Activities[layer - 2]).Mean, graded);
        }

        return spiking / conventional;
    }

    private static double Conventional(double inputs, double outputs) =>
        (Multiply * inputs * outputs) + (Add * (inputs + (2 * outputs))) + (Access * (inputs + ((inputs + 1) * outputs) + outputs));

    private static double Spiking(double inputs, double outputs, int steps, double activity, bool graded)
    {
        double arrivals = inputs * steps * activity, leak = steps * outputs;
        double multiplied = (graded ? arrivals * outputs : 0) + leak, added = (2 * steps * outputs) + (arrivals * outputs);
        double read = arrivals + ((arrivals + 1) * outputs) + leak + (2 * outputs), written = (outputs * steps * activity) + leak;
        return (Multiply * multiplied) + (Add * added) + (Access * (read + written));
    }
}
