using Concordat.Console.Access;
using Concordat.Console.Http;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console;

/// <summary>One line of the console's table of routes: who may ask, and what answers.</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>; a post changes something and needs the form token of the session.</param>
/// <param name="Roles">Who may ask; <see cref="ConsoleRole.None"/> is everybody, signed in or not.</param>
internal sealed record ConsoleRoute(string Method, string Path, ConsoleRole Roles, Func<ConsoleRequest, ValueTask<IResult>> Handle)
{
    public bool IsOpen => Roles == ConsoleRole.None;

    public override string ToString() => $"{Method} {Path}";
}
