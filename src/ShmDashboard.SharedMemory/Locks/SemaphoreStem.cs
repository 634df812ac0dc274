namespace ShmDashboard.SharedMemory.Locks;

/// <summary>
/// What is left of the name of a segment or of a semaphore once the words are taken away that say which of the two it is:
/// <c>frame_shm</c>, <c>frame-sem</c> and <c>semFrame</c> are all <c>frame</c>. A habit of programs and no rule. Pure.
/// </summary>
internal static class SemaphoreStem
{
    // Of what a word leaves when it is glued to it: "clock" is no lock of "c".
    private const int MinGluedStem = 2;

    private static readonly string[] s_words = ["semaphore", "shared", "memory", "mutex", "shmem", "lock", "sema", "sem", "shm", "mem", "mtx"];

    /// <summary>In small letters without separators; empty when the name says nothing besides.</summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Concat(Parts(name).Where(part => !s_words.Contains(part)).Select(WithoutGlued));
    }

    private static string WithoutGlued(string part)
    {
        foreach (string word in s_words)
        {
            if (part.Length < word.Length + MinGluedStem)
                continue;
            if (part.EndsWith(word, StringComparison.Ordinal))
                return part[..^word.Length];
            if (part.StartsWith(word, StringComparison.Ordinal))
                return part[word.Length..];
        }

        return part;
    }

    private static List<string> Parts(string name)
    {
        var parts = new List<string>();
        int begin = 0;
        for (int at = 0; at <= name.Length; at++)
        {
            bool ends = at == name.Length || !char.IsLetterOrDigit(name[at]);
            bool turns = !ends && at > begin && char.IsUpper(name[at]) && char.IsLower(name[at - 1]);
            if (!ends && !turns)
                continue;
            if (at > begin)
                parts.Add(name[begin..at].ToLowerInvariant());
            begin = ends ? at + 1 : at;
        }

        return parts;
    }
}
