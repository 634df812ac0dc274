using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>A field's type as its name.</summary>
public sealed class FieldTypeConverter : JsonConverter<FieldType>
{
    /// <inheritdoc/>
    public override FieldType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return FieldType.Parse(name) ?? throw new JsonException(
            $"\"{name}\" is no type of a field: expected u8, i8, u16, i16, u32, i32, u64, i64, f32 or f64, with le or be behind it.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FieldType value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
