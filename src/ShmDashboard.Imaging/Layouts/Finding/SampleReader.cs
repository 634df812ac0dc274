namespace ShmDashboard.Imaging.Layouts.Finding;

/// <summary>Reads one number at the start of some bytes.</summary>
internal delegate double SampleReader(ReadOnlySpan<byte> at);
