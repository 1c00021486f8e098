using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

/// <summary>What one command line came to.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var services = new CommandServices
        {
            Output = output,
            Error = error,
            IsInteractive = false,
            ShowsProgress = false,
            Environment = ConfigurationFolder.Environment,
        };
        var code = await CommandLine.RunAsync(arguments, services, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
