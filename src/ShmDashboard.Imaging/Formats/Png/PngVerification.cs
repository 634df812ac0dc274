using System.Diagnostics.CodeAnalysis;
using ShmDashboard.Imaging.Pictures;

namespace ShmDashboard.Imaging.Formats.Png;

/// <summary>What <see cref="PngVerifier"/> found. Immutable.</summary>
/// <param name="Header">What the picture says about itself; null when not even that could be read.</param>
/// <param name="LengthBytes">Bytes from the signature to the end of IEND: exactly what is to be stored, without what
/// may follow in the file; 0 when <paramref name="Failure"/> is set.</param>
/// <param name="Failure">The first thing that is wrong; null when the picture is sound.</param>
public sealed record PngVerification(PngHeader? Header, long LengthBytes, PictureFailure? Failure)
{
    /// <summary>Whether every reader will see the whole picture.</summary>
    [MemberNotNullWhen(true, nameof(Header))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsValid => Failure is null;
}
