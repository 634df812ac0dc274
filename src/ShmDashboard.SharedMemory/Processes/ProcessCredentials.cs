using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using ShmDashboard.SharedMemory.Interop;

namespace ShmDashboard.SharedMemory.Processes;

/// <summary>As whom a process opens files: <c>Uid:</c>, <c>Gid:</c> and <c>Groups:</c> of <c>/proc/pid/status</c>.</summary>
/// <param name="Uid">Its file-system user id.</param>
/// <param name="Groups">Its file-system group id and the supplementary ones.</param>
internal readonly record struct ProcessCredentials(uint Uid, ImmutableArray<uint> Groups)
{
    /// <summary>Null when it has gone, or is hidden from us.</summary>
    internal static ProcessCredentials? Read(int pid, ref byte[] buffer)
    {
        int length = KernelFile.ReadAll(
            string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/status"), ref buffer, out _);
        return length > 0 && TryParse(buffer.AsSpan(0, length), out var found) ? found : null;
    }

    /// <summary>Pure: false for a text without the three lines.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out ProcessCredentials credentials)
    {
        uint[] users = Numbers(text, "\nUid:"u8);
        uint[] groups = Numbers(text, "\nGid:"u8);
        credentials = users.Length == 4 && groups.Length == 4
            ? new ProcessCredentials(users[3], [groups[3], .. Numbers(text, "\nGroups:"u8)])
            : default;
        return users.Length == 4 && groups.Length == 4;
    }

    /// <summary>Whether the mode lets it open a file; root's may open all.</summary>
    /// <param name="ownerUid">Whose file.</param>
    /// <param name="groupId">Its group.</param>
    /// <param name="mode">Its permission bits.</param>
    /// <param name="needed">4 to read, 6 to read and write.</param>
    internal bool MayOpen(uint ownerUid, uint groupId, int mode, int needed) =>
        Uid == 0 || ((Uid == ownerUid ? mode >> 6 : Groups.Contains(groupId) ? mode >> 3 : mode) & needed) == needed;

    private static uint[] Numbers(ReadOnlySpan<byte> text, ReadOnlySpan<byte> label)
    {
        int at = text.IndexOf(label);
        if (at < 0)
            return [];

        var line = text[(at + label.Length)..];
        int end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        var numbers = new List<uint>(8);
        while ((line = line.TrimStart("\t "u8)).Length > 0 && Utf8Parser.TryParse(line, out uint number, out int used))
        {
            numbers.Add(number);
            line = line[used..];
        }

        return [.. numbers];
    }
}
