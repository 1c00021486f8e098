using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Concordat.Console.Access;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Concordat.Console.Tests.Kit;

/// <summary>The console on a real server at a free port, over a SQLite store, with a browser that keeps cookies and follows nothing.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-console-");
    private readonly OversightStores _stores;
    private readonly WebApplication _app;

    private ConsoleHost(ICaseStore? cases)
    {
        _stores = OversightStores.OpenSqlite(Path.Combine(_directory.FullName, "oversight.db"), TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapConsole(new ConsoleOptions { Data = Data, Decisions = Feed, Cases = cases ?? _stores.Cases, Token = Token });
    }

    public ConsoleToken Token { get; } = ConsoleToken.New();

    public FakeConsoleData Data { get; } = new();

    public FakeDecisionFeed Feed { get; } = new();

    public ICaseStore Cases => _stores.Cases;

    public HttpClient Browser { get; private set; } = new();

    public static async Task<ConsoleHost> StartAsync(bool signedIn = true, ICaseStore? cases = null)
    {
        var host = new ConsoleHost(cases);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = new Uri(host._app.Urls.Single()),
        };
        if (signedIn)
        {
            using var response = await host.GetAsync($"/console?token={host.Token.Text}");
            Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        }

        return host;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Browser.GetAsync(path, TestContext.Current.CancellationToken);

    public async Task<IHtmlDocument> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await GetAsync(path);
        Assert.Equal(expected, response.StatusCode);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<Case> OpenCaseAsync(string tool = "launch_drone_strike", char agreement = 'a', string clause = "3.1")
    {
        var action = new HeldAction("radar-maintenance", new string(agreement, 64), Convert.ToHexStringLower(Guid.CreateVersion7().ToByteArray().Concat(new byte[16]).ToArray()));
        var opening = new CaseOpening(CaseType.Authorize, action, [clause], tool, "force", TimeProvider.System.GetUtcNow().AddHours(3), new string('d', 64), [1]);
        return (await _stores.Cases.OpenAsync(opening, TestContext.Current.CancellationToken)).Case!;
    }

    public async Task DenyAsync(Case held, string by, string reason)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var person = new Approver(by, by, "commander", "department", key.PublicKey, []);
        var vote = new CaseVote(
            CaseDecision.Deny, held.Digest!, person, reason, new byte[] { 1 }, 1, Quorum.For(held.Type, held.Effect), TimeSpan.Zero);
        Assert.True((await _stores.Cases.DecideAsync(held.Id, vote, TestContext.Current.CancellationToken)).IsDone);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app.DisposeAsync();
        await _stores.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
