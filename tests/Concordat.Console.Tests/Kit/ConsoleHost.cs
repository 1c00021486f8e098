using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Concordat.Console.Access;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Sessions;
using Concordat.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Concordat.Console.Tests.Kit;

/// <summary>The console on a real server at a free port, over a SQLite store, with a browser that keeps cookies and follows nothing.</summary>
internal sealed class ConsoleHost : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-console-");
    private readonly OversightStores _stores;
    private readonly WebApplication _app;

    private ConsoleHost(ICaseStore? cases, Func<ConsoleOptions, ConsoleOptions>? change, TimeProvider time)
    {
        _stores = OversightStores.OpenSqlite(Path.Combine(_directory.FullName, "oversight.db"), time);
        Data.People = People.All;
        Desk = new FakeCaseDesk(_stores.Cases);
        UseCases = new FakeUseCases(Data);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        var options = new ConsoleOptions
        {
            Data = Data,
            Decisions = Feed,
            Cases = cases ?? _stores.Cases,
            Board = _stores.Board,
            Keys = _stores.Keys,
            Meters = _stores.Meters,
            Sessions = _stores.Sessions,
            Credentials = _stores.Credentials,
            RevokedSigners = _stores.RevokedSigners,
            Verdicts = _stores.Verdicts,
            Reports = _stores.Reports,
            Costs = _stores.Costs,
            ReportDesk = new FakeReportDesk(_stores.Reports),
            Desk = Desk,
            Orders = Orders,
            Shadows = Shadows,
            Rulings = Rulings,
            UseCases = UseCases,
            Entries = Entries,
            Token = Token,
            Time = time,
        };
        _app.MapConsole(change?.Invoke(options) ?? options);
    }

    public ConsoleToken Token { get; } = ConsoleToken.New();

    public TestPeople People { get; } = new();

    public FakeConsoleData Data { get; } = new();

    public FakeDecisionFeed Feed { get; } = new();

    public FakeLedgerEntries Entries { get; } = new();

    public FakeOrders Orders { get; } = new();

    public FakeShadows Shadows { get; } = new();

    public FakeRulings Rulings { get; } = new();

    public FakeUseCases UseCases { get; }

    public FakeCaseDesk Desk { get; }

    public ICaseStore Cases => _stores.Cases;

    public OversightStores Stores => _stores;

    public IEnumerable<Endpoint> Endpoints => ((IEndpointRouteBuilder)_app).DataSources.SelectMany(source => source.Endpoints);

    public HttpClient Browser { get; private set; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<ConsoleHost> StartAsync(
        bool signedIn = true, ICaseStore? cases = null, Func<ConsoleOptions, ConsoleOptions>? change = null, TimeProvider? time = null)
    {
        var host = new ConsoleHost(cases, change, time ?? TimeProvider.System);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        host.Browser = host.NewBrowser();
        if (signedIn)
        {
            using var response = await host.GetAsync($"/console?token={host.Token.Text}");
            Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        }

        return host;
    }

    /// <summary>A browser that keeps cookies and follows nothing.</summary>
    public HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = new Uri(Address),
    };

    /// <summary>Gives this host's browser to a person, who signs in with their key.</summary>
    public async Task SignInAsync(string person)
    {
        Browser.Dispose();
        Browser = NewBrowser();
        using var answer = await SignInAsync(Browser, person);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
    }

    public async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string person, Func<SignInStatement, SignInStatement>? change = null, string? key = null)
    {
        using var asked = await browser.GetAsync("/console/sign-in", TestContext.Current.CancellationToken);
        var page = new HtmlParser().ParseDocument(await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var nonce = page.QuerySelector("form[action='/console/sign-in/key'] code")!.TextContent.Split("--nonce ")[1].Split(' ')[0];
        var statement = new SignInStatement(Address, nonce, person, TimeProvider.System.GetUtcNow());
        statement = change?.Invoke(statement) ?? statement;
        var signed = DsseEnvelope.Create(SignInStatement.PayloadType, statement.ToPayload()).Sign(People.KeyOf(key ?? person)).ToJson();
        return await PostAsync(browser, "/console/sign-in/key", TokenOf(page), ("statement", Encoding.UTF8.GetString(signed)));
    }

    /// <summary>Posts a form with the token that the page at <paramref name="from"/> carries.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string from, params (string Name, string Value)[] fields) =>
        await PostAsync(Browser, path, TokenOf(await PageAsync(from)), fields);

    public static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, string? token, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value));
        using var form = new FormUrlEncodedContent(token is null ? all : all.Append(KeyValuePair.Create("form", token)));
        return await browser.PostAsync(path, form, TestContext.Current.CancellationToken);
    }

    public static string TokenOf(IHtmlDocument page) => page.QuerySelector("input[name=form]")!.GetAttribute("value")!;

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

    /// <summary>Opens a case with an action that can be signed.</summary>
    public async Task<Case> HoldAsync(CaseType type = CaseType.Authorize, string level = "none", string arguments = """{"rounds":2,"target":"range-7"}""")
    {
        var time = TimeProvider.System;
        var facts = new ActionFacts
        {
            Agreement = new string('a', 64),
            Phase = "toolCall",
            Operation = "chat",
            UseCase = "radar-maintenance",
            Key = "key00001",
            Deployment = "sandbox-1",
            Label = Encoding.UTF8.GetBytes($$"""{"level":"{{level}}"}"""),
            Tool = "launch",
            Effect = "force",
            Arguments = Encoding.UTF8.GetBytes(arguments),
        };
        var now = new DateTimeOffset(time.GetUtcNow().UtcTicks / 10 * 10, TimeSpan.Zero);
        var terms = new ActionTerms(Guid.CreateVersion7().ToString("N"), now, now.AddHours(3), Quorum.For(type, "force"), "{}"u8.ToArray());
        var action = CanonicalAction.Of(facts, type, ["3.1"], terms);
        var opening = new CaseOpening(
            type, new HeldAction("radar-maintenance", new string('a', 64), action.Digest), ["3.1"], "launch", "force", terms.Expires, action.Digest, [1]);
        var opened = (await _stores.Cases.OpenAsync(opening, TestContext.Current.CancellationToken)).Case!;
        Desk.Actions[opened.Id] = action;
        return opened;
    }

    public async Task DenyAsync(Case held, string by, string reason)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var person = new Approver(by, by, "commander", "department", key.PublicKey, []);
        var vote = new CaseVote(
            CaseDecision.Deny, held.Digest!, person, person.Key!.KeyId, reason, new byte[] { 1 }, 1, Quorum.For(held.Type, held.Effect), TimeSpan.Zero);
        Assert.True((await _stores.Cases.DecideAsync(held.Id, vote, TestContext.Current.CancellationToken)).IsDone);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        People.Dispose();
        Orders.Dispose();
        await _app.DisposeAsync();
        await _stores.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
