using System.CommandLine;
using System.Text;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>content show</c>: opens one kept body.</summary>
internal sealed class ContentShowCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<long> _entry = new("ENTRY") { Description = "Index of the entry: the decision for a request, the outcome for an answer." };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "Write exactly the bytes to a file that is not there yet.", HelpName = "FILE" };
    private readonly CauseOptions _cause = new();

    public ContentShowCommand(CommandServices services)
        : base("show", "Open the body that an entry commits to, and check it against the commitment. The ledger records who opened it and why.")
    {
        _services = services;
        Add(_entry);
        Add(_output);
        _cause.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = arguments.GetValue(_output);
        if (File.Exists(output))
        {
            throw new CommandException($"concordat: `{output}` is there already");
        }

        var answer = await _cause.AskAsync(arguments, new RetentionAct { Name = RetentionAct.Show, Entry = arguments.GetValue(_entry) }, _services, cancellationToken);
        if (answer.Content is not { } content)
        {
            return await RetentionClient.TellAsync(answer, asJson: false, _services);
        }

        if (output is null)
        {
            await _services.Output.WriteLineAsync(Encoding.UTF8.GetString(content));
            await _services.Error.WriteLineAsync(answer.Text);
            return answer.Code;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var file = new FileStream(output, options))
        {
            await file.WriteAsync(content, cancellationToken);
        }

        return await RetentionClient.TellAsync(answer, asJson: false, _services);
    }
}
