using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Model;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>The judge as configured, compiled: its deployment, its prompt, the red lines in words, and within which bounds it moves a suspicion. Immutable.</summary>
internal sealed class JudgeModel
{
    /// <summary>The path that it is asked at.</summary>
    public const string Path = "chat/completions";

    private static readonly ImmutableArray<RedLine> Lines = [RedLine.Surveillance, RedLine.Force, RedLine.Decisions];

    private readonly ImmutableArray<RedLinePolicy> _policies;
    private readonly int _clearsBelow;

    /// <param name="deployments">The registered deployments.</param>
    /// <exception cref="InvalidOperationException">The deployment is not registered, or the agreement does not let a judge clear what the configuration wants it to.</exception>
    public JudgeModel(JudgeConfig config, IEnumerable<DeploymentModel> deployments, Agreement agreement)
    {
        Config = config;
        Deployment = deployments.FirstOrDefault(each => each.Config.Name.Equals(config.Deployment, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"the judge asks the deployment `{config.Deployment}`, which is not registered");
        if (!UpstreamKinds.IsNative(Deployment.Config.Kind, Path))
        {
            throw new InvalidOperationException($"the judge asks the deployment `{config.Deployment}`, whose kind does not speak chat completions");
        }

        if (config.MayClear && agreement.Terms.JudgeClearsBelow is null)
        {
            throw new InvalidOperationException(
                "`judge.mayClear` is true, but the agreement states no `judgeClearsBelow`; leave it out, or amend the agreement");
        }

        _clearsBelow = config.MayClear ? agreement.Terms.JudgeClearsBelow ?? 0 : 0;
        Model = Deployment.Config.UpstreamModel ?? Deployment.Config.Model;
        Resource = new EntityUid(EntityTypes.Model, Deployment.Config.Model);
        Prompt = PromptOf(config);
        _policies = [.. Lines.Select(line => RedLinePolicy.Of(line, agreement))];
        PromptHash = Convert.ToHexStringLower(SHA256.HashData(
            [.. Prompt.Hash, .. _policies.SelectMany(static policy => SHA256.HashData(Encoding.UTF8.GetBytes($"{policy.Title}\n{policy.Text}")))]));
    }

    public JudgeConfig Config { get; }

    public DeploymentModel Deployment { get; }

    /// <summary>The model as its server knows it.</summary>
    public string Model { get; }

    /// <summary>The model as clauses know it.</summary>
    public EntityUid Resource { get; }

    public JudgePrompt Prompt { get; }

    /// <summary>SHA-256 over the prompt and the red lines in words, lower hex: the same hash, the same question but for the text.</summary>
    public string PromptHash { get; }

    public RedLinePolicy PolicyOf(RedLine line) => _policies[(int)line];

    /// <summary>Whether a score lies where the judge is asked: possible, and near a border of that.</summary>
    public bool Asks(long score) => SuspicionBands.Of(score) == SuspicionBand.Possible
        && (score < SuspicionBands.Possible + Config.Near || score >= SuspicionBands.Likely - Config.Near);

    /// <summary>Whether any red line is to be asked about that was not.</summary>
    public bool Asks(TopicFacts topics, Judgement? earlier)
    {
        foreach (var line in Lines)
        {
            if (Asks(SuspicionBands.Score(topics, line)) && earlier?.Has(line) != true)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The red lines to be asked about, with their scores.</summary>
    public IEnumerable<(RedLine Line, long Score)> Questions(TopicFacts topics, Judgement? earlier) => Lines
        .Select(line => (line, SuspicionBands.Score(topics, line))).Where(each => Asks(each.Item2) && earlier?.Has(each.line) != true);

    /// <summary>Whether an answer may lower a suspicion of this score.</summary>
    public bool MayClear(long score) => score < _clearsBelow;

    private static JudgePrompt PromptOf(JudgeConfig config)
    {
        try
        {
            return config.PromptFile is { } file ? JudgePrompt.Parse(File.ReadAllBytes(file)) : JudgePrompt.Ship(config.Prompt ?? "");
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"the prompt of the judge, `{config.PromptFile}`, cannot be used: {fault.Message}", fault);
        }
    }
}
