namespace ShmDashboard.Web.Localization;

/// <summary>
/// Names the translations of what findings say: <c>Findings.zh-Hans.resx</c>. The English sentence is the key, as
/// <see cref="Monitoring.Health.Sentence.Format"/> has it, so English needs no file.
/// </summary>
public sealed class Findings;
