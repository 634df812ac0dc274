namespace ShmDashboard.Web.Api;

/// <summary>Reads an upload whole, never more than allowed.</summary>
internal static class RequestBody
{
    /// <summary>The body, or null when it exceeds the limit; what was declared too large is not even read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(
        HttpRequest request, long limitBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limitBytes)
            return null;

        // A declared length is only a hint for the first buffer: a liar gets no more memory than it sends.
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, 16 << 20));
        byte[] chunk = new byte[64 << 10];
        int count;
        while ((count = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + count > limitBytes)
                return null;
            buffer.Write(chunk, 0, count);
        }

        return buffer.TryGetBuffer(out var written) ? written.AsMemory() : buffer.ToArray();
    }
}
