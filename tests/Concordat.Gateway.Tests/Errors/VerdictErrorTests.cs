using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Errors;

public sealed class VerdictErrorTests
{
    [Fact]
    public async Task The_code_and_the_advice_are_those_of_the_clause_that_refuses_and_not_of_one_before_it_that_would_hold()
    {
        await using var host = await GatewayHost.StartAsync();

        using var response = await host.PostAsync(
            "/v1/chat/completions",
            """
            {"model":"sandbox","messages":[{"role":"user","content":"[[call: release_weapon {}]]"}],
             "tools":[{"type":"function","function":{"name":"release_weapon","parameters":{"type":"object"}}}]}
            """);

        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        var error = body["error"]!;
        var clauses = error["concordat"]!["clauses"]!.AsArray();
        Assert.Equal(["3.1", "3.2"], clauses.Select(clause => clause!["clause"]!.GetValue<string>()));
        Assert.Equal("agreement_refused", error["type"]!.GetValue<string>());
        Assert.Equal("clause_3.2", error["code"]!.GetValue<string>());
        var message = error["message"]!.GetValue<string>();
        Assert.StartsWith("refused by the usage agreement: clause 3.2 ", message, StringComparison.Ordinal);
        Assert.Contains("what would change it: " + clauses[1]!["would_change"]!.GetValue<string>(), message, StringComparison.Ordinal);
    }
}
