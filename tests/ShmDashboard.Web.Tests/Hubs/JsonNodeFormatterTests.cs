using System.Text.Json.Nodes;
using MessagePack;
using ShmDashboard.Web.Hubs;

namespace ShmDashboard.Web.Tests.Hubs;

public sealed class JsonNodeFormatterTests
{
    [Theory]
    [InlineData("""{"format":"bgr24","width":640,"offset":8,"header":{"counter":[1,2.5,true,null]}}""")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Node_ThereAndBack_IsTheSame(string json)
    {
        byte[] packed = MessagePackSerializer.Serialize(new Holder(JsonNode.Parse(json)), JsonNodeFormatter.Options);

        var found = MessagePackSerializer.Deserialize<Holder>(packed, JsonNodeFormatter.Options);

        Assert.Equal(json, found.Node?.ToJsonString() ?? "null");
    }

    /// <summary>Something with a node in it, as the API's answers.</summary>
    public sealed record Holder(JsonNode? Node);
}
