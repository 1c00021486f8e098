using Concordat.Console.Access;
using Concordat.Console.Pages;
using Concordat.Console.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concordat.Console.Http;

/// <summary>Renders pages to HTML on the server. Thread-safe.</summary>
/// <remarks>A page is rendered whole before the first byte is sent, so that a failure is an error status and not half a page.</remarks>
internal sealed class PageWriter(IServiceProvider services)
{
    private readonly ILoggerFactory _loggers = services.GetRequiredService<ILoggerFactory>();

    public async ValueTask<IResult> PageAsync<TPage>(Visitor? visitor, PageParameters parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        var html = await RenderAsync<Frame>(new()
        {
            [nameof(Frame.Visitor)] = visitor,
            [nameof(Frame.Page)] = typeof(TPage),
            [nameof(Frame.Values)] = parameters,
        });
        return Results.Content("<!doctype html>" + html, "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>Renders a part of a page.</summary>
    public async ValueTask<string> RenderAsync<TPart>(PageParameters parameters)
        where TPart : IComponent => (await RenderEachAsync<TPart>([parameters]))[0];

    /// <summary>Renders a part of a page once for each of many parameters.</summary>
    public async ValueTask<IReadOnlyList<string>> RenderEachAsync<TPart>(IEnumerable<PageParameters> each)
        where TPart : IComponent
    {
        await using var renderer = new HtmlRenderer(services, _loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parts = new List<string>();
            foreach (var parameters in each)
            {
                var root = await renderer.RenderComponentAsync<TPart>(ParameterView.FromDictionary(parameters));
                parts.Add(root.ToHtmlString());
            }

            return parts;
        });
    }

    public ValueTask<IResult> SignInAsync(SignInView view, string? fault) => PageAsync<SignInPage>(
        visitor: null, new() { [nameof(SignInPage.View)] = view, [nameof(SignInPage.Fault)] = fault }, StatusCodes.Status401Unauthorized);

    public ValueTask<IResult> NotFoundAsync(Visitor? visitor, string what) =>
        NoticeAsync(visitor, StatusCodes.Status404NotFound, "Not found", $"There is {what}.");

    public ValueTask<IResult> ForbiddenAsync(Visitor visitor, ConsoleRoute route) => NoticeAsync(
        visitor,
        StatusCodes.Status403Forbidden,
        "Not for your role",
        $"You are signed in as {visitor.Person.Name} ({ConsoleRoles.Words(visitor.Person.Roles)}). This page is for: {ConsoleRoles.Words(route.Roles)}.");

    public ValueTask<IResult> StaleFormAsync(Visitor? visitor) => NoticeAsync(
        visitor, StatusCodes.Status403Forbidden, "Nothing was done", "This form is not one of your session any more. Open the page again and send it once more.");

    public ValueTask<IResult> UnavailableAsync(string reason) => NoticeAsync(
        visitor: null,
        StatusCodes.Status503ServiceUnavailable,
        "The oversight store does not answer",
        "Until it does, what needs a person or a count of persons is refused: nothing passes unseen.",
        reason);

    public ValueTask<IResult> NoticeAsync(Visitor? visitor, int status, string title, string text, string? detail = null) => PageAsync<NoticePage>(
        visitor, new() { [nameof(NoticePage.Title)] = title, [nameof(NoticePage.Text)] = text, [nameof(NoticePage.Detail)] = detail }, status);
}
