using ShmDashboard.Wording;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>What is wrong with a layout that is JSON all right. Immutable.</summary>
/// <param name="What">One sentence.</param>
/// <param name="Member">Which member it is about, from the outermost in: <c>header.format</c>; null where it is one that is missing.</param>
internal sealed record LayoutProblem(Sentence What, string? Member = null);
