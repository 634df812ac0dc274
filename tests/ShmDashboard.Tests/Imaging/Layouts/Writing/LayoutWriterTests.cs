using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Layouts.Writing;

namespace ShmDashboard.Tests.Imaging.Layouts.Writing;

public sealed class LayoutWriterTests
{
    private const int Side = 12;

    public static TheoryData<string> Formats => [.. RawFormats.All.Select(format => format.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Write_EachFormat_PutsPixelsThere(string name)
    {
        var layout = PixelLayout.Dense(RawFormats.Named(name), Side, Side);
        byte[] dark = Written(layout, y => 0), halves = Written(layout, y => y < Side / 2 ? 0 : 1);

        Assert.NotEqual(dark, halves);
    }

    private static byte[] Written(PixelLayout layout, Func<int, float> brightness)
    {
        byte[] segment = new byte[layout.EndOffset];
        LayoutWriter.Write((y, row) => row.Fill(brightness(y)), layout, segment);
        return segment;
    }
}
