using System.Text.Json;
using System.Text.Json.Serialization;
using ShmDashboard.Imaging.Layouts.PixelFormats;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>A pixel format as its name.</summary>
public sealed class RawFormatConverter : JsonConverter<RawFormat>
{
    /// <inheritdoc/>
    public override RawFormat Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return RawFormats.TryFind(name, out var format) ? format : throw new JsonException(
            $"\"{name}\" is no pixel format known here: expected FFmpeg's name, such as gray, bgr24, rgba or nv12.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawFormat value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Name);
    }
}
