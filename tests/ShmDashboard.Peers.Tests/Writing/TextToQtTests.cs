using System.Net;
using System.Text;
using ShmDashboard.Peers.Tests.Dashboard;
using ShmDashboard.Peers.Tests.Programs;

namespace ShmDashboard.Peers.Tests.Writing;

/// <summary>The dashboard writes text; Qt programs read it the way they read such text.</summary>
public sealed class TextToQtTests(SharedDashboard shared) : PeerTest(shared)
{
    public static TheoryData<PeerKind, string, string> Texts
    {
        get
        {
            var all = new TheoryData<PeerKind, string, string>();
            foreach (var kind in new[] { PeerKind.Qt5, PeerKind.Qt6, PeerKind.PyQt5, PeerKind.PyQt6 })
            {
                all.Add(kind, "utf8", "Hello, Client!");
                all.Add(kind, "qstring", "Größe 图片 € 𝄞");
                all.Add(kind, "qbytearray", "Hällo");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Put_Text_IsReadInQt(PeerKind kind, string encoding, string text)
    {
        var key = NewKey();
        var reader = await StartAsync(kind);
        await Api.PutTextAsync(key.Id, text, encoding);

        await reader.AskAsync("attach", key, "ro");

        Assert.Equal(text, await reader.AskTextAsync("readtext", encoding));
        Assert.Equal(text, (await Api.ShowAsync(key.Id)).Text);
    }

    [Fact]
    public async Task Put_TextThatIsNotUtf8_IsRefused()
    {
        var key = NewKey();

        using var response = await Api.Http.PutAsync(
            DashboardApi.AddressOf(key.Id, "/text"), new ByteArrayContent([.. Encoding.ASCII.GetBytes("bad "), 0xff]));

        await DashboardApi.ProblemAsync(response, HttpStatusCode.UnprocessableEntity);
        Assert.Empty(key.Leftovers());
    }
}
