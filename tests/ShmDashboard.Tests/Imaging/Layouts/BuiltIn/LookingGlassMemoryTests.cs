using System.Buffers.Binary;
using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Display;
using ShmDashboard.Imaging.Layouts.Documents;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Tests.Imaging.Layouts.BuiltIn;

/// <summary>A memory of Looking Glass B7 with a frame of 6 x 4, and what becomes of it when its numbers are others.</summary>
public sealed class LookingGlassMemoryTests
{
    private const int Queue = 32;
    private const int Messages = 6000;
    private const int Frame = 6200;
    private const int Written = Frame + 60;

    private static readonly uint[] s_awkward = [0, 1, 2, 3, 4096, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];

    private static int[] Numbers =>
    [
        4, 24, Queue, Queue + 4, Queue + 16, Queue + 20, 5764, Messages + 8, Messages + 24, Frame + 8, Frame + 20, Frame + 24, Frame + 28, Frame + 32,
        Frame + 36, Frame + 40, Frame + 44, Frame + 48, Written,
    ];

    [Fact]
    public void Find_NewestMessageOfTheFrameQueue_IsThatFrame()
    {
        byte[] memory = Make();
        var match = Find(memory);

        Assert.Equal($"6 x 4 bgr0, stride 32, from {Written + 4}", match?.Pixels.ToString());
        Assert.Equal((9L, false), (match!.Counter, match.BeingWritten));
        Assert.True(BuiltInLayouts.HasMagic(memory));
    }

    [Fact]
    public void Find_FrameThatIsWrittenInPart_IsBeingWritten()
    {
        byte[] memory = Make();
        Put(memory, Written, 96);
        Assert.True(Find(memory)!.BeingWritten);
    }

    [Theory]
    [InlineData(0, PictureRotation.None)]
    [InlineData(1, PictureRotation.Clockwise90)]
    [InlineData(3, PictureRotation.Clockwise270)]
    [InlineData(4, PictureRotation.None)]
    [InlineData(0xFFFFFFFF, PictureRotation.None)]
    public void Find_FrameOfAScreenThatIsTurned_IsTurnedAsItsClientDoes(uint quarters, PictureRotation rotation)
    {
        byte[] memory = Make();
        Put(memory, Frame + 36, quarters);
        Assert.Equal(rotation, Find(memory)!.Pixels.Rotation);
    }

    [Theory]
    [InlineData(4, 11)]
    [InlineData(24, 0)]
    [InlineData(Queue, 1)]
    [InlineData(Queue + 4, 0)]
    [InlineData(Queue + 16, 2)]
    [InlineData(Queue + 20, 0xFFFFFFF8)]
    [InlineData(5764, 18)]
    [InlineData(Messages + 24, 0)]
    [InlineData(Messages + 24, 0xFFFFFFFF)]
    [InlineData(Frame + 8, 7)]
    [InlineData(Frame + 28, 0x80000000)]
    [InlineData(Frame + 44, 20)]
    [InlineData(Frame + 48, 12)]
    [InlineData(Frame + 48, 0xFFFFFFF0)]
    public void Find_NumberThatCannotBe_IsNoFrameOfLookingGlass(int at, uint value)
    {
        byte[] memory = Make();
        Put(memory, at, value);
        Assert.NotEqual("Looking Glass", Find(memory)?.Document.Name);
    }

    [Fact]
    public void Find_AnyNumbers_StaysWithinTheBytes()
    {
        var random = new Random(20);
        byte[] whole = Make();
        int pictures = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] memory = [.. whole];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                Put(memory, Numbers[random.Next(Numbers.Length)], random.Next(2) == 0 ? s_awkward[random.Next(s_awkward.Length)] : (uint)random.Next(8000));
            var copy = memory.AsSpan(0, random.Next(3) == 0 ? random.Next(memory.Length) : memory.Length);
            if (BuiltInLayouts.Find(new LayoutSubject("posix", "looking-glass", copy.Length), copy) is not { } match)
                continue;
            pictures++;
            Assert.InRange(match.Pixels.EndOffset, 0, copy.Length);
            Assert.NotEmpty(LayoutRenderer.ToRgba(copy, match.Pixels));
        }

        Assert.True(pictures > 0);
    }

    private static LayoutMatch? Find(byte[] memory) => BuiltInLayouts.Find(new LayoutSubject("posix", "looking-glass", memory.Length), memory);

    private static byte[] Make()
    {
        byte[] memory = new byte[Written + 4 + 128 + 100];
        "LGMP"u8.CopyTo(memory);
        "KVMFR---"u8.CopyTo(memory.AsSpan(5756));
        (int At, uint Value)[] numbers =
        [
            (4, 6), (24, 1), (Queue, 2), (Queue + 4, 2), (Queue + 16, 0), (Queue + 20, Messages), (5764, 20), (Messages + 24, Frame), (Frame + 4, 9),
            (Frame + 8, 1), (Frame + 20, 6), (Frame + 24, 4), (Frame + 28, 6), (Frame + 32, 4), (Frame + 40, 8), (Frame + 44, 32), (Frame + 48, 60),
            (Written, 128),
        ];
        foreach (var (at, value) in numbers)
            Put(memory, at, value);
        return memory;
    }

    private static void Put(byte[] memory, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(memory.AsSpan(at), value);
}
