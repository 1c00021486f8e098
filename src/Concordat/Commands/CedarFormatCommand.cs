using System.CommandLine;
using System.Text;
using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary><c>cedar format</c>: policies in the usual layout.</summary>
internal sealed class CedarFormatCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string[]> _files = new("FILE") { Description = "Files of Cedar policies.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _check = new("--check") { Description = "Write nothing; end with 1 when a file is not in the usual layout." };
    private readonly Option<bool> _write = new("--write") { Description = "Write the layout into the files." };
    private readonly Option<int> _width = new("--width") { Description = "Columns of a line, 20 to 1000.", DefaultValueFactory = _ => 80, HelpName = "N" };
    private readonly Option<int> _indent = new("--indent") { Description = "Columns of one step to the right, 0 to 16.", DefaultValueFactory = _ => 2, HelpName = "N" };

    public CedarFormatCommand(CommandServices services)
        : base("format", "Set policies in the usual layout; every comment stays. Without an option the result goes to the standard output.")
    {
        _services = services;
        Add(_files);
        Add(_check);
        Add(_write);
        Add(_width);
        Add(_indent);
        Validators.Add(result =>
        {
            if (result.GetValue(_check) && result.GetValue(_write))
            {
                result.AddError("choose one of --check and --write");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var (width, indent) = (arguments.GetValue(_width), arguments.GetValue(_indent));
        if (width is < 20 or > 1000 || indent is < 0 or > 16)
        {
            throw new CommandException("concordat: --width is 20 to 1000, --indent 0 to 16");
        }

        var differing = 0;
        foreach (var file in arguments.GetValue(_files)!)
        {
            var text = await File.ReadAllTextAsync(file, cancellationToken);
            var formatted = Format(text, width, indent, file);
            var isSame = text.Equals(formatted, StringComparison.Ordinal);
            differing += isSame ? 0 : 1;
            if (arguments.GetValue(_write))
            {
                await WriteAsync(file, formatted, isSame, cancellationToken);
            }
            else if (!arguments.GetValue(_check))
            {
                await _services.Output.WriteAsync(formatted);
            }
            else if (!isSame)
            {
                await _services.Error.WriteLineAsync($"{file}: not in the usual layout; `concordat cedar format --write` sets it");
            }
        }

        return arguments.GetValue(_check) && differing > 0 ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private static string Format(string text, int width, int indent, string file)
    {
        try
        {
            return CedarFormatter.Format(text, width, indent, file);
        }
        catch (CedarParseException fault)
        {
            throw new CommandException([.. fault.Diagnostics.Select(d => d.ToString())]);
        }
    }

    // First beside the file, then over it: a crash in between leaves the file whole.
    private static async Task WriteAsync(string file, string formatted, bool isSame, CancellationToken cancellationToken)
    {
        if (isSame)
        {
            return;
        }

        var beside = file + ".formatted";
        await File.WriteAllTextAsync(beside, formatted, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        File.Move(beside, file, overwrite: true);
    }
}
