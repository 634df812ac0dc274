namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Which ways of filling a segment with rows there are: exactly, behind a header, in front of a footer or of zeros.</summary>
internal static class Placements
{
    private const int LargestHeader = 8192;
    private const int PageBytes = 4096;
    private const int LargestBetween = 256;
    private const int MostHeadersTried = 16;

    private static readonly int[] s_headers =
        [4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 72, 80, 88, 96, 100, 104, 112, 120, 128, 160, 192, 256, 384, 512, 1024, 2048, 4096];

    private static readonly double[] s_pixelBytes = [1, 1.5, 2, 3, 4, 6, 8, 12, 16];
    private static readonly int[] s_alignments = [1, 4, 8, 16, 32, 64, 128, 256];

    /// <summary>Places for rows of one length.</summary>
    public static IEnumerable<Placement> Of(int stride, long size, long used)
    {
        long rows = size / stride;
        long left = size - (rows * stride);
        if (left == 0)
            yield return new(0, stride, rows, 0, true);
        foreach (int header in s_headers)
        {
            if (header < size && (size - header) % stride == 0)
                yield return new(header, stride, (size - header) / stride, 0, true);
        }

        if (left is > 0 and <= LargestHeader)
        {
            if (!s_headers.Contains((int)left))
                yield return new(left, stride, rows, 0, true);
            // Where pages were rounded up to, a last row of zeros is none.
            if (size % PageBytes != 0 || used > (rows - 1) * stride)
                yield return new(0, stride, rows, left, used <= rows * stride);
        }

        foreach (var shorter in WithZerosBehind(stride, size, used))
            yield return shorter;
        foreach (var several in WithSomethingBetween(stride, size))
            yield return several;
    }

    /// <summary>Places that fields of width and height explain.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="bytes">All of the segment.</param>
    /// <param name="used">Behind the last byte that is not 0.</param>
    public static List<Placement> Of(SizeFields fields, ReadOnlySpan<byte> bytes, long used)
    {
        long size = bytes.Length;
        var found = new List<Placement>();
        bool isFooter = fields.WidthAt > size / 2;
        foreach (double pixelBytes in s_pixelBytes)
        {
            foreach (int alignment in s_alignments)
            {
                long row = pixelBytes == 1.5 ? fields.Width : (long)(fields.Width * pixelBytes);
                long stride = (row + alignment - 1) / alignment * alignment;
                if (alignment > 1 && stride == row || stride > int.MaxValue / 4)
                    continue;
                long rows = pixelBytes == 1.5 ? fields.Height * 3L / 2 : fields.Height;
                for (int slots = 1; slots <= 10; slots++)
                {
                    long left = size - (stride * rows * slots);
                    if (left < 0)
                        break;
                    // Among the pixels at the end are numbers that look like sizes as well: the simplest way only.
                    if (isFooter && (alignment == 1 || slots == 1) && left <= LargestHeader && stride * rows * slots <= fields.WidthAt)
                        found.Add(new(0, (int)stride, rows * slots, left, false, fields));
                    else if (!isFooter && left >= fields.End && left <= LargestHeader)
                        found.Add(new(left, (int)stride, rows * slots, 0, true, fields));
                    else if (!isFooter && slots == 1 && left > LargestHeader && left < PageBytes + LargestHeader)
                        found.Add(new(s_headers.FirstOrDefault(header => header >= fields.End), (int)stride, rows, left, true, fields));
                    else if (!isFooter && slots == 1 && left > LargestHeader)
                        AddWithRoomBehind(fields, bytes, (int)stride, rows, used, found);
                    if (!isFooter && slots == 1)
                        AddWithAnotherBehind(fields, (int)stride, rows, left, found);
                    if (!isFooter && slots > 1 && alignment == 1)
                        AddInPages(fields, (int)stride, rows, slots, size, found);
                    if (!isFooter && slots > 1 && left <= LargestHeader)
                        AddWithHeadersBetween(fields, bytes, (int)stride, rows, slots, left, found);
                }
            }
        }

        return found;
    }

    // A header in front of each frame: what is not pixels is one at the start of all, and as many as there are frames.
    private static void AddWithHeadersBetween(SizeFields fields, ReadOnlySpan<byte> bytes, int stride, long rows, int slots, long left, List<Placement> found)
    {
        for (long header = 8; header * slots <= left; header += 4)
        {
            long start = left - (header * slots), pitch = (stride * rows) + header;
            if (Math.Min(fields.WidthAt, fields.HeightAt) >= start && fields.End <= start + header && fields.RepeatAfter(bytes, pitch))
                found.Add(new(start + header, stride, rows, 0, true, fields, slots, pitch));
        }
    }

    // Room for larger pictures than this one: the row's length beside its size says that it is one, or the zeros behind its last row do.
    private static void AddWithRoomBehind(SizeFields fields, ReadOnlySpan<byte> bytes, int stride, long rows, long used, List<Placement> found)
    {
        bool isTold = stride != fields.Width && fields.HaveBeside(bytes, stride);
        foreach (int header in s_headers.Where(header => header >= fields.End).Take(MostHeadersTried))
        {
            long end = header + (stride * rows);
            bool isZeros = used <= end;
            if (isTold || (isZeros && used > end - stride))
                found.Add(new(header, stride, rows, bytes.Length - end, isZeros, fields));
        }
    }

    // Distances, a mask or confidences of the same size behind the colours: rows on, as far as both go.
    private static void AddWithAnotherBehind(SizeFields fields, int stride, long rows, long left, List<Placement> found)
    {
        foreach (var (_, pixelBytes) in Companions.Formats)
        {
            long other = (long)fields.Width * fields.Height * pixelBytes, header = left - other;
            if (header >= fields.End && header <= LargestHeader && other % stride == 0)
                found.Add(new(header, stride, rows + (other / stride), 0, true, fields));
        }
    }

    // Each frame begins at a page of its own.
    private static void AddInPages(SizeFields fields, int stride, long rows, int slots, long size, List<Placement> found)
    {
        long pitch = ((stride * rows) + PageBytes - 1) / PageBytes * PageBytes, header = size - (pitch * slots);
        if (pitch != stride * rows && header >= fields.End && header <= LargestHeader)
            found.Add(new(header, stride, rows, 0, true, fields, slots, pitch));
    }

    // Frames of a usual size with a little in front of or behind each: a counter, a time.
    private static IEnumerable<Placement> WithSomethingBetween(int stride, long size)
    {
        foreach (int slots in UsualSizes.Slots.ToArray())
        {
            long pitch = size / slots, rows = pitch / stride, between = pitch - (rows * stride);
            if (size % slots != 0 || between is < 4 or > LargestBetween || between % 4 != 0 || 
                !UsualSizes.OfAnyPixels(stride, rows, UsualSizes.IsUsualFrame) || UsualSizes.OfAnyPixels(stride, rows * slots, UsualSizes.IsUsual))
            {
                continue;
            }

            yield return new(0, stride, rows, 0, true, null, slots, pitch);
            yield return new(between, stride, rows, 0, true, null, slots, pitch);
        }
    }

    // A segment rounded up to pages: the picture ends within the last of them, and zeros follow.
    private static IEnumerable<Placement> WithZerosBehind(int stride, long size, long used)
    {
        long usedRows = (used + stride - 1) / stride;
        if (size % PageBytes != 0 || used > size - 2 || usedRows * stride >= size)
            yield break;
        if (size - (usedRows * stride) < PageBytes)
            yield return new(0, stride, usedRows, size - (usedRows * stride), true);
        foreach (int header in (int[])[8, 16, 24, 32, 64, 128])
        {
            long rows = (used - header + stride - 1) / stride;
            if (rows > 0 && header + (rows * stride) <= size && size - header - (rows * stride) < PageBytes)
                yield return new(header, stride, rows, size - header - (rows * stride), true);
        }
    }
}
