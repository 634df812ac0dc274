namespace ShmDashboard.Web.Components.Wording;

/// <summary>A piece of a sentence.</summary>
/// <param name="Text">As shown.</param>
/// <param name="IsArgument">A name or an amount that was put into the sentence.</param>
internal readonly record struct SentencePart(string Text, bool IsArgument);
