namespace ShmDashboard.Web.Localization;

/// <summary>
/// Names the translations of what the product says in whole sentences: <c>Sentences.zh-Hans.resx</c>. The English sentence
/// is the key, as <see cref="ShmDashboard.Wording.Sentence.Format"/> has it, so English needs no file.
/// </summary>
public sealed class Sentences;
