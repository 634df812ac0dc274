using ShmDashboard.Wording;

namespace ShmDashboard.Tests.Wording;

public sealed class SentenceTests
{
    [Fact]
    public void Of_InterpolatedString_KeepsArgumentsApart()
    {
        string name = "a {b}";

        var sentence = Sentence.Of($"'{name}' holds {1234.5} of {98309} {{x}}");

        Assert.Equal("'{0}' holds {1} of {2} {{x}}", sentence.Format);
        Assert.Equal(["a {b}", "1234.5", "98309"], sentence.Arguments.Select(argument => argument.ToString()));
        Assert.Equal("'a {b}' holds 1234.5 of 98309 {x}", sentence.ToString());
    }

    [Fact]
    public void FromString_Braces_StayThemselves() => Assert.Equal("a {0} b", ((Sentence)"a {0} b").ToString());

    [Fact]
    public void Equals_SameWordsAndArguments_IsEqual()
    {
        Assert.Equal(Sentence.Of($"{1} of {2}"), Sentence.Of($"{1} of {2}"));
        Assert.NotEqual(Sentence.Of($"{1} of {2}"), Sentence.Of($"{1} of {3}"));
    }
}
