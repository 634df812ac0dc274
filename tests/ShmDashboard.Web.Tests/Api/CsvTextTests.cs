using ShmDashboard.Web.Api;

namespace ShmDashboard.Web.Tests.Api;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(null, "")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("  =1", "'  =1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1,2", "\"'\r=1,2\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("a=1", "a=1")]
    [InlineData("图片", "图片")]
    public void Text_Anything_StaysTextInASpreadsheet(string? value, string written) =>
        Assert.Equal($"name\r\n{written}\r\n", new CsvText("name").Text(value).ToString());

    [Fact]
    public void Cells_AreNumbersMomentsAndFlags_NothingWhereNotKnown() => Assert.Equal(
        "a,b,c,d\r\n1.5,,2026-05-04T12:00:00.000Z,true\r\n-3,7,,false\r\n",
        new CsvText("a", "b", "c", "d").Number(1.5).Number(null).Moment(Fakes.Rows.Noon).Flag(true).Number(-3).Number(7).Moment(null).Flag(false).ToString());
}
