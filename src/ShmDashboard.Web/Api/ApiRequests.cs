namespace ShmDashboard.Web.Api;

/// <summary>
/// What all of <c>/api</c> has in common: HEAD is answered as GET without its body, and what routing or binding refuses is
/// explained as problem details too.
/// </summary>
internal sealed class ApiRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // The server knows that it was HEAD, and sends no body.
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await Problems.Unusable(error).ExecuteAsync(context);
        }
    }
}
