namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>What a layout may know of a segment besides its bytes.</summary>
/// <param name="Kind"><c>posix</c>, <c>sysv</c> or <c>qt</c>.</param>
/// <param name="Name">Its name or key, without slash.</param>
/// <param name="SizeBytes">Its size.</param>
public readonly record struct LayoutSubject(string Kind, string Name, long SizeBytes);
