using ShmDashboard.Imaging.Layouts.Documents;

namespace ShmDashboard.Tests.Imaging.Layouts.Documents;

/// <summary>Which names a rule is for: those that look like it, and always the very one.</summary>
public sealed class LayoutMatchRulesTests
{
    [Theory]
    [InlineData("cam*", "cam0", true)]
    [InlineData("cam?", "cam10", false)]
    [InlineData("cam0", "/cam0", true)]
    [InlineData("cam0", "CAM0", false)]
    [InlineData(@"shmpipe. \u{20}42", @"shmpipe. \u{20}42", true)]
    [InlineData(@"a\*", "a*", true)]
    [InlineData(@"a\*", "ab", false)]
    [InlineData("a*", "a*", true)]
    public void Fits_Name_AsItLooksOrIs(string rule, string name, bool expected) =>
        Assert.Equal(expected, new LayoutMatchRules { Name = rule }.Fits(new LayoutSubject("posix", name, 100)));
}
