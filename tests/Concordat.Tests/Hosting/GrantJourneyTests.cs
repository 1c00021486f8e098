using System.Net;
using System.Text;
using Concordat.Client;
using Concordat.Commands;
using Concordat.Setup;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>From the hold to the effector: two people sign on the command line, the call goes through once, its grant verifies offline.</summary>
public sealed class GrantJourneyTests
{
    private const string Arguments = """{"target":"hulk 7"}""";

    private const string Request =
        """{"model":"sandbox","messages":[{"role":"user","content":"Go on as planned. [[call: launch_drone_strike {\"target\":\"hulk 7\"}]]"}]}""";

    [Fact]
    public async Task Two_people_at_the_command_line_let_one_call_through_that_the_effector_verifies()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var served = await ServedInstallation.StartAsync(cancellation);
        served.Change("limits:", "limits:\n  readingTime: 1s");
        await served.RestartAsync(cancellation);
        var key = await served.Host.Parts.Stores.Keys.CreateAsync(ConfigurationTemplate.RangeUseCase, "test", expires: null, cancellation);
        await served.Host.Parts.RefreshKeysAsync(cancellation);
        served.Http.DefaultRequestHeaders.Authorization = new("Bearer", key.ShownOnce);
        var held = await SendAsync(served, id: null);
        var id = held.Headers.GetValues("Concordat-Case").Single();

        Assert.Contains("another signature is needed", (await DecideAsync(served, id, "commander")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, (await DecideAsync(served, id, "commander")).Code);
        var second = await DecideAsync(served, id, "safety-officer");
        Assert.Contains("state: granted", second.Output, StringComparison.Ordinal);
        Assert.Contains("arguments.target: \"hulk 7\"", second.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(served, id)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(served, id)).StatusCode);

        var grant = await served.Http.GetByteArrayAsync(new Uri($"v1/cases/{id}", UriKind.Relative), cancellation);
        var verifier = new GrantVerifier([Person(served, "commander", "commander"), Person(served, "safety-officer", "official")], GrantSeat.Parse("department:commander", "department:commander|official"));
        var result = verifier.Verify(grant, "launch_drone_strike", Encoding.UTF8.GetBytes(Arguments), TimeProvider.System.GetUtcNow());
        Assert.True(result.IsValid, result.Fault);
        Assert.Equal(["commander", "safety-officer"], result.Signers);
        Assert.False(verifier.Verify(grant, "launch_drone_strike", """{"target":"hulk 8"}"""u8, TimeProvider.System.GetUtcNow()).IsValid);
        Assert.False(verifier.Verify(grant, "launch_drone_strike", Encoding.UTF8.GetBytes(Arguments), TimeProvider.System.GetUtcNow().AddDays(1)).IsValid);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("grant")]
    [InlineData("deny")]
    public async Task At_the_command_line_nobody_reads_or_decides_what_is_marked_above_their_clearance(string act)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var served = await ServedInstallation.StartAsync(cancellation);
        served.Change("limits:", "console:\n  people:\n    - { id: commander, clearance: UNCLASSIFIED }\nlimits:\n  readingTime: 1s");
        await served.RestartAsync(cancellation);
        var key = await served.Host.Parts.Stores.Keys.CreateAsync(ConfigurationTemplate.RangeUseCase, "test", expires: null, cancellation);
        await served.Host.Parts.RefreshKeysAsync(cancellation);
        served.Http.DefaultRequestHeaders.Authorization = new("Bearer", key.ShownOnce);
        served.Http.DefaultRequestHeaders.Add("Concordat-Label", "CUI");
        var id = (await SendAsync(served, id: null)).Headers.GetValues("Concordat-Case").Single();

        var refused = await ActAsync(served, act, id, "commander");
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("above the clearance of `commander`", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("hulk 7", refused.Output + refused.Error, StringComparison.Ordinal);
        Assert.Contains("hulk 7", (await ActAsync(served, "read", id, "safety-officer")).Output, StringComparison.Ordinal);
        Assert.Contains("\"open\"", await served.Http.GetStringAsync(new Uri($"v1/cases/{id}", UriKind.Relative), cancellation), StringComparison.Ordinal);
    }

    private static GrantKey Person(ServedInstallation served, string id, string role) =>
        new(id, role, "department", File.ReadAllText(Path.Combine(served.Home, "keys", $"{id}.pub.pem")));

    private static Task<CommandRun> DecideAsync(ServedInstallation served, string id, string person) => ActAsync(served, "grant", id, person);

    private static Task<CommandRun> ActAsync(ServedInstallation served, string act, string id, string person)
    {
        string[] arguments = ["case", act, id, "--key", Path.Combine(served.Home, "keys", $"{person}.key.pem"), "--as", person, "--gateway", served.Host.Url];
        return CommandRun.OfAsync(act == "read" ? arguments : [.. arguments, "--yes"]);
    }

    private static async Task<HttpResponseMessage> SendAsync(ServedInstallation served, string? id)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri("v1/chat/completions", UriKind.Relative))
        {
            Content = new StringContent(Request, Encoding.UTF8, "application/json"),
        };
        if (id is not null)
        {
            message.Headers.Add("Concordat-Case", id);
        }

        return await served.Http.SendAsync(message, TestContext.Current.CancellationToken);
    }
}
