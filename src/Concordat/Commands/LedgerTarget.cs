using System.CommandLine;
using Concordat.Gateway.Configuration;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary>Which ledger a command reads: one named on the command line, or that of the configuration.</summary>
internal sealed class LedgerTarget
{
    private readonly LedgerPlace _place = new();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write exactly the bytes to a file.", HelpName = "FILE" };

    public void AddTo(Command command, bool withOutput = true)
    {
        _place.AddTo(command);
        if (withOutput)
        {
            command.Add(_output);
        }
    }

    /// <summary>The configuration file named on the command line.</summary>
    public string ConfigurationPath(ParseResult arguments) => _place.ConfigurationPath(arguments);

    /// <summary>The configuration named on the command line.</summary>
    public ConcordatConfig Configuration(ParseResult arguments, CommandServices services) => _place.Configuration(arguments, services);

    public LedgerReader Open(ParseResult arguments, CommandServices services, bool witnessed = false)
    {
        var (directory, keys, _) = _place.Find(arguments, services);
        if (!witnessed)
        {
            return LedgerReader.Open(directory, keys[0]);
        }

        try
        {
            return LedgerReader.OpenWitnessed(directory, keys[0]);
        }
        catch (FileNotFoundException)
        {
            throw new CommandException($"concordat: no checkpoint of `{directory}` has met a policy of witnesses yet");
        }
    }

    /// <summary>The ledger; null where the installation has none yet, since nothing was served.</summary>
    /// <exception cref="CommandException">There is one, or a place was named, and no checkpoint covers it.</exception>
    public LedgerReader? OpenIfBegun(ParseResult arguments, CommandServices services)
    {
        if (!_place.HasBegun(arguments, services))
        {
            return null;
        }

        try
        {
            return Open(arguments, services);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"concordat: the ledger in `{_place.Find(arguments, services).Directory}` has no checkpoint: start the gateway, which makes one, or restore the folder");
        }
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
