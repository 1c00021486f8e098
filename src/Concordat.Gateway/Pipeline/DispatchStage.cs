using System.Buffers;
using System.Text.RegularExpressions;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Pipeline;

/// <summary>Sends the inspected bytes to one deployment and maps its status.</summary>
internal static partial class DispatchStage
{
    /// <summary>An edition, or editions of features: words and a date, such as <c>files-api-2025-04-14,context-1m-2025-08-07</c>.</summary>
    [GeneratedRegex(
        @"^([a-z0-9]{1,16}-){0,6}20[0-9]{2}-?[0-9]{2}-?[0-9]{2}(, ?([a-z0-9]{1,16}-){1,6}20[0-9]{2}-?[0-9]{2}-?[0-9]{2}){0,7}\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Editions();

    /// <summary>Sends the request.</summary>
    /// <returns>The answer, or the error and whether another deployment may be tried.</returns>
    public static async ValueTask<DispatchResult> SendAsync(Exchange exchange, DeploymentModel deployment, CancellationToken cancellationToken)
    {
        exchange.HidesCounts = AsksForCounts(exchange, deployment);
        var (body, rented) = UpstreamBody.Of(exchange, deployment);
        var runsTools = exchange.Request.MayRunTools;
        var health = deployment.Health;
        var start = health.Start();
        try
        {
            var headers = exchange.Http.Request.Headers;
            var call = new UpstreamCall(exchange.Dialect.UpstreamPath, body, Plain(headers["anthropic-version"]), Plain(headers["anthropic-beta"]));
            var answer = await deployment.Upstream.SendAsync(call, cancellationToken).ConfigureAwait(false);
            var result = await JudgeAsync(answer, deployment.Config.Name, runsTools).ConfigureAwait(false);
            if (result.Answer is null)
            {
                health.Failed();
            }
            else if (answer.Status < 300)
            {
                exchange.FirstByte = health.Answered(start);
            }

            return result;
        }
        catch (UpstreamException fault)
        {
            if (fault.Error.Status >= 500)
            {
                health.Failed(); // what cannot be carried there is the request's own affair
            }

            return new DispatchResult(fault.Error, fault.SafeToRetry || !runsTools) { MayHaveUsed = !fault.SafeToRetry };
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>
    /// Statuses that are the gateway's own affair become its own errors, and the next deployment is tried: a model has no effects, so asking
    /// another one repeats nothing. Where the vendor runs tools it may have run them before it failed; then only after a plain refusal.
    /// </summary>
    private static async ValueTask<DispatchResult> JudgeAsync(UpstreamAnswer answer, string deployment, bool runsTools)
    {
        GatewayError? error = answer.Status switch
        {
            >= 200 and < 300 => null,
            401 or 403 => UpstreamErrors.Credentials(deployment),
            429 => UpstreamErrors.RateLimited(deployment, answer.RetryAfter),
            >= 400 and < 500 => null,
            >= 300 and < 400 => UpstreamErrors.Redirected(deployment),
            _ => UpstreamErrors.Failed(deployment, answer.Status),
        };
        if (error is null)
        {
            return new DispatchResult(answer);
        }

        await answer.DisposeAsync().ConfigureAwait(false);
        return new DispatchResult(error, tryNext: !runsTools || answer.Status < 500);
    }

    /// <summary>Whether the upstream must be asked to count the tokens of a stream, because somebody pays for them and the client did not ask.</summary>
    private static bool AsksForCounts(Exchange exchange, DeploymentModel deployment) =>
        exchange.Request is { Stream: true, AsksForCounts: false } && exchange.Dialect.Operation is "chat"
        && (deployment.Config.Price is not null || exchange.Spending?.CountsUse == true);

    /// <summary>A header that is passed on: one value in the vendor's form, which has no room for text of the client, or nothing.</summary>
    private static string? Plain(Microsoft.Extensions.Primitives.StringValues values) =>
        values.Count == 1 && values[0] is { Length: > 0 and <= 256 } value && Editions().IsMatch(value) ? value : null;
}
