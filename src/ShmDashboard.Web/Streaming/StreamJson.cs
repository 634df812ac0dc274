using System.Text.Json;
using System.Text.Json.Serialization;

namespace ShmDashboard.Web.Streaming;

/// <summary>The stream's JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(StreamCommand))]
[JsonSerializable(typeof(FrameHeader))]
internal sealed partial class StreamJson : JsonSerializerContext;
