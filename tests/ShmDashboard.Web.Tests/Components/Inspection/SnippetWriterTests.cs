using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Web.Components.Inspection;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class SnippetWriterTests
{
    [Fact]
    public void For_QtPicture_ReadsUnderTheLockInThreeLanguages()
    {
        var snippets = SnippetWriter.For(SegmentId.Qt("share"), SnippetContent.QtImage);

        Assert.Equal(["C++ / Qt", "PyQt", "C#"], snippets.Select(snippet => snippet.Language));
        Assert.All(snippets, snippet => Assert.Contains("lock()", snippet.Code.Replace("Lock(TimeSpan.FromSeconds(5))", "lock()", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal("""
            QSharedMemory memory("share");
            if (!memory.attach(QSharedMemory::ReadOnly))
                qFatal("%s", qPrintable(memory.errorString()));
            memory.lock();
            const QByteArray bytes(static_cast<const char *>(memory.constData()), memory.size());
            memory.unlock();
            QDataStream in(bytes);
            QPixmap pixmap;
            in >> pixmap;
            """, snippets[0].Code, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void For_Posix_BeginsWithPython() =>
        Assert.StartsWith("with open(\"/dev/shm/cam0\", \"rb\") as file:", SnippetWriter.For(SegmentId.Posix("cam0"), SnippetContent.Bytes)[0].Code, StringComparison.Ordinal);

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("line\nbreak\u0001", "\"line\\nbreak\\u0001\"")]
    [InlineData("图片", "\"图片\"")]
    [InlineData("photo\u202egnp\ud83d\ude00\udb40\udc41", "\"photo\\u202egnp\ud83d\ude00\\U000e0041\"")]
    public void Text_HostileKeys_StayOneLiteral(string key, string literal) => Assert.Equal(literal, SnippetWriter.Text(key));

    [Fact]
    public void For_EveryContentAndScheme_HasCode()
    {
        foreach (var id in (SegmentId[])[SegmentId.Qt("k"), SegmentId.Posix("p"), SegmentId.SystemV(3)])
        foreach (var content in Enum.GetValues<SnippetContent>())
            Assert.All(SnippetWriter.For(id, content), snippet => Assert.NotEmpty(snippet.Code.Trim()));
    }
}
