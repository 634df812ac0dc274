using System.Buffers.Binary;
using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.BuiltIn;

/// <summary>Cards as the FITS standard has them; what FFmpeg writes is read in the tests with peers.</summary>
public sealed class FitsFileTests
{
    [Theory]
    [InlineData("16", "BZERO   =                32768", 32768d, 33768d)]
    [InlineData("16", "BZERO   =              3.2768E4 / unsigned", 32768d, 33768d)]
    [InlineData("16", "BZERO   =              3.2768D4", 32768d, 33768d)]
    [InlineData("16", "BSCALE  =                 0.5D0|BZERO   =                 -1.5", -1.5, 498.5)]
    [InlineData("16", "BSCALE  =                    0", 0d, 1000d)]
    [InlineData("16", "BSCALE  =                  NaN|BZERO   =                1E999", 0d, 1000d)]
    [InlineData("16", "BSCALE  = 'two     '", 0d, 1000d)]
    [InlineData("16", "", 0d, 1000d)]
    [InlineData("-32", "BSCALE  =                  2.0|BZERO   =                  1.0", 1d, 2001d)]
    public void Values_AreNumbersTimesBscalePlusBzero(string bitPix, string cards, double first, double second)
    {
        byte[] file = Make(bitPix, cards.Split('|', StringSplitOptions.RemoveEmptyEntries));

        var layout = LayoutReader.Read(FitsFile.Read(file)!, file).Pixels!;

        Assert.Equal([first, second], TrueValues.Read(file, layout, new PixelRegion(0, 0, 2, 1)));
    }

    private static byte[] Make(string bitPix, string[] cards)
    {
        var head = new StringBuilder();
        foreach (string card in (string[])["SIMPLE  =                    T", $"BITPIX  = {bitPix,20}", "NAXIS   =                    2", "NAXIS1  =                    2", "NAXIS2  =                    1", .. cards, "END"])
            head.Append(card.PadRight(80));
        byte[] file = [.. Encoding.ASCII.GetBytes(head.ToString().PadRight(2880)), .. new byte[2880]];
        if (bitPix == "16")
            BinaryPrimitives.WriteInt16BigEndian(file.AsSpan(2882), 1000);
        else
            BinaryPrimitives.WriteSingleBigEndian(file.AsSpan(2884), 1000);
        return file;
    }
}
