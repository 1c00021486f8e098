using System.CommandLine;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary>The ledgers of further nodes that a command reads beside the first.</summary>
internal sealed class OtherLedgers
{
    private readonly Option<string[]> _directories = new("--also") { Description = "Folder of the ledger of a further node. May be given again.", HelpName = "DIR" };
    private readonly Option<string[]> _keys = new("--also-key") { Description = "Verifier key of that ledger; one for each `--also`, in the same order.", HelpName = "VKEY" };

    public void AddTo(Command command)
    {
        command.Add(_directories);
        command.Add(_keys);
    }

    /// <exception cref="CommandException">Not every ledger has its key, or one has no checkpoint of that key.</exception>
    public IReadOnlyList<LedgerReader> Open(ParseResult arguments)
    {
        var (directories, keys) = (arguments.GetValue(_directories) ?? [], arguments.GetValue(_keys) ?? []);
        if (directories.Length != keys.Length)
        {
            throw new CommandException($"concordat: {directories.Length} ledgers are named with `--also` and {keys.Length} keys with `--also-key`; each ledger needs its own, in the same order");
        }

        return [.. directories.Zip(keys, static (directory, key) =>
        {
            try
            {
                return LedgerReader.Open(directory, key);
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new CommandException($"concordat: `{directory}` has no checkpoint of a ledger");
            }
        })];
    }
}
