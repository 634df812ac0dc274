namespace ShmDashboard.Wording;

/// <summary>Amounts as sentences speak of them, with the right number of their unit.</summary>
public static class Amount
{
    /// <summary>To the byte: "1 byte", "3,219,456 bytes".</summary>
    public static SentenceArgument Bytes(long bytes) => new SentenceArgument.ByteCount(bytes);
}
