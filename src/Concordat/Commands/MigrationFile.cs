using Concordat.Configuration;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Migrating;

namespace Concordat.Commands;

/// <summary>Reads a plan of a migration, YAML or JSON, and checks that it can be carried out under a configuration.</summary>
internal static class MigrationFile
{
    private const long MostBytes = 64 * 1024;
    private const int MostStages = 32;

    /// <exception cref="CommandException">The file cannot be read, or the plan cannot be carried out.</exception>
    public static MigrationPlan Read(string path, ConcordatConfig config)
    {
        var findings = new ConfigurationFindings(path);
        MigrationPlan? plan = null;
        if (YamlTreeReader.Read(Text(path), findings) is { } root)
        {
            plan = Bind(new SectionReader(root, "", Path.GetDirectoryName(Path.GetFullPath(path))!, findings));
            if (!findings.Any)
            {
                Check(plan, config, findings);
            }
        }

        return plan is not null && !findings.Any ? plan : throw new CommandException([.. findings.Sorted.Select(error => error.ToString())]);
    }

    private static MigrationPlan Bind(SectionReader section)
    {
        if (section.Text("format") is { Length: > 0 } format && format != "concordat-migration/1")
        {
            section.Refuse(section.Raw("format")!, "format", "must be `concordat-migration/1`");
        }

        var plan = new MigrationPlan
        {
            Id = section.Text("id"),
            Model = section.Text("model"),
            From = [.. section.Texts("from", [])],
            To = [.. section.Texts("to", [])],
            Stages = [.. section.Sections("stages", Stage)],
        };
        section.Close();
        return plan;
    }

    private static MigrationStage Stage(SectionReader section)
    {
        var stage = new MigrationStage();
        stage = stage with
        {
            Shadow = section.Raw("shadow") is null ? null : section.Number("shadow", 1, 1, 100),
            Weight = section.Raw("weight") is null ? null : section.Number("weight", 1, 1, 100),
            Requests = section.Number("requests", stage.Requests, 1, 10_000_000),
            For = section.Duration("for", stage.For, TimeSpan.Zero, TimeSpan.FromDays(30)),
            Errors = Part(section, "errors", stage.Errors, 1),
            Refusals = Part(section, "refusals", stage.Refusals, 1),
            Agreement = Part(section, "agreement", stage.Agreement, 1),
            Latency = Part(section, "latency", stage.Latency, 1000),
        };
        section.Close();
        return stage;
    }

    private static decimal Part(SectionReader section, string key, decimal fallback, decimal most)
    {
        if (section.Decimal(key) is not { } value)
        {
            return fallback;
        }

        if (value < 0 || value > most)
        {
            section.Refuse(section.Raw(key)!, key, FormattableString.Invariant($"must be from 0 to {most}"));
        }

        return value;
    }

    private static void Check(MigrationPlan plan, ConcordatConfig config, ConfigurationFindings findings)
    {
        if (!Identifiers.IsId(plan.Id))
        {
            findings.AddAt("id", $"`id` {Identifiers.Rule}");
        }

        Deployments("from", plan.From, isNew: false, plan, config, findings);
        Deployments("to", plan.To, isNew: true, plan, config, findings);
        if (plan.Stages.Length is 0 or > MostStages || plan.Stages[^1].Weight != 100)
        {
            findings.AddAt("stages", $"`stages` must be 1 to {MostStages}, and the last one must have `weight: 100`");
        }

        var weight = 0;
        for (var i = 0; i < plan.Stages.Length; i++)
        {
            var stage = plan.Stages[i];
            if (stage.Shadow is null == stage.Weight is null)
            {
                findings.AddAt($"stages[{i}]", $"`stages[{i}]` must have either `shadow` or `weight`");
            }
            else if (stage.Weight is null ? weight > 0 : stage.Weight <= weight)
            {
                findings.AddAt($"stages[{i}]", $"`stages[{i}]` must go further than the stage before it: copies first, then rising weights");
            }

            weight = stage.Weight ?? weight;
        }
    }

    private static void Deployments(
        string key, IReadOnlyList<string> names, bool isNew, MigrationPlan plan, ConcordatConfig config, ConfigurationFindings findings)
    {
        if (names.Count == 0)
        {
            findings.AddAt(key, $"`{key}` names no deployment");
        }

        for (var i = 0; i < names.Count; i++)
        {
            var found = config.Deployments.FirstOrDefault(deployment => deployment.Name.Equals(names[i], StringComparison.Ordinal));
            if (found is null || !found.Model.Equals(plan.Model, StringComparison.Ordinal))
            {
                findings.AddAt($"{key}[{i}]", $"`{names[i]}` is no deployment of the model `{plan.Model}`"
                    + Suggestion.For(names[i], config.Deployments.Where(deployment => deployment.Model == plan.Model).Select(deployment => deployment.Name)));
            }
            else if (found.Candidate != isNew)
            {
                findings.AddAt($"{key}[{i}]", isNew
                    ? $"`{names[i]}` already gets requests; give it `candidate: true` in the configuration first"
                    : $"`{names[i]}` is a candidate, which gets no requests that could be taken from it");
            }
        }
    }

    private static string Text(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MostBytes ? File.ReadAllText(path) : throw new CommandException($"{path}: the plan is larger than {MostBytes} bytes");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: the plan cannot be read: {fault.Message}");
        }
    }
}
