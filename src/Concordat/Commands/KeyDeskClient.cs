using System.CommandLine;
using Concordat.Oversight.Keys;

namespace Concordat.Commands;

/// <summary>A platform engineer who asks a gateway for a change of an API key, by a statement signed here.</summary>
internal sealed class KeyDeskClient(SignerOptions options, CommandServices services)
{
    private readonly Option<string?> _log = new("--log") { Description = "With `--gateway`: origin of its log; `ledger.origin` of the configuration when left out.", HelpName = "ORIGIN" };

    public void AddTo(Command command) => command.Add(_log);

    /// <summary>What is to be said, by whom, to which gateway, now.</summary>
    public ApiKeyStatement Statement(ApiKeyAct act, ParseResult arguments) => new(
        act, arguments.GetValue(_log) ?? Installation.Load(options.ConfigurationOf(arguments), services).Config.Ledger.Origin, options.PersonOf(arguments), services.Time.GetUtcNow());

    /// <returns>The key as it is now, with its text where it was made.</returns>
    /// <exception cref="CommandException">The gateway refuses, or does not answer.</exception>
    public async Task<KeyReport> SendAsync(string path, ApiKeyStatement statement, ParseResult arguments, CancellationToken cancellationToken)
    {
        using var signer = options.SignerOf(arguments, services);
        var signed = await signer.SignAsync(ApiKeyStatement.PayloadType, statement.ToPayload(), cancellationToken);
        using var http = new DeskHttpClient(options.GatewayOf(arguments, services));
        using var answer = await http.PostAsync(path, signed, cancellationToken);
        var root = answer.RootElement;
        var record = new ApiKeyRecord(Text("id")!, Text("use_case")!, Text("label")!, root.GetProperty("created").GetDateTimeOffset(), Time("expires"), Time("revoked"));
        return KeyReport.Of(record, services.Time.GetUtcNow(), Text("key"));

        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
        DateTimeOffset? Time(string name) => root.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : null;
    }
}
