using System.CommandLine;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Ledger.Notes;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary>Which ledger a command reads: one named on the command line, or that of the configuration.</summary>
internal sealed class LedgerTarget
{
    private readonly Option<string?> _directory = new("--from") { Description = "Folder of the ledger; the one of the configuration when left out.", HelpName = "DIR" };
    private readonly Option<string?> _key = new("--key") { Description = "Verifier key of that ledger; needed with `--from`.", HelpName = "VKEY" };
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write exactly the bytes to a file.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(_directory);
        command.Add(_key);
        command.Add(_configuration);
        command.Add(_output);
    }

    public LedgerReader Open(ParseResult arguments, CommandServices services)
    {
        if (arguments.GetValue(_directory) is { } directory)
        {
            return arguments.GetValue(_key) is { } key
                ? LedgerReader.Open(directory, key)
                : throw new CommandException("concordat: `--from` needs `--key VKEY`, the verifier key of that ledger");
        }

        var config = Installation.Load(arguments.GetValue(_configuration)!, services).Config;
        using var ledgerKey = SigningKey.Load(config.Ledger.Key);
        return LedgerReader.Open(DataFolder.Ledger(config), NoteVerifier.ForLog(config.Ledger.Origin, ledgerKey.PublicKey).ToString());
    }

    /// <summary>Writes bytes as they are to the file named, or as a text to standard output.</summary>
    public async Task WriteAsync(ParseResult arguments, byte[] content, string text, CommandServices services, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_output) is { } file)
        {
            await File.WriteAllBytesAsync(file, content, cancellationToken);
        }
        else
        {
            await services.Output.WriteAsync(text.AsMemory(), cancellationToken);
            if (!text.EndsWith('\n'))
            {
                await services.Output.WriteLineAsync();
            }
        }
    }

    /// <exception cref="CommandException">The checkpoint does not cover that entry.</exception>
    public static EntryIndex Covered(long index, LedgerReader reader) => index >= 0 && index < reader.Size
        ? new EntryIndex(index)
        : throw new CommandException(reader.Size == 0
            ? "concordat: the ledger has no entry that a checkpoint covers yet"
            : $"concordat: there is no entry {index}; the checkpoint covers 0 to {reader.Size - 1}");
}
