using Concordat.Console.Access;
using Concordat.Console.Http;
using Concordat.Console.Live;
using Concordat.Console.SignIn;
using Microsoft.AspNetCore.Http;

namespace Concordat.Console;

/// <summary>The console's long-lived parts, made once when it is mapped.</summary>
internal sealed class ConsoleParts(ConsoleOptions options, IServiceProvider services)
{
    public ConsoleOptions Options => options;

    public PageWriter Pages { get; } = new(services);

    public BrowserCookies Cookies { get; } = new(options.Address?.Scheme == Uri.UriSchemeHttps);

    public PeopleDirectory People { get; } = new(options);

    public LiveFeed Live { get; } = new(options.Decisions, new PageWriter(services), options.Time);

    public CaseFollow Follow { get; } = new(options.Cases, options.Time);

    public OidcSignIn? Oidc { get; } = options.Oidc is { } oidc ? new OidcSignIn(oidc, options.Time) : null;

    public CertificateSignIn? Certificates { get; } = options.Proxy is { } proxy ? new CertificateSignIn(proxy, options.Time) : null;

    /// <summary>Address of the console as this browser knows it; no slash at the end.</summary>
    public string AddressOf(HttpContext http) =>
        (options.Address?.GetLeftPart(UriPartial.Authority) ?? $"{http.Request.Scheme}://{http.Request.Host.Value}").TrimEnd('/');
}
