using System.Text;
using ShmDashboard.Imaging.Layouts.BuiltIn;
using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.Documents;

public sealed class LayoutJsonTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "{", "Line 1, column 2: " },
        { "null", "Line 1, column 1: expected a layout, found null." },
        { "{\n  \"hight\": 3 }", "Line 2, column 11 (at $.hight): \"hight\" means nothing here." },
        { "{ \"width\": \"wide\" }", "this value is of another kind than is expected here." },
        { "{ \"format\": \"bgr42\" }", "\"bgr42\" is no pixel format known here: expected FFmpeg's name" },
        { "{ \"header\": { \"width\": { \"offset\": 0, \"type\": \"u24\" } } }", "\"u24\" is no type of a field" },
        { "{ \"height\": 1, \"format\": \"gray\" }", "The width is not told" },
        { "{ \"width\": 1, \"height\": 1 }", "The pixel format is not told" },
        { "{ \"width\": 1, \"height\": 1, \"format\": \"nv12\", \"matrix\": \"bt2020\" }", "\"matrix\" is \"bt2020\": expected bt601, bt601-full, bt709, bt709-full." },
        { "{ \"width\": 1, \"height\": 1, \"format\": \"gray\", \"offset\": -1 }", "\"offset\" is -1: expected 0 or more." },
        { "{ \"width\": 1,\n  \"height\": 1, \"format\": \"gray\",\n  \"rotation\": 80 }", "Line 3, column 15 (at $.rotation): \"rotation\" is 80: expected 0, 90, 180 or 270." },
        { "{ \"zero\": 1e999, \"width\": 1, \"height\": 1, \"format\": \"gray\" }", "Line 1, column 11 (at $.zero): \"zero\" is Infinity: expected a number." },
        { "{ \"width\": 1, \"height\": 1, \"offset\": 7, // first\n \"offset\": -1, \"format\": \"gray\", }", "Line 2, column 12 (at $.offset): \"offset\" is -1: expected 0 or more." },
        { "{ \"width\": 1, \"height\": 1, \"header\": { \"width\": { \"offset\": 0, \"type\": \"u32\" }, \"format\": { \"offset\": 8, \"type\": \"u32\" } } }", "Line 1, column 91 (at $.header.format): \"header\".\"format\" is a code" },
        { "{ \"width\": 1, \"height\": 1, \"format\": \"gray\", \"scale\": 0 }", "Line 1, column 55 (at $.scale): \"scale\" is 0: expected a number other than 0." },
        { "{ \"width\": 1, \"height\": 1, \"format\": \"gray\", \"range\": [3, 3] }", "\"range\" is 3 to 3: expected two numbers that differ." },
        { "{ \"range\": 3 }", "A range is two numbers: expected the value that is black and the one that is white, as [0, 4095]" },
        { "{ \"range\": [1] }", "A range is two numbers" },
        { "{ \"range\": [1, 2, 3] }", "A range is two numbers" },
        { "{ \"range\": [1, \"2\"] }", "A range is two numbers" },
        { "{ \"width\": 1, \"height\": 1, \"format\": \"gray\", \"match\": { \"magic\": [ { \"hex\": \"ABC\" } ] } }", "\"magic\" at 0: expected" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void ReadOne_WhatIsWrong_IsToldInOneSentence(string json, string expected)
    {
        Assert.Null(LayoutJson.ReadOne(Encoding.UTF8.GetBytes(json), out var problem));
        Assert.Contains(expected, problem!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", problem!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(".NET", problem!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_EveryBuiltInLayout_ReadsAsItself()
    {
        string file = LayoutJson.Write(BuiltInLayouts.All);
        var again = LayoutJson.ReadMany(Encoding.UTF8.GetBytes(file), out var problem);

        Assert.Null(problem);
        Assert.Equal(BuiltInLayouts.All.Length, again.Count);
        Assert.Equal(file, LayoutJson.Write(again));
    }

    [Fact]
    public void ReadMany_OneIsWrong_SaysWhich()
    {
        Assert.Empty(LayoutJson.ReadMany("[ { \"width\": 1, \"height\": 1, \"format\": \"gray\" }, { \"width\": 1 } ]"u8, out var problem));
        Assert.StartsWith("Layout 2: The height is not told", problem!.ToString(), StringComparison.Ordinal);

        LayoutJson.ReadMany("[\n{ \"width\": 1, \"height\": 1, \"format\": \"gray\" },\n{ \"width\": 1, \"height\": 1, \"format\": \"gray\", \"rowAlignment\": 5000 } ]"u8, out problem);
        Assert.Equal("Layout 2: Line 3, column 62 (at $.rowAlignment): \"rowAlignment\" is 5000: expected 1 to 4096.", problem!.ToString());
    }
}
