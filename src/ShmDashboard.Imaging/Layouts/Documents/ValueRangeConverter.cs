using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShmDashboard.Imaging.Layouts.Documents;

/// <summary>A range as an array of its two ends.</summary>
public sealed class ValueRangeConverter : JsonConverter<ValueRange>
{
    /// <inheritdoc/>
    public override ValueRange Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Wrong();
        var range = new ValueRange(Number(ref reader), Number(ref reader));
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? range : throw Wrong();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ValueRange value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        writer.WriteNumberValue(value.Low);
        writer.WriteNumberValue(value.High);
        writer.WriteEndArray();
    }

    private static double Number(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.Number
        ? reader.GetDouble()
        : throw Wrong();

    private static JsonException Wrong() => new("A range is two numbers: expected the value that is black and the one that is white, as [0, 4095].");
}
