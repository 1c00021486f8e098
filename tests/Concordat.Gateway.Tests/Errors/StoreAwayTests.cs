using System.Text.Json;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Oversight;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Errors;

/// <summary>What whoever asked is told where a store does not answer.</summary>
public sealed class StoreAwayTests
{
    private const string Secret = "Failed to connect to 10.1.2.3:5432 as concordat with hush in /var/lib/concordat.db";

    [Fact]
    public async Task A_problem_says_which_store_and_what_to_do()
    {
        var (status, problem) = await AskAsync(new OversightUnavailableException(Secret) { Told = "the oversight store on PostgreSQL does not answer; try again shortly" });

        Assert.Equal((503, "store_unavailable", "the oversight store on PostgreSQL does not answer; try again shortly"), (status, Text(problem, "code"), Text(problem, "detail")));
    }

    [Fact]
    public async Task What_the_exception_says_for_the_log_is_never_told()
    {
        var (status, problem) = await AskAsync(new OversightUnavailableException(Secret, new InvalidOperationException(Secret)));

        Assert.Equal((503, GatewayErrors.StoreUnavailable.Message), (status, Text(problem, "detail")));
        Assert.DoesNotContain("hush", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_fault_is_told_as_it_is()
    {
        var (_, problem) = await AskAsync(OversightUnavailableException.Plain("the store did not answer within 15 seconds; hand it in again"));

        Assert.Equal("the store did not answer within 15 seconds; hand it in again", Text(problem, "detail"));
    }

    private static async Task<(int Status, JsonElement Problem)> AskAsync(OversightUnavailableException fault)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { Response = { Body = body } };
        await ProblemOrJson.AnswerAsync(http, _ => throw fault);
        await http.Response.BodyWriter.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("5", http.Response.Headers.RetryAfter);
        return (http.Response.StatusCode, JsonDocument.Parse(body.ToArray()).RootElement);
    }

    private static string? Text(JsonElement problem, string name) => problem.GetProperty(name).GetString();
}
