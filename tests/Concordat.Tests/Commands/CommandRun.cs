using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

/// <summary>What one command line came to.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output)!;

    public static Task<CommandRun> OfAsync(params string[] arguments) => OfAsync(ConfigurationFolder.Environment, arguments);

    /// <summary>Runs as somebody who has an API key.</summary>
    public static Task<CommandRun> WithKeyAsync(string key, params string[] arguments) => OfAsync(name => name is "CONCORDAT_KEY" ? key : null, arguments);

    /// <summary>Runs on another day than today.</summary>
    public static Task<CommandRun> OnAsync(string day, params string[] arguments) => OfAsync(
        ConfigurationFolder.Environment, arguments, new ManualTime { Now = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal) });

    private static async Task<CommandRun> OfAsync(Func<string, string?> environment, string[] arguments, TimeProvider? time = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var services = new CommandServices
        {
            Output = output,
            Error = error,
            IsInteractive = false,
            ShowsProgress = false,
            Environment = environment,
            Time = time ?? TimeProvider.System,
        };
        var code = await CommandLine.RunAsync(arguments, services, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
