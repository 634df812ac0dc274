using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Imaging.Layouts.Finding;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Tests.Imaging.Layouts.Finding;

public sealed class LayoutFinderTests
{
    /// <summary>Cases of the corpus that must not be lost again; the whole corpus is gone through by the bench.</summary>
    public static TheoryData<int> Found => [0, 1, 3, 4, 6, 12, 17, 20, 22, 25, 30, 33, 36, 58, 60, 66, 93, 102];

    [Theory]
    [MemberData(nameof(Found))]
    public void Find_PictureOfTheCorpus_IsFirst(int number)
    {
        var item = LayoutCorpus.Picture(number);
        var found = LayoutFinder.Find(item.Bytes);
        Assert.True(!found.IsEmpty && found[0].Layout == item.Layout, $"{item.Name}: {string.Join(" | ", found.Take(3).Select(candidate => candidate.Layout))}");
        Assert.NotEmpty(found[0].Reasons);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public void Find_WhatIsNoPicture_ProposesNothing(int number)
    {
        var item = LayoutCorpus.Other(number);
        Assert.True(LayoutFinder.Find(item.Bytes).IsEmpty, item.Name);
    }

    [Fact]
    public void Find_FramesOfANumPyCamera_AreBgr()
    {
        byte[] frame = new byte[640 * 480 * 3];
        for (int i = 0; i < 640 * 480; i++)
        {
            int x = i % 640, y = i / 640;
            frame[3 * i] = (byte)x;
            frame[(3 * i) + 1] = (byte)y;
            frame[(3 * i) + 2] = ((x - 320) * (x - 320)) + ((y - 240) * (y - 240)) < 10_000 ? (byte)255 : (byte)0;
        }

        var found = LayoutFinder.Find(frame);
        Assert.Equal(PixelLayout.Dense(RawFormats.Named("bgr24"), 640, 480), found[0].Layout);
        Assert.True(found[0].Score > 0.9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(5000)]
    public void Find_AnyBytes_Ends(int length)
    {
        byte[] bytes = new byte[length];
        var random = new Random(length);
        for (int i = 0; i < 50; i++)
        {
            random.NextBytes(bytes.AsSpan(0, random.Next(length + 1)));
            _ = LayoutFinder.Find(bytes);
        }
    }
}
