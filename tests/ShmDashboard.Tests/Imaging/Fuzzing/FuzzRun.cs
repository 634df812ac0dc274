using System.Diagnostics;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Tests.Imaging.Payloads;

namespace ShmDashboard.Tests.Imaging.Fuzzing;

/// <summary>
/// Takes damaged pictures the way that every segment's bytes take: measured over the live segment, identified, rendered and
/// encoded anew, on one thread, each watched for time and memory.
/// </summary>
internal sealed class FuzzRun
{
    /// <summary>What one input may take, twice in a row, as the machine may be busy; beyond it is a finding.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    /// <summary>The same for formats that are decoded only when somebody asks.</summary>
    public static readonly TimeSpan AskedTimeLimit = ImageLimits.Default.MaxDuration;

    /// <summary>What one input may have the garbage collector give it: three times the pixels that the limits allow.</summary>
    public const long AllocationLimitBytes = 3 * MaxPixels * 8;

    /// <summary>The same for formats that are decoded only when somebody asks: the most that any was found to take.</summary>
    public const long AskedAllocationLimitBytes = 3L << 30;

    private const long MaxPixels = 1 << 20;
    private static readonly TimeSpan s_hung = TimeSpan.FromSeconds(60);
    private static readonly ImageLimits s_limits = ImageLimits.Unasked with { MaxPixels = MaxPixels };

    private readonly PictureRenderer _renderer = new(new EncodedPixels(TimeProvider.System));
    private readonly Dictionary<string, int> _recognised = [];
    private readonly List<string> _findings = [];
    private long _started;
    private long _number;
    private bool _ended;

    /// <summary>What went wrong, with the input's number.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Inputs by what they were recognised as.</summary>
    public IReadOnlyDictionary<string, int> Recognised => _recognised;

    /// <summary>Inputs of which pixels were made.</summary>
    public int Rendered { get; private set; }

    /// <summary>The longest that one took.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>The most that one allocated.</summary>
    public long MostBytes { get; private set; }

    /// <summary>The longest that one took which is decoded unasked.</summary>
    public TimeSpan LongestUnasked { get; private set; }

    /// <summary>The most that one allocated which is decoded unasked.</summary>
    public long MostBytesUnasked { get; private set; }

    /// <summary>Takes the inputs of these numbers; ends early when one hangs, since nothing ends a thread.</summary>
    public void Take(long first, long count)
    {
        var thread = new Thread(() =>
        {
            for (long number = first; number < first + count; number++)
                TakeOne(number);
            Volatile.Write(ref _ended, true);
        }) { IsBackground = true };
        Volatile.Write(ref _started, Stopwatch.GetTimestamp());
        thread.Start();
        while (!thread.Join(TimeSpan.FromSeconds(1)))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _started)) < s_hung || Volatile.Read(ref _ended))
                continue;
            _findings.Add($"{Volatile.Read(ref _number)}: does not end within {s_hung.TotalSeconds} s");
            return;
        }
    }

    private void TakeOne(long number)
    {
        Volatile.Write(ref _number, number);
        byte[] segment = Damage.Of(number);
        long started = Stopwatch.GetTimestamp(), before = GC.GetAllocatedBytesForCurrentThread();
        Volatile.Write(ref _started, started);
        string name = "?";
        try
        {
            name = Take(segment, number);
        }
        catch (Exception error)
        {
            _findings.Add($"{number}: {error.GetType().Name}: {error.Message}");
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        bool isUnasked = PictureFormats.Find(name) is not { IsDecodedUnasked: false };
        var took = Stopwatch.GetElapsedTime(started);
        if (took > TimeLimit && name != "?")
        {
            started = Stopwatch.GetTimestamp();
            _ = Take(segment, number);
            var again = Stopwatch.GetElapsedTime(started);
            took = again < took ? again : took;
        }

        _recognised[name] = _recognised.GetValueOrDefault(name) + 1;
        Longest = took > Longest ? took : Longest;
        MostBytes = Math.Max(MostBytes, bytes);
        if (took > (isUnasked ? TimeLimit : AskedTimeLimit))
            _findings.Add($"{number}: {name} took {took.TotalSeconds:0.0} s");
        if (isUnasked)
            LongestUnasked = took > LongestUnasked ? took : LongestUnasked;
        if (isUnasked)
            MostBytesUnasked = Math.Max(MostBytesUnasked, bytes);
        if (bytes > (isUnasked ? AllocationLimitBytes : AskedAllocationLimitBytes))
            _findings.Add($"{number}: {name} allocated {bytes} bytes");
    }

    private string Take(byte[] segment, long number)
    {
        var extent = PayloadIdentifier.Measure(Live.Over(segment), segment.Length, segment.Length);
        Require(extent.LengthBytes >= 0 && extent.LengthBytes <= segment.Length, "measured beyond the segment");
        var payload = PayloadIdentifier.Identify(segment, segment.Length);
        Require(payload.ContentOffset + payload.ContentLength <= segment.Length, "content beyond the segment");
        Require(payload.PayloadLength <= segment.Length, "payload beyond the segment");
        if (payload.Picture is null)
            return payload.Format.ToString();
        var result = _renderer.Render(segment, payload, s_limits, CancellationToken.None);
        if (result.Picture is { } pixels)
        {
            Rendered++;
            Require((long)pixels.Width * pixels.Height <= MaxPixels, "a picture beyond the limits");
            var format = PictureEncoder.Formats[(int)(number % PictureEncoder.Formats.Count)];
            _ = PictureEncoder.Encode(pixels, format, EncodeOptions.Default with { Width = 16, Height = 12 });
        }

        return payload.Picture.Name;
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
            throw new InvalidOperationException(otherwise);
    }
}
