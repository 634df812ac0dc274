using ShmDashboard.Imaging.Layouts;
using ShmDashboard.Web.Components.Inspection;
using ShmDashboard.Web.Components.Layouts;
using ShmDashboard.Web.Tests.Fakes;

namespace ShmDashboard.Web.Tests.Components.Inspection;

public sealed class SaveChoiceTests : ComponentTest
{
    [Fact]
    public void Of_PictureFile_EveryFormatTheFileAndTheBytes() => Assert.Equal(
        [
            "share.png /api/segments/qt%3Ashare/picture?format=png",
            "share.jpeg /api/segments/qt%3Ashare/picture?format=jpeg",
            "share.webp /api/segments/qt%3Ashare/picture?format=webp",
            "share.tiff /api/segments/qt%3Ashare/picture?format=tiff",
            "share.png /api/segments/qt%3Ashare/picture",
            "share.npy /api/segments/qt%3Ashare/picture?format=npy",
            "share.bin /api/segments/qt%3Ashare/bytes?whole=true",
        ],
        SaveChoice.Of(Rows.Qt("share", frame: Rows.Picture(5)), PictureLook.Usual, "share", Text).Select(choice => $"{choice.FileName} {choice.Address}"));

    [Fact]
    public void Of_BytesShownByALayout_AsTheyAreShownAndTheirTrueValues()
    {
        var look = PictureLook.Usual with { Layout = "4x4~grey8", Mapping = "colours=turbo" };

        var choices = SaveChoice.Of(Rows.Posix("/a/cam"), look, "/a/cam", Text);

        Assert.Contains(choices, choice => choice.Address.EndsWith("/picture?format=png&layout=4x4~grey8&colours=turbo", StringComparison.Ordinal) && choice.FileName == "a_cam.png");
        Assert.Contains(choices, choice => choice.Address.EndsWith("/picture?format=npy&layout=4x4~grey8", StringComparison.Ordinal));
        Assert.Contains(choices, choice => choice.Address.EndsWith("/picture?format=raw&layout=4x4~grey8", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_NothingKnown_TheBytes() =>
        Assert.Equal("share.bin", Assert.Single(SaveChoice.Of(Rows.Qt("share"), PictureLook.Usual, "share", Text)).FileName);
}
