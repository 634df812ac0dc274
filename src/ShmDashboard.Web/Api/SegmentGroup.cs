namespace ShmDashboard.Web.Api;

/// <summary>What all endpoints under <c>/api/segments</c> have in common.</summary>
internal static class SegmentGroup
{
    /// <summary>A group of endpoints; none of them sees an address that is no segment's id: that is answered here.</summary>
    public static RouteGroupBuilder MapSegmentGroup(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/segments");
        group.AddEndpointFilter(async (context, next) => context.Arguments.OfType<SegmentAddress>().FirstOrDefault() is { Problem: { } problem }
            ? Problems.BadId(problem)
            : await next(context));
        return group;
    }
}
