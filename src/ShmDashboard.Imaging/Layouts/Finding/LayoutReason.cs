namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Why a layout is proposed: one piece of evidence with its numbers, so that it can be said in any language.</summary>
/// <param name="Kind">What speaks for it.</param>
/// <param name="Number">As the kind says.</param>
/// <param name="Other">A second number where the kind has two.</param>
public readonly record struct LayoutReason(ReasonKind Kind, long Number = 0, long Other = 0);
