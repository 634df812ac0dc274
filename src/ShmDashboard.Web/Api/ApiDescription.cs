using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ShmDashboard.SharedMemory.Segments;

namespace ShmDashboard.Web.Api;

/// <summary>
/// The API's description, served at <c>/api/openapi.json</c>. A copy stands beside this file; a test compares them, so that a
/// change of the interface is seen in review.
/// </summary>
internal static class ApiDescription
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "ShmDashboard",
                Version = "1",
                Description = "This machine's shared-memory segments. Authenticate with 'Authorization: Bearer <token>'. " +
                    "Errors are problem details (RFC 9457).",
            };
            // Where this instance happens to listen is no part of the interface.
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.RelativePath?.Contains("{id}", StringComparison.Ordinal) != true)
                return Task.CompletedTask;
            operation.Parameters ??= [];
            // Bound from the raw request target (SegmentAddress), which the framework cannot describe by itself.
            operation.Parameters.Insert(0, new OpenApiParameter
            {
                Name = "id",
                In = ParameterLocation.Path,
                Required = true,
                Description = SegmentId.Forms.ToString() + ", percent-encoded as one path segment.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });
    }
}
