using Concordat.Console.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Concordat.Console.Http;

/// <summary>Renders a page to HTML on the server; nothing runs in the browser.</summary>
/// <remarks>A page is rendered whole before the first byte is sent, so that a failure is an error status and not half a page.</remarks>
internal sealed class PageWriter(IServiceProvider services)
{
    private readonly ILoggerFactory _loggers = services.GetRequiredService<ILoggerFactory>();

    public async ValueTask<IResult> PageAsync<TPage>(PageParameters parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        await using var renderer = new HtmlRenderer(services, _loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var root = await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters));
            return root.ToHtmlString();
        });
        return Results.Content("<!doctype html>" + html, "text/html; charset=utf-8", statusCode: status);
    }

    public ValueTask<IResult> SignInAsync(bool wrongToken) =>
        PageAsync<SignInPage>(new() { [nameof(SignInPage.WrongToken)] = wrongToken }, StatusCodes.Status401Unauthorized);

    public ValueTask<IResult> NotFoundAsync(string what) =>
        PageAsync<NotFoundPage>(new() { [nameof(NotFoundPage.What)] = what }, StatusCodes.Status404NotFound);

    public ValueTask<IResult> UnavailableAsync(string reason) =>
        PageAsync<UnavailablePage>(new() { [nameof(UnavailablePage.Reason)] = reason }, StatusCodes.Status503ServiceUnavailable);
}
