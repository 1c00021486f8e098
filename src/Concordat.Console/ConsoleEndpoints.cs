using Concordat.Console.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Concordat.Console;

/// <summary>Puts the console under <c>/console</c>: pages for people, who sign in and see what their role may.</summary>
public static class ConsoleEndpoints
{
    /// <summary>Maps the console; it needs no service registration.</summary>
    public static void MapConsole(this IEndpointRouteBuilder app, ConsoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        var gate = new ConsoleGate(new ConsoleParts(options, app.ServiceProvider));
        foreach (var route in ConsoleRoutes.All)
        {
            string[] methods = HttpMethods.IsGet(route.Method) ? [HttpMethods.Get, HttpMethods.Head] : [route.Method];
            app.MapMethods(route.Path, methods, async http => await (await gate.EnterAsync(http, route)).ExecuteAsync(http))
                .WithMetadata(route).ExcludeFromDescription();
        }
    }
}
