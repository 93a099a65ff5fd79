using System;

namespace NeuronDsl.Reports.Drawing;

/// <summary>256 colours between a few given ones.</summary>
internal static class ColorMap
{
    private static readonly int[] Viridis = [0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725];
    private static readonly int[] BlueOrange = [0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xf7f7f7, 0xfdb863, 0xe08214, 0xb35806, 0x7f3b08];

    /// <summary>The palette, 3 bytes an entry: red, green, blue.</summary>
    public static byte[] Palette(bool diverging)
    {
        int[] stops = diverging ? BlueOrange : Viridis;
        var palette = new byte[256 * 3];
        for (int i = 0; i < 256; i++)
        {
            double place = i / 255.0 * (stops.Length - 1);
            int stop = Math.Min((int)place, stops.Length - 2);
            for (int channel = 0; channel < 3; channel++)
            {
                int shift = 16 - 8 * channel, from = (stops[stop] >> shift) & 255, to = (stops[stop + 1] >> shift) & 255;
                palette[3 * i + channel] = (byte)Math.Round(from + (to - from) * (place - stop));
            }
        }
        return palette;
    }
}
