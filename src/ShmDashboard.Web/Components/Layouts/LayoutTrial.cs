using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Layouts.PixelFormats;
using ShmDashboard.Imaging.Pictures;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Components.Layouts;

/// <summary>
/// A layout while somebody adjusts it: what is changed takes with it what follows from it. Nothing is checked here, so that one
/// can pass through what does not fit; <see cref="ProblemIn"/> says so. Immutable.
/// </summary>
public sealed record LayoutTrial
{
    private static readonly string[][] s_orders = [["rgb", "bgr"], ["argb", "abgr"], ["0rgb", "0bgr"], ["yuyv", "uyvy"], ["nv12", "nv21"], ["yuv420p", "yv12"], ["nv16", "nv61"], ["nv24", "nv42"]];

    /// <summary>The first pixel, in bytes from the start of the segment.</summary>
    public long Offset { get; private init; }

    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Bytes from one row to the next.</summary>
    public required long StrideBytes { get; init; }

    /// <summary>The pixel format.</summary>
    public required RawFormat Format { get; init; }

    /// <summary>Whether the first row in memory is the lowest.</summary>
    public bool BottomUp { get; init; }

    /// <summary>How far the stored picture is turned to be shown.</summary>
    public PictureRotation Rotation { get; init; }

    /// <summary>What stored numbers are multiplied with; null where that is 1.</summary>
    public double? Scale { get; init; }

    /// <summary>What a stored 0 stands for; null where that is 0.</summary>
    public double? Zero { get; init; }

    /// <summary>The value that is black; null where the format says so, or <see cref="White"/> is not told.</summary>
    public double? Black { get; init; }

    /// <summary>The value that is white; null where the format says so, or <see cref="Black"/> is not told.</summary>
    public double? White { get; init; }

    /// <summary>How luma and chroma become colours; null where that is as usual.</summary>
    public string? Matrix { get; init; }

    /// <summary>How many frames lie behind each other.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>Bytes from one frame to the next; 0 where they follow each other directly.</summary>
    public long SlotBytes { get; init; }

    /// <summary>Which of them is shown, from 0.</summary>
    public int Shown { get; init; }

    /// <summary>Rows have no padding, whatever their width is.</summary>
    public bool StrideFollows { get; init; } = true;

    /// <summary>There are as many rows as fit.</summary>
    public bool HeightFollows { get; init; }

    /// <summary>Begins with a layout.</summary>
    public static LayoutTrial Of(PixelLayout layout, LayoutSlots? slots, long sizeBytes) =>
        Of(LayoutDocument.Of(layout, slots), sizeBytes)!;

    /// <summary>Begins with a document; null where it leaves size or format to a header.</summary>
    public static LayoutTrial? Of(LayoutDocument document, long sizeBytes)
    {
        var trial = Of(document);
        return trial is not null && trial.Slots == 1 && trial.MostRows(sizeBytes) == trial.Height ? trial with { HeightFollows = true } : trial;
    }

    private static LayoutTrial? Of(LayoutDocument document) =>
        document is { Width: { } width, Height: { } height, Format: { } format, Header: null }
            ? new()
            {
                Offset = document.Offset,
                Width = width,
                Height = height,
                Format = format,
                StrideBytes = document.StrideBytes ?? format.UsualStride(width),
                StrideFollows = (document.StrideBytes ?? format.UsualStride(width)) == format.UsualStride(width),
                BottomUp = document.BottomUp,
                Rotation = (PictureRotation)document.Rotation,
                Scale = document.Scale,
                Zero = document.Zero,
                Black = document.Range?.Low,
                White = document.Range?.High,
                Matrix = document.Matrix,
                Slots = document.Slots?.Count ?? 1,
                SlotBytes = document.Slots?.Bytes ?? 0,
                Shown = document.Slots?.Shown ?? 0,
            }
            : null;

    /// <summary>Something to begin with where nothing is known: grey, about as high as wide.</summary>
    public static LayoutTrial Guess(long sizeBytes)
    {
        int width = (int)Math.Clamp(Math.Sqrt(sizeBytes), 1, 4096);
        return new LayoutTrial { Width = width, Height = 1, StrideBytes = width, Format = RawFormats.Named("gray"), HeightFollows = true }.Settle(sizeBytes);
    }

    /// <summary>Another width; stride and height follow where they are to.</summary>
    public LayoutTrial WithWidth(int width, long sizeBytes) => (this with { Width = Math.Max(Format.WidthStep, Math.Clamp(width, 1, ushort.MaxValue) / Format.WidthStep * Format.WidthStep) }).Settle(sizeBytes);

    /// <summary>Another height, which is kept from now on.</summary>
    public LayoutTrial WithHeight(int height) => this with { Height = Math.Clamp(height, 1, ushort.MaxValue), HeightFollows = false };

    /// <summary>Another stride, which is kept from now on.</summary>
    public LayoutTrial WithStride(long stride, long sizeBytes) =>
        (this with { StrideBytes = Math.Clamp(stride, 1, int.MaxValue), StrideFollows = false }).Settle(sizeBytes);

    /// <summary>Another beginning.</summary>
    public LayoutTrial WithOffset(long offset, long sizeBytes) =>
        (this with { Offset = Math.Clamp(offset, 0, Math.Max(0, sizeBytes - 1)) }).Settle(sizeBytes);

    /// <summary>Another format: the same bytes a row where rows have their own stride, the same width in any case.</summary>
    public LayoutTrial WithFormat(RawFormat format, long sizeBytes) => (this with { Format = format }).Settle(sizeBytes);

    /// <summary>With or without what follows from the rest.</summary>
    public LayoutTrial Following(bool stride, bool height, long sizeBytes) =>
        (this with { StrideFollows = stride, HeightFollows = height }).Settle(sizeBytes);

    /// <summary>The same format with its channels in the other order; null where there is none.</summary>
    public RawFormat? OtherOrder
    {
        get
        {
            string name = Format.Name;
            foreach (string[] pair in s_orders)
            {
                for (int i = 0; i < 2; i++)
                {
                    if (name.StartsWith(pair[i], StringComparison.Ordinal) &&
                        RawFormats.TryFind(pair[1 - i] + name[pair[i].Length..], out var other))
                    {
                        return other;
                    }
                }
            }

            return null;
        }
    }

    /// <summary>The document that says so.</summary>
    public LayoutDocument Document => new()
    {
        Offset = Offset,
        Width = Width,
        Height = Height,
        StrideBytes = StrideBytes,
        Format = Format,
        BottomUp = BottomUp,
        Rotation = (int)Rotation,
        Scale = IsScaled ? Scale : null,
        Zero = IsScaled ? Zero : null,
        Range = Range,
        Matrix = Format is YuvFormat ? Matrix : null,
        Slots = Slots > 1 || Shown > 0 ? new LayoutSlots { Count = Slots, Bytes = SlotBytes, Shown = Math.Min(Shown, Slots - 1) } : null,
    };

    /// <summary>As addresses have it.</summary>
    public string Text => LayoutText.Write(Document)!;

    /// <summary>Where the pixels of the frame that is shown are.</summary>
    public PixelLayout Pixels => Document.WithMeaning(new()
    {
        Offset = Offset + (Shown * (SlotBytes > 0 ? SlotBytes : Format.FramePitch(Width, Height, StrideBytes))),
        Width = Width,
        Height = Height,
        StrideBytes = StrideBytes,
        Format = Format,
        BottomUp = BottomUp,
    });

    /// <summary>Why this is no picture of so many bytes, as one sentence; null when it is.</summary>
    public Sentence? ProblemIn(long sizeBytes) => Pixels.Check(sizeBytes);

    // Kept while another format is tried, and while a number is typed that is none yet.
    private bool IsScaled => Format is SampleFormat && Scale is not 0;

    private ValueRange? Range => Black is { } low && White is { } high && low != high ? new(low, high) : null;

    private LayoutTrial Settle(long sizeBytes)
    {
        var settled = StrideFollows ? this with { StrideBytes = Format.UsualStride(Width) } : this;
        return HeightFollows ? settled with { Height = settled.MostRows(sizeBytes) } : settled;
    }

    // Planes behind each other make the frame longer than its rows: counted back from the whole.
    private int MostRows(long sizeBytes)
    {
        long room = Math.Max(0, sizeBytes - Offset);
        long block = Math.Max(1, Format.FramePitch(Width, Format.HeightStep, StrideBytes));
        long rows = room / block * Format.HeightStep;
        if (Format.HeightStep == 1 && rows < ushort.MaxValue && Format.FrameBytes(Width, (int)rows + 1, StrideBytes) <= room)
            rows++;
        return (int)Math.Clamp(rows, Format.HeightStep, ushort.MaxValue / Format.HeightStep * Format.HeightStep);
    }
}
