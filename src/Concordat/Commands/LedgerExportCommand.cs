using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Evidence;
using Concordat.Gateway.Recording;
using Concordat.Hosting;
using Concordat.Ledger.Contents;
using Concordat.Retention;

namespace Concordat.Commands;

/// <summary><c>ledger export</c>: an evidence package for a case, a clause or a range.</summary>
internal sealed class LedgerExportCommand : Command
{
    private readonly CommandServices _services;
    private readonly LedgerTarget _target = new();
    private readonly Option<string?> _case = new("--case") { Description = "Entries that opened or used this case.", HelpName = "ID" };
    private readonly Option<string?> _clause = new("--clause") { Description = "Entries that this clause decided.", HelpName = "N.M" };
    private readonly Option<string?> _since = new("--since") { Description = "Entries from this index or time on.", HelpName = "N|TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "Entries up to this index, or before this time.", HelpName = "N|TIME" };
    private readonly Option<string[]> _recorded = new("--recorded") { Description = "A signed agreement that was in force before. May be given again.", HelpName = "FILE" };
    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<bool> _witnessed = new("--witnessed") { Description = "Prove the entries under the newest checkpoint that the witnesses cosigned." };
    private readonly Option<bool> _pdf = new("--pdf") { Description = "Print the report as PDF too, with an installed Chromium." };
    private readonly Option<bool> _content = new("--with-content") { Description = "Put the bodies that are kept into the package too; needs `--because`." };
    private readonly Option<string?> _because = new("--because") { Description = "Why the bodies are opened; the ledger records it.", HelpName = "TEXT" };
    private readonly Option<string> _by = new("--by") { Description = "Who asks for the bodies; the user of this machine when left out.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
    private readonly Option<string> _output = new("--output", "-o") { Description = "A folder that is not there yet, or a .zip file.", HelpName = "DIR|ZIP", Required = true };

    public LedgerExportCommand(CommandServices services)
        : base("export", "Write an evidence package: entries, proofs, agreements, keys, a report, and OSCAL assessment results.")
    {
        _services = services;
        foreach (var option in (Option[])[_case, _clause, _since, _until, _recorded, _parties, _witnessed, _pdf, _content, _because, _by, _output])
        {
            Add(option);
        }

        _target.AddTo(this, withOutput: false);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var selection = Selection(arguments);
        var output = arguments.GetValue(_output)!;
        if (File.Exists(output) || Directory.Exists(output))
        {
            throw new CommandException($"concordat: `{output}` is there already");
        }

        var (recorded, named) = ((arguments.GetValue(_recorded) ?? []).ToList(), arguments.GetValue(_parties) ?? []);
        IReadOnlyList<TrustedParty> parties = TrustedParties.Of(named);
        if (named.Length == 0)
        {
            var config = _target.Configuration(arguments, _services);
            parties = TrustedParties.Of(config);
            recorded.Add(config.Agreement);
        }

        var reader = _target.Open(arguments, _services, arguments.GetValue(_witnessed));
        var work = Directory.CreateTempSubdirectory("concordat-evidence-");
        try
        {
            var writer = new EvidenceWriter(reader, parties, recorded) { Open = arguments.GetValue(_content) ? Opener(arguments, cancellationToken) : null };
            var manifest = await writer.WriteAsync(work.FullName, selection, _services.Time.GetUtcNow(), cancellationToken);
            if (arguments.GetValue(_pdf)
                && await ChromiumPdf.PrintAsync(Path.Combine(work.FullName, EvidencePaths.Report), Path.Combine(work.FullName, EvidencePaths.Pdf), _services.Environment("PATH"), cancellationToken) is { } reason)
            {
                await _services.Error.WriteLineAsync($"concordat: no PDF: {reason}");
            }

            if (output.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            {
                await ZipFile.CreateFromDirectoryAsync(work.FullName, output, cancellationToken);
            }
            else
            {
                EvidenceFolder.Copy(work.FullName, output);
            }

            var with = manifest.Contents.Count > 0 ? $", with the content of {manifest.Contents.Count}," : "";
            await _services.Output.WriteLineAsync($"exported {manifest.Entries.Count} entries ({manifest.Selection}){with} to {output}");
            return ExitCode.Done;
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    /// <summary>Opens kept bodies one by one, each recorded, and makes of each what an inspector can check.</summary>
    private Func<long, byte[], string, Task<byte[]?>> Opener(ParseResult arguments, CancellationToken cancellationToken)
    {
        var because = arguments.GetValue(_because) ?? throw new CommandException("concordat: `--with-content` needs `--because TEXT`; the ledger records who opens content and why");
        var salts = new SaltStore(DataFolder.Salts(_target.Configuration(arguments, _services)));
        return async (index, entry, proof) =>
        {
            using var json = JsonDocument.Parse(entry);
            if (!json.RootElement.TryGetProperty("id", out _))
            {
                return null;
            }

            var act = new RetentionAct { Name = RetentionAct.Show, Entry = index, Because = because, By = arguments.GetValue(_by)! };
            var answer = await RetentionClient.RunAsync(_target.ConfigurationPath(arguments), act, _services, cancellationToken);
            if (answer.Content is { } content)
            {
                return (Reveal.Of(entry, proof, salts, content)
                    ?? throw new CommandException($"concordat: what is kept for entry {index} is not what it commits to") { Code = ExitCode.CheckFailed }).ToJson();
            }

            await _services.Error.WriteLineAsync($"concordat: {answer.Text}");
            return answer.Code == ExitCode.CheckFailed ? throw new CommandException("concordat: nothing was exported") { Code = answer.Code } : null;
        };
    }

    private EvidenceSelection Selection(ParseResult arguments)
    {
        var (first, from) = Bound("--since", arguments.GetValue(_since));
        var (last, to) = Bound("--until", arguments.GetValue(_until));
        var selection = new EvidenceSelection(arguments.GetValue(_case), arguments.GetValue(_clause), first, last, from, to);
        return selection.ToString().Length > 0
            ? selection
            : throw new CommandException("concordat: say what the evidence is about: `--case`, `--clause`, `--since` or `--until`");
    }

    private static (long? Index, string? Time) Bound(string option, string? text)
    {
        if (text is null)
        {
            return (null, null);
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (index, null)
            : (null, LedgerSince.Time(option, text).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }
}
