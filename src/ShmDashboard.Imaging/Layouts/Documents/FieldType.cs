using System.Text.Json.Serialization;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>The number that a header's field is, and its byte order: <c>u32</c> and <c>u32le</c> are the same.</summary>
[JsonConverter(typeof(FieldTypeConverter))]
public readonly record struct FieldType(SampleType Type, bool BigEndian)
{
    /// <summary>Bytes of the field.</summary>
    public int Bytes => Type.Bytes();

    /// <summary>Reads a name such as <c>i32</c>, <c>u16be</c>, <c>f64</c>; null for none of them.</summary>
    public static FieldType? Parse(string? name)
    {
        if (name is null)
            return null;
        bool big = name.EndsWith("be", StringComparison.Ordinal);
        string bare = big || name.EndsWith("le", StringComparison.Ordinal) ? name[..^2] : name;
        SampleType? type = bare switch
        {
            "u8" => SampleType.U8, "i8" => SampleType.S8, "u16" => SampleType.U16, "i16" => SampleType.S16,
            "u32" => SampleType.U32, "i32" => SampleType.S32, "u64" => SampleType.U64, "i64" => SampleType.S64,
            "f32" => SampleType.F32, "f64" => SampleType.F64, _ => null,
        };
        return type is { } known ? new FieldType(known, big) : null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Type.ToString().ToLowerInvariant().Replace('s', 'i') + (Bytes == 1 ? "" : BigEndian ? "be" : "le");
}
