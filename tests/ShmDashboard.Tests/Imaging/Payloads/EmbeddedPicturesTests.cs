using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using ShmDashboard.Imaging.Formats;
using ShmDashboard.Imaging.Payloads;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Payloads;

public sealed class EmbeddedPicturesTests
{
    private static byte[] Picture(string format, int width = 24, int height = 16, byte shade = 90)
    {
        var pixels = PixelBuffer.Allocate(width, height, PixelFormat.Rgb8);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < 3 * width; x++)
                pixels.Row(y)[x] = (byte)(shade + (x * 3) + y);
        return PictureEncoder.Encode(pixels, PictureFormats.Find(format)!, EncodeOptions.Default);
    }

    private static byte[] Noise(int bytes, int seed)
    {
        byte[] noise = new byte[bytes];
        new Random(seed).NextBytes(noise);
        return noise;
    }

    private static byte[] Gif() => [.. "GIF89a"u8, 2, 0, 3, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 2, 0, 3, 0, 0, 2, 2, 0x44, 0x51, 0, 0x3B];

    private static byte[] Bmp()
    {
        byte[] bmp = new byte[54 + (4 * 3 * 8)];
        "BM"u8.CopyTo(bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(2), bmp.Length);
        bmp[10] = 54;
        bmp[14] = 40;
        bmp[18] = 8;
        bmp[22] = 4;
        bmp[26] = 1;
        bmp[28] = 24;
        return bmp;
    }

    private static PayloadDescription Identify(byte[] segment) => PayloadIdentifier.Identify(segment, segment.Length);

    [Theory]
    [InlineData("png")]
    [InlineData("jpeg")]
    [InlineData("webp")]
    [InlineData("tiff")]
    public void Identify_BehindAHeader_IsFoundWithItsOffset(string format)
    {
        byte[] file = Picture(format);
        foreach (int before in (int[])[16, 24, 61, 4096, 60_000])
        {
            byte[] segment = [.. Noise(before, before), .. file, .. new byte[777]];

            var found = Identify(segment);

            Assert.Equal((PayloadFormat.Picture, format, 24, 16, before), (found.Format, found.Picture!.Id, found.Width, found.Height, (int)found.ContentOffset));
            // What a TIFF's directories do not refer to is nobody's: our encoder ends it with a zero more.
            Assert.Equal(file.AsSpan().TrimEnd((byte)0).ToArray(), found.FileIn(segment).Span.TrimEnd((byte)0).ToArray());
            Assert.InRange(Assert.Single(found.Pictures).LengthBytes, file.Length - 1, file.Length);
            // What is copied of the live segment is enough for it.
            var live = PayloadIdentifier.Measure((offset, target) => Read(segment, offset, target), segment.Length, segment.Length);
            Assert.InRange(live.LengthBytes, before + file.Length - 1, segment.Length);
        }
    }

    [Fact]
    public void Identify_SmallOnesBehindAHeader_AreFoundToo()
    {
        byte[] segment = [.. Noise(40, 1), .. Gif(), .. Noise(33, 2), .. Bmp(), .. Noise(10, 3)];

        Assert.Equal([("gif", 40L), ("bmp", 40L + Gif().Length + 33)], Identify(segment).Pictures.Select(picture => (picture.Format.Id, picture.Offset)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Identify_JpegBehindItsLength_InEitherByteOrder(bool big)
    {
        byte[] file = Picture("jpeg"), segment = [9, 0, 0, 0, 0, .. file, .. new byte[64]];
        if (big)
            BinaryPrimitives.WriteInt32BigEndian(segment.AsSpan(1), file.Length);
        else
            BinaryPrimitives.WriteInt32LittleEndian(segment.AsSpan(1), file.Length);

        Assert.Equal((5, file.Length), ((int)Identify(segment).ContentOffset, (int)Identify(segment).ContentLength));
        Assert.Equal((4, file.Length), ((int)Identify(segment[1..]).ContentOffset, (int)Identify(segment[1..]).ContentLength));
    }

    [Fact]
    public void Identify_ListOfQt_IsEveryItemOfIt()
    {
        // As QDataStream writes int, QString, QList<QImage>.
        var stream = new List<byte>([0, 0, 0, 42, 0, 0, 0, 6, 0, (byte)'c', 0, (byte)'a', 0, (byte)'m', 0, 0, 0, 3]);
        var offsets = new List<long>();
        for (byte i = 0; i < 3; i++)
        {
            stream.AddRange([0, 0, 0, 1]);
            offsets.Add(stream.Count);
            stream.AddRange(Picture("png", 20 + i, 10, i));
        }

        byte[] segment = [.. stream, .. new byte[100]];
        var found = Identify(segment);

        Assert.Equal(offsets, found.Pictures.Select(picture => picture.Offset));
        Assert.All(found.Pictures, picture => Assert.True(picture.IsInQtStream));
        Assert.Equal((22, PayloadIntegrity.Complete), (found.At(2)!.Width!.Value, found.At(2)!.Integrity));
        Assert.Null(found.At(3));
        Assert.Equal(stream.Count, found.PayloadLength);
        var live = PayloadIdentifier.Measure((offset, target) => Read(segment, offset, target), segment.Length, segment.Length);
        Assert.Equal((stream.Count, true), (live.LengthBytes, live.Exact));
    }

    [Fact]
    public void Identify_PicturesBehindOneAtTheStart_AreListedWithIt()
    {
        byte[] first = Picture("png"), second = Picture("webp", 30, 20), segment = [.. first, 1, 2, 3, .. second, .. new byte[50]];

        var found = Identify(segment);

        Assert.Equal([(0L, "png"), (first.Length + 3L, "webp")], found.Pictures.Select(picture => (picture.Offset, picture.Format.Id)));
        Assert.Equal(second, found.At(1)!.FileIn(segment).ToArray());
        Assert.Equal(first.Length + 3 + second.Length, PayloadIdentifier.Measure((offset, target) => Read(segment, offset, target), segment.Length, segment.Length).LengthBytes);
        Assert.Empty(Identify([.. first, .. new byte[500]]).Pictures);
    }

    [Theory]
    [InlineData("data:image/png;base64,", "png", "\" alt=\"\">", 0)]
    [InlineData("data:image/bmp;base64,", "bmp", "')", 0)]
    [InlineData("{\"frame\": 7, \"image\": \"", "jpeg", "\", \"next\": null}", 0)]
    [InlineData("thumbnail=", "webp", "&size=3", 0)]
    [InlineData("Content-Transfer-Encoding: base64\r\n\r\n", "tiff", "\r\n--end", 76)]
    public void Identify_LettersInText_AreThePictureAndTheTextStays(string before, string format, string after, int lines)
    {
        byte[] file = format == "bmp" ? Bmp() : Picture(format);
        string letters = Convert.ToBase64String(file);
        if (format == "tiff")
            before = "data:image/tiff;base64,";
        if (lines > 0)
            letters = string.Join("\r\n", letters.Chunk(lines).Select(line => new string(line)));
        byte[] segment = [.. Encoding.ASCII.GetBytes(before + letters + after), .. new byte[200]];

        var found = Identify(segment);

        Assert.Equal((format, before.Length, true), (found.Picture?.Id, (int)found.ContentOffset, found.IsBase64));
        Assert.Equal(file, found.FileIn(segment).ToArray());
        // Letters that are nearly all the same do not look like writing.
        Assert.True(format == "bmp" || found.Text!.StartsWith(before, StringComparison.Ordinal));
        using var renderer = new PictureConverter(new PictureRenderer(new EncodedPixels(TimeProvider.System)));
        Assert.Equal(found.Width, new EncodedPixels(TimeProvider.System).Render(segment, found, ImageLimits.Default, default).Picture?.Width);
        Assert.InRange(PayloadIdentifier.Measure((offset, target) => Read(segment, offset, target), segment.Length, segment.Length).LengthBytes, before.Length + letters.Length, segment.Length);
    }

    [Fact]
    public void Search_DeepInLargeBytes_IsBounded()
    {
        byte[] file = Picture("jpeg"), noise = Noise(3 << 20, 5), segment = [.. noise, .. file, .. new byte[99]];
        var plain = Identify(segment);

        Assert.Equal(PayloadFormat.Bytes, plain.Format);
        Assert.Equal(noise.Length, PayloadIdentifier.Search(segment, plain)?.ContentOffset);
        byte[] far = [.. new byte[17 << 20], .. file];
        Assert.Null(PayloadIdentifier.Search(far, Identify([.. Noise(100, 1)])));
    }

    [Fact]
    public void Identify_TornPngBehindAHeader_IsADamagedPicture()
    {
        byte[] file = Picture("png"), segment = [.. Noise(32, 8), .. file, .. new byte[40]];
        segment[32 + (file.Length / 2)] ^= 0x55;

        var found = Identify(segment);

        Assert.Equal(("png", 32, true), (found.Picture?.Id, (int)found.ContentOffset, found.IsDamaged));
        Assert.Contains("offset", found.Problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_NoiseTextAndNumbers_HoldNoPictures()
    {
        for (int seed = 0; seed < 2000; seed++)
        {
            byte[] noise = Noise(20_000, seed);
            // As raw pixels of a photograph of white have it.
            if (seed % 3 == 0)
                noise.AsSpan(0, 10_000).Fill(0xFF);
            for (int i = 0; i < 200; i++)
            {
                int at = (i * 97) % 19_900;
                var bait = (i % 6) switch { 0 => [0xFF, 0xD8, 0xFF], 1 => "BM"u8, 2 => "II*\0"u8, 3 => "GIF89a"u8, 4 => "RIFF"u8, _ => "/9j/"u8 };
                bait.CopyTo(noise.AsSpan(at));
            }

            Assert.Empty(Identify(noise).Pictures);
            Assert.Null(PayloadIdentifier.Search(noise, Identify(noise)));
        }
    }

    [Theory]
    [InlineData("BM")]
    [InlineData("MM\0*")]
    [InlineData("/9j/")]
    [InlineData("iVBORw0KGgo")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0\0\u0010")]
    [InlineData("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\u0001\0\0\0\u0001\b\u0002\0\0\0\u0090wS\u00de")]
    [InlineData("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ")]
    public void Find_NothingButBeginnings_TakesNoTimeWorthANote(string bait)
    {
        byte[] beginning = Encoding.Latin1.GetBytes(bait), segment = new byte[4 << 20];
        for (int at = 0; at + beginning.Length <= segment.Length; at += beginning.Length)
            beginning.CopyTo(segment, at);
        var watch = Stopwatch.StartNew();

        var found = Identify(segment);
        _ = PayloadIdentifier.Search(segment, found);
        _ = PayloadIdentifier.Measure((offset, target) => Read(segment, offset, target), segment.Length, segment.Length);

        // A bound of quadratic work, not a measurement: that would be minutes.
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void Identify_AnyDamageToManyPictures_NeitherThrowsNorLies()
    {
        byte[] whole = [.. Noise(19, 1), .. Picture("png"), .. Picture("jpeg"), .. Picture("webp"), .. Gif(), .. Bmp(), .. Picture("tiff"),
            .. Encoding.ASCII.GetBytes("data:image/png;base64," + Convert.ToBase64String(Picture("png"))), 0, 0];
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] segment = whole[..random.Next(1, whole.Length + 1)];
            for (int damage = random.Next(6); damage > 0; damage--)
                segment[random.Next(segment.Length)] = (byte)random.Next(256);
            var found = Identify(segment);
            for (int index = 0; index < Math.Max(1, found.Pictures.Length); index++)
            {
                var picture = found.At(index)!;
                Assert.InRange(picture.ContentOffset + picture.ContentLength, 0, segment.Length);
                if (picture.Picture is not null)
                    _ = picture.FileIn(segment);
            }
        }
    }

    private static int Read(byte[] segment, long offset, Span<byte> target)
    {
        int count = (int)Math.Clamp(segment.Length - offset, 0, target.Length);
        segment.AsSpan((int)Math.Min(offset, segment.Length), count).CopyTo(target);
        return count;
    }
}
