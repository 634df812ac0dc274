using System.Globalization;
using System.Text.Json.Nodes;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace ShmDashboard.Web.Hubs;

/// <summary>What the REST API answers as free JSON (layouts), as the same maps and arrays in MessagePack.</summary>
internal sealed class JsonNodeFormatter : IMessagePackFormatter<JsonNode?>
{
    /// <summary>How the hub and its .NET clients serialise: property by property, by name.</summary>
    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create([new JsonNodeFormatter()], [ContractlessStandardResolver.Instance]))
        .WithSecurity(MessagePackSecurity.UntrustedData);

    public void Serialize(ref MessagePackWriter writer, JsonNode? value, MessagePackSerializerOptions options)
    {
        if (value is null)
            writer.WriteNil();
        else
            writer.WriteRaw(MessagePackSerializer.ConvertFromJson(value.ToJsonString()));
    }

    public JsonNode? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        MessagePackSerializer.ConvertToJson(ref reader, text);
        return JsonNode.Parse(text.ToString());
    }
}
