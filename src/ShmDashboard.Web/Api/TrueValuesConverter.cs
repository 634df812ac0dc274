using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShmDashboard.Web.Api;

/// <summary>
/// True values as numbers; those that JSON has no number for as <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.
/// </summary>
internal sealed class TrueValuesConverter : JsonConverter<double[][][]>
{
    public override double[][][] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("True values are only written.");

    public override void Write(Utf8JsonWriter writer, double[][][] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (double[][] row in value)
        {
            writer.WriteStartArray();
            foreach (double[] pixel in row)
            {
                writer.WriteStartArray();
                foreach (double sample in pixel)
                    Write(writer, sample);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, double sample)
    {
        if (double.IsFinite(sample))
            writer.WriteNumberValue(sample);
        else
            writer.WriteStringValue(double.IsNaN(sample) ? "NaN" : sample > 0 ? "Infinity" : "-Infinity");
    }
}
