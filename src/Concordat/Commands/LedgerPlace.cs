using System.CommandLine;
using Concordat.Gateway.Configuration;
using Concordat.Hosting;

namespace Concordat.Commands;

/// <summary>Where a ledger is and by which key it is known: named on the command line, or that of the configuration.</summary>
internal sealed class LedgerPlace
{
    private readonly Option<string?> _directory = new("--from") { Description = "Folder of the ledger; the one of the configuration when left out.", HelpName = "DIR" };
    private readonly Option<string?> _key = new("--key") { Description = "Verifier key of that ledger; needed with `--from`.", HelpName = "VKEY" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();

    public void AddTo(Command command)
    {
        command.Add(_directory);
        command.Add(_key);
        command.Add(_configuration);
    }

    /// <summary>The configuration file named on the command line.</summary>
    public string ConfigurationPath(ParseResult arguments) => arguments.GetValue(_configuration)!;

    public ConcordatConfig Configuration(ParseResult arguments, CommandServices services) =>
        Installation.Load(arguments.GetValue(_configuration)!, services).Config;

    /// <summary>Whether a place was named, or anything stands where the configuration has its ledger: before a gateway has served there is nothing.</summary>
    public bool HasBegun(ParseResult arguments, CommandServices services) => arguments.GetValue(_directory) is not null
        || (DataFolder.Ledger(Configuration(arguments, services)) is var folder && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());

    /// <returns>The folder, the verifier keys, the log's own first, and the file of the witnesses' policy that is configured, if one is.</returns>
    public (string Directory, IReadOnlyList<string> Keys, string? Policy) Find(ParseResult arguments, CommandServices services)
    {
        if (arguments.GetValue(_directory) is { } directory)
        {
            return (directory, [arguments.GetValue(_key) ?? throw new CommandException("concordat: `--from` needs `--key VKEY`, the verifier key of that ledger")], null);
        }

        var config = Configuration(arguments, services);
        using var keys = LedgerKeys.Load(config.Ledger, services.Environment);
        return (DataFolder.Ledger(config), keys.VerifierKeys(config.Ledger.Origin), config.Ledger.Witnesses?.Policy);
    }
}
