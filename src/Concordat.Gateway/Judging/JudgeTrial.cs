using System.Text;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Model;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>Asks the configured judge about texts that are no requests, as an evaluation does: the same client, the same bounds. Thread-safe.</summary>
public sealed class JudgeTrial : IDisposable
{
    private readonly JudgeClient _client;
    private readonly JudgeModel _judge;
    private readonly UpstreamFactory _upstreams;
    private readonly int _depth;

    private JudgeTrial(JudgeModel judge, JudgeClient client, UpstreamFactory upstreams, int depth) =>
        (_judge, _client, _upstreams, _depth) = (judge, client, upstreams, depth);

    /// <summary>The judge's deployment, and hash of what it is asked with.</summary>
    public (string Deployment, string Prompt) Judge => (_judge.Deployment.Config.Name, _judge.PromptHash);

    /// <summary>Takes the judge that a configuration names, under the agreement in force.</summary>
    /// <exception cref="InvalidOperationException">It names none, or one that cannot be asked.</exception>
    public static JudgeTrial Of(ConcordatConfig config, Agreement agreement, TimeProvider time)
    {
        if (config.Judge is not { } judge)
        {
            throw new InvalidOperationException("the configuration names no `judge`");
        }

        var network = Ceilings.Agreed(config.Network, agreement.Terms) ?? throw new InvalidOperationException($"the agreement does not cover the network `{config.Network.Id}`");
        var upstreams = new UpstreamFactory(time);
        try
        {
            var deployments = config.Deployments.Where(each => each.Name.Equals(judge.Deployment, StringComparison.Ordinal)).Select(each =>
            {
                var place = DeploymentPlace.Of(each, agreement.Terms);
                return new DeploymentModel(each, network, place, upstreams.Create(each, config.Limits.AnswerBytes, agreement.Terms.Blocks, place.Rule));
            }).ToList();
            return new JudgeTrial(new JudgeModel(judge, deployments, agreement), new JudgeClient(time, Random.Shared), upstreams, config.Limits.Depth);
        }
        catch
        {
            upstreams.Dispose();
            throw;
        }
    }

    /// <summary>The topics of an inspected text as the judge leaves them; without an answer of it, as they were.</summary>
    /// <param name="findings">What was found in the text.</param>
    /// <param name="text">The text. It is not sent where it is marked above what the judge's deployment may see.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>The topics, and what became of each question: the word that entries of the ledger have for it.</returns>
    public async ValueTask<(TopicFacts Topics, IReadOnlyList<string> Answers)> AskAsync(Findings findings, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findings);
        var topics = findings.Topics;
        if (!_judge.Asks(topics, earlier: null))
        {
            return (topics, []);
        }

        var label = findings.Label(_judge.Deployment.Ceiling);
        var json = Encoding.UTF8.GetBytes($"[\"{JsonEncodedText.Encode(text)}\"]");
        var judgement = await _client.AskAsync(_judge, topics, !label.AboveNetwork && label.Releasable, json, _depth, earlier: null, cancellationToken).ConfigureAwait(false);
        return (judgement.Raise(judgement.Clear(topics)), [.. judgement.Lines.Select(static line => JudgeResults.NameOf(line.Result))]);
    }

    public void Dispose()
    {
        _client.Dispose();
        _upstreams.Dispose();
    }
}
