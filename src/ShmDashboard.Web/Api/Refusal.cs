using ShmDashboard.Web.Components.Wording;
using ShmDashboard.Wording;

namespace ShmDashboard.Web.Api;

/// <summary>
/// Why a request is not answered, as RFC 9457 problem details: the sentence that the pages show, in the language of the request. The
/// title stays in English, as the word by which programs know it.
/// </summary>
/// <param name="status">The answer's status.</param>
/// <param name="title">What kind of refusal it is.</param>
/// <param name="sentence">What was tried, on what, what was found, what to do.</param>
internal sealed class Refusal(int status, string title, Sentence sentence) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.Problem(
        httpContext.RequestServices.GetRequiredService<SentenceWords>().Of(sentence), statusCode: status, title: title).ExecuteAsync(httpContext);
}
