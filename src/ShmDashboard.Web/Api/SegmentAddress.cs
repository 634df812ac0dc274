using Microsoft.AspNetCore.Http.Features;
using ShmDashboard.SharedMemory.Segments;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>
/// The segment id in an address, one path segment after <c>/api/segments/</c>. It is taken from the raw request target:
/// the server decodes everything but %2F before routing, so a key with a slash or a percent sign could not be told apart.
/// </summary>
internal readonly record struct SegmentAddress(SegmentId Id, Sentence? Problem)
{
    private const string Prefix = "/api/segments/";

    public static ValueTask<SegmentAddress> BindAsync(HttpContext context)
    {
        string raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        int start = raw.IndexOf(Prefix, StringComparison.Ordinal);
        string text;
        if (start < 0)
        {
            text = context.Request.RouteValues["id"] as string ?? "";
        }
        else
        {
            string rest = raw[(start + Prefix.Length)..];
            int end = rest.AsSpan().IndexOfAny('/', '?', '#');
            text = Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        }

        return ValueTask.FromResult(SegmentId.TryParse(text, out var id, out var problem)
            ? new SegmentAddress(id, null)
            : new SegmentAddress(default, problem));
    }
}
