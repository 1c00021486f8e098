using System.Text;
using Concordat.Console.Access;
using Concordat.Oversight.Sessions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console.Http;

/// <summary>One request that was let through: who asks, and the form where it is a post.</summary>
internal sealed class ConsoleRequest(HttpContext http, ConsoleParts parts, Visitor? visitor, SessionSecret? signingIn, IFormCollection? form)
{
    public HttpContext Http => http;

    public ConsoleParts Parts => parts;

    public ConsoleOptions Options => parts.Options;

    /// <summary>Null only on the pages of signing in.</summary>
    public Visitor? Visitor => visitor;

    public Visitor SignedIn => visitor ?? throw new InvalidOperationException("a page for people was asked for without one");

    /// <summary>The browser's secret while somebody signs in.</summary>
    public SessionSecret? SigningIn => signingIn;

    public CancellationToken Cancellation => http.RequestAborted;

    /// <summary>Address of the console, as this browser knows it; no slash at the end.</summary>
    public string Address => parts.AddressOf(http);

    public string Route(string name) => http.Request.RouteValues[name] as string ?? "";

    /// <summary>A value of the query; null where it is missing, empty or given twice.</summary>
    public string? Query(string name) => http.Request.Query[name] is [{ Length: > 0 and <= 256 } value] ? value : null;

    public bool Has(string name) => http.Request.Query.ContainsKey(name);

    /// <summary>A field of the form; empty where it is missing or given twice.</summary>
    public string Field(string name) => form?[name] is [{ } value] ? value.Trim() : "";

    /// <summary>A pasted or uploaded text; the paste counts where both are there.</summary>
    public async ValueTask<string> PasteAsync(string name)
    {
        if (Field(name) is { Length: > 0 } pasted)
        {
            return pasted;
        }

        if (form?.Files.GetFile(name) is not { Length: > 0 and <= 128 * 1024 } file)
        {
            return "";
        }

        using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
        return (await reader.ReadToEndAsync(Cancellation)).Trim();
    }

    /// <summary>An uploaded file; null where there is none, or it is empty or larger than that.</summary>
    public async ValueTask<byte[]?> FileAsync(string name, int most)
    {
        if (form?.Files.GetFile(name) is not { Length: > 0 } file || file.Length > most)
        {
            return null;
        }

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, Cancellation);
        return bytes;
    }

    public ValueTask<IResult> PageAsync<TPage>(PageParameters parameters, int status = StatusCodes.Status200OK)
        where TPage : IComponent => parts.Pages.PageAsync<TPage>(visitor, parameters, status);

    public ValueTask<IResult> NotFoundAsync(string what) => parts.Pages.NotFoundAsync(visitor, what);
}
