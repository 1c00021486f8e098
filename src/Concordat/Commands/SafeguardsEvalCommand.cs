using System.CommandLine;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Judging;

namespace Concordat.Commands;

/// <summary><c>safeguards eval</c>: recall and false alarms on labelled prompts, or counted against true persons on sequences.</summary>
internal sealed class SafeguardsEvalCommand : Command
{
    private const int MostFaults = 20;

    private readonly CommandServices _services;
    private readonly Argument<string> _file = new("FILE.jsonl")
    {
        Description = "One prompt a line: `{\"id\", \"red_line\": \"surveillance|force|decisions|none\", \"label\": \"violation|permitted|grey\", \"text\"}`, with `style` if there is one.",
    };

    private readonly Option<bool> _sequences = new("--sequences")
    {
        Description = "The lines are `{\"id\", \"label\", \"us_persons_distinct\", \"requests\": […]}`; report the counted against the true number of persons.",
    };

    private readonly Option<bool> _misses = new("--misses") { Description = "Also list the lines that came out otherwise than labelled." };
    private readonly Option<bool> _judge = new("--judge")
    {
        Description = "Ask the judge of the configuration about what is only possible, as the gateway does. The texts are sent to its deployment.",
    };

    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public SafeguardsEvalCommand(CommandServices services)
        : base("eval", "Report recall and false alarms on labelled prompts. Figures do not change the exit code; bad lines end it with 2.")
    {
        _services = services;
        Add(_file);
        Add(_sequences);
        Add(_misses);
        Add(_judge);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = arguments.GetValue(_file)!;
        var json = arguments.GetValue(_json);
        var misses = arguments.GetValue(_misses);
        if (arguments.GetValue(_sequences))
        {
            if (arguments.GetValue(_judge))
            {
                throw new CommandException("concordat: `--judge` moves suspicions, and `--sequences` counts persons; use one of them");
            }

            var report = SequenceEvalReport.Of(await ReadAsync(file, LabelledSequence.Read, s => s.Id, cancellationToken), misses);
            await WriteAsync(json ? JsonSerializer.Serialize(report, CommandJson.Plain.SequenceEvalReport) : report.ToText());
        }
        else
        {
            using var judge = arguments.GetValue(_judge) ? Judge(arguments.GetValue(_configuration)!) : null;
            var report = await SafeguardsEvalReport.OfAsync(await ReadAsync(file, LabelledPrompt.Read, p => p.Id, cancellationToken), misses, judge, cancellationToken);
            await WriteAsync(json ? JsonSerializer.Serialize(report, CommandJson.Plain.SafeguardsEvalReport) : report.ToText());
        }

        return ExitCode.Done;
    }

    private JudgeTrial Judge(string configuration)
    {
        var config = Installation.Load(configuration, _services).Config;
        var load = AgreementFolder.Load(config.Agreement, TrustedParties.Of(config), _services.Time.GetUtcNow());
        if (!load.IsLoaded)
        {
            throw new CommandException([.. load.Diagnostics.Select(static each => each.ToString()!)]);
        }

        try
        {
            return JudgeTrial.Of(config, load.Agreement, _services.Time);
        }
        catch (InvalidOperationException fault)
        {
            throw new CommandException($"{configuration}: {fault.Message}");
        }
    }

    private Task WriteAsync(string report) => _services.Output.WriteLineAsync(report.TrimEnd());

    // A report on half a file would read like one on all of it, so every line has to be good.
    private static async Task<List<T>> ReadAsync<T>(string file, Func<JsonElement, T> read, Func<T, string> id, CancellationToken cancellationToken)
    {
        var items = new List<T>();
        var faults = new List<string>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var line = 0;
        await foreach (var text in File.ReadLinesAsync(file, cancellationToken))
        {
            line++;
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(text);
                var item = read(document.RootElement);
                if (!ids.TryAdd(id(item), line))
                {
                    faults.Add($"{file}:{line}: `id` is `{id(item)}` as in line {ids[id(item)]}; give each line its own");
                }

                items.Add(item);
            }
            catch (JsonException fault)
            {
                faults.Add($"{file}:{line}:{(fault.BytePositionInLine ?? 0) + 1}: not valid JSON; each line must hold one whole object");
            }
            catch (FormatException fault)
            {
                faults.Add($"{file}:{line}: {fault.Message}");
            }
        }

        if (faults.Count > MostFaults)
        {
            var more = faults.Count - MostFaults;
            faults.RemoveRange(MostFaults, more);
            faults.Add($"{file}: and {more} more");
        }

        return faults.Count > 0 ? throw new CommandException(faults)
            : items.Count > 0 ? items
            : throw new CommandException($"{file}: holds no lines; there is nothing to measure");
    }
}
