using System.Text;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.BuiltIn;

/// <summary>Netpbm's P7 as its programs print it, and as none does.</summary>
public sealed class PamFileTests
{
    private const string Rgb = "P7|WIDTH 6|HEIGHT 4|DEPTH 3|MAXVAL 255|TUPLTYPE RGB|ENDHDR|";

    [Theory]
    [InlineData(Rgb, "6 x 4 rgb24, from 59")]
    [InlineData("P7|# of a camera|DEPTH 1|MAXVAL 65535|HEIGHT 4|WIDTH 6|ENDHDR|", "6 x 4 gray16be, from 62")]
    [InlineData("P7|WIDTH 6|HEIGHT 4|DEPTH 4|MAXVAL 255|TUPLTYPE RGB_ALPHA|ENDHDR|", "6 x 4 rgba, from 65")]
    public void Find_LinesAndSamples_AreThatPicture(string header, string expected)
    {
        byte[] segment = [.. Encoding.ASCII.GetBytes(header.Replace('|', '\n')), .. new byte[200]];
        Assert.Equal(expected, Find(segment)?.Pixels.ToString());
        Assert.True(BuiltInLayouts.HasMagic(segment));
    }

    [Theory]
    [InlineData(1, "gray")]
    [InlineData(100, "gray")]
    [InlineData(4095, "gray16be")]
    public void Find_SamplesThatDoNotFillTheirBytes_SayWhatIsWhite(int most, string format)
    {
        byte[] segment = [.. Encoding.ASCII.GetBytes($"P7\nWIDTH 6\nHEIGHT 4\nDEPTH 1\nMAXVAL {most}\nENDHDR\n"), .. new byte[48]];
        var pixels = Find(segment)!.Pixels;
        Assert.Equal((format, new ValueRange(0, most)), (pixels.Format.Name, pixels.Range));
    }

    [Theory]
    [InlineData("WIDTH 6", "WIDTH 0")]
    [InlineData("WIDTH 6", "WIDTH -6")]
    [InlineData("WIDTH 6", "WIDTH 99999999999")]
    [InlineData("WIDTH 6", "WIDTH 2147483647")]
    [InlineData("WIDTH 6", "WIDTH 6|WIDTH 7")]
    [InlineData("HEIGHT 4", "HEIGHT 400")]
    [InlineData("HEIGHT 4|", "")]
    [InlineData("DEPTH 3", "DEPTH 9")]
    [InlineData("MAXVAL 255", "MAXVAL 0")]
    [InlineData("MAXVAL 255", "MAXVAL 65536")]
    [InlineData("ENDHDR|", "")]
    [InlineData("P7|", "P7 ")]
    public void Find_HeaderThatCannotBe_IsNoPicture(string of, string instead)
    {
        byte[] segment = [.. Encoding.ASCII.GetBytes(Rgb.Replace(of, instead, StringComparison.Ordinal).Replace('|', '\n')), .. new byte[200]];
        Assert.Null(Find(segment));
        for (int length = 0; length < segment.Length; length++)
            Assert.Null(Find(segment[..length]));
    }

    private static LayoutMatch? Find(byte[] segment) => BuiltInLayouts.Find(new LayoutSubject("posix", "a", segment.Length), segment);
}
