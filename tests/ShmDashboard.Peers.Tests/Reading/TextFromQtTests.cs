using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Reading;

/// <summary>Qt programs write text, in the ways they do; the dashboard shows it.</summary>
public sealed class TextFromQtTests(SharedDashboard shared) : PeerTest(shared)
{
    public static TheoryData<PeerKind, string, string, string> Texts
    {
        get
        {
            var all = new TheoryData<PeerKind, string, string, string>();
            foreach (var kind in new[] { PeerKind.Qt5, PeerKind.Qt6, PeerKind.PyQt5, PeerKind.PyQt6 })
            {
                all.Add(kind, "utf8", "Hello, Client!", "utf8Text");
                all.Add(kind, "qstring", "Größe 图片 €", "qtString");
                all.Add(kind, "qbytearray", "Hello, Client!", "qtByteArray");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Show_TextFromQt_IsThatText(PeerKind kind, string encoding, string text, string format)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 256);
        await writer.AskAsync("writetext", encoding, text);

        var segment = await Api.ShowAsync(key.Id);

        Assert.Equal(text, segment.Text);
        Assert.Equal(format, segment.Payload?.Format);
        Assert.Null(segment.Picture);
    }

    [Theory]
    [InlineData(PeerKind.Qt5)]
    [InlineData(PeerKind.Qt6)]
    public async Task Show_ShorterTextOverLonger_IsOnlyTheShorter(PeerKind kind)
    {
        var key = NewKey();
        var writer = await StartAsync(kind);
        await writer.AskAsync("create", key, 256);
        await writer.AskAsync("writetext", "utf8", "a long greeting to everybody");
        await Api.ShowAsync(key.Id);

        await writer.AskAsync("writetext", "utf8", "short");

        Assert.Equal("short", (await Api.ShowAsync(key.Id)).Text);
    }
}
