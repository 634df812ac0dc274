using System.Diagnostics.CodeAnalysis;

namespace ShmDashboard.Imaging.Pictures;

/// <summary>What became of an attempt to convert a picture: the new file and what was done to it, or why there is none.
/// </summary>
public sealed class ConversionResult
{
    private ConversionResult(ReadOnlyMemory<byte> file, PictureConversion? conversion, PictureFailure? failure)
    {
        File = file;
        Conversion = conversion;
        Failure = failure;
    }

    /// <summary>Whether there is a new file.</summary>
    [MemberNotNullWhen(true, nameof(Conversion))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>The new file; empty when there is none.</summary>
    public ReadOnlyMemory<byte> File { get; }

    /// <summary>What was done; null when there is no file.</summary>
    public PictureConversion? Conversion { get; }

    /// <summary>Why there is no file; null when there is one.</summary>
    public PictureFailure? Failure { get; }

    internal static ConversionResult Success(ReadOnlyMemory<byte> file, PictureConversion conversion) => new(file, conversion, null);

    internal static ConversionResult Fail(PictureFailure failure) => new(default, null, failure);
}
