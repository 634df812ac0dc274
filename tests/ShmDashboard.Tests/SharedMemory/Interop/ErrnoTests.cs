using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.Tests.SharedMemory.Interop;

public sealed class ErrnoTests
{
    [Fact]
    public void Sentence_WithFindings_HasFourParts() => Assert.Equal(
        "Cannot attach segment 98309: permission denied (shmat: EACCES); owner is uid 1001, mode 600. Run the dashboard as that user.",
        Errno.Text("attach segment", "98309", "shmat", Errno.EACCES, "owner is uid 1001, mode 600", "Run the dashboard as that user."));

    [Fact]
    public void Sentence_UnknownNumber_ShowsIt() => Assert.Equal(
        "Cannot read 'x': unexpected error (read: errno 999). Its meaning is in errno(3) and the manual page of that call.",
        Errno.Text("read", "'x'", "read", 999));

    [Theory]
    [InlineData(Errno.EACCES, typeof(UnauthorizedAccessException))]
    [InlineData(Errno.EPERM, typeof(UnauthorizedAccessException))]
    [InlineData(Errno.ENOENT, typeof(FileNotFoundException))]
    [InlineData(Errno.ENOSPC, typeof(IOException))]
    public void ToException_ByErrno_HasTypeAndNumber(int errno, Type type)
    {
        var exception = Errno.ToException("open", "'x'", "open", errno);

        Assert.Equal(type, exception.GetType());
        Assert.Equal(errno, exception.HResult);
        Assert.Contains(Errno.Name(errno), exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root", "Run this program as root.")]
    [InlineData("ann", "Run this program as ann or as root.")]
    public void RunAs_Owner_NamesThem(string owner, string expected) => Assert.Equal(expected, Errno.RunAs(owner).ToString());

    [Fact]
    public void Encode_EmbeddedZero_IsRefused()
    {
        var exception = Assert.Throws<ArgumentException>(() => FileStatus.TryGet("/tmp/a\0b", true, out _, out _));
        Assert.StartsWith("Cannot use the path '/tmp/a?b': it contains a zero character. Leave it out.", exception.Message, StringComparison.Ordinal);
    }
}
