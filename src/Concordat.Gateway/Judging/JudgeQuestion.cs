using System.Buffers;
using System.Security.Cryptography;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Release;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Judging;

/// <summary>One question to a judge: sends it and reads the answer, both bounded.</summary>
internal static class JudgeQuestion
{
    /// <summary>Largest answer, in bytes.</summary>
    public const int MostAnswer = 64 * 1024;

    private const int FenceBytes = 16;

    /// <summary>Asks.</summary>
    /// <param name="text">What is judged.</param>
    /// <param name="aborted">The client has gone; that alone is thrown.</param>
    /// <param name="deadline">The time is over; <paramref name="aborted"/> included.</param>
    public static async ValueTask<(JudgeResult Result, TokenUsage? Usage)> AskAsync(
        JudgeModel judge, RedLine line, string text, TimeProvider time, CancellationToken aborted, CancellationToken deadline)
    {
        var policy = judge.PolicyOf(line);
        var shown = Disarmed(text);
        var body = judge.Prompt.Write(judge.Model, policy.Title, policy.Text, FenceFor(shown), shown);
        var lost = TokenUsage.Estimate(body.Length, 0); // whoever does not answer may have read it
        try
        {
            var answer = await judge.Deployment.Upstream.SendAsync(new UpstreamCall(JudgeModel.Path, body, null, null), deadline).ConfigureAwait(false);
            await using (answer.ConfigureAwait(false))
            {
                return await ReadAsync(judge, answer, lost, time, deadline).ConfigureAwait(false);
            }
        }
        catch (UpstreamException fault)
        {
            return (JudgeResult.Unreachable, fault.SafeToRetry ? null : lost);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return (JudgeResult.Timeout, lost);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            return (JudgeResult.Unreachable, lost);
        }
    }

    /// <summary>A delimiter that the text cannot hold: nobody knew it when the text was written.</summary>
    private static string FenceFor(string text)
    {
        string fence;
        do
        {
            fence = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(FenceBytes));
        }
        while (text.Contains(fence, StringComparison.OrdinalIgnoreCase));

        return fence;
    }

    /// <summary>The text without angle brackets, of which the control tokens of chat templates are made.</summary>
    private static string Disarmed(string text) => text.Replace('<', '‹').Replace('>', '›');

    private static async ValueTask<(JudgeResult Result, TokenUsage? Usage)> ReadAsync(
        JudgeModel judge, UpstreamAnswer answer, TokenUsage lost, TimeProvider time, CancellationToken deadline)
    {
        if (answer.Status is < 200 or >= 300)
        {
            return (JudgeResult.Failed, null);
        }

        if (answer.Encoded || answer.MediaType != "application/json")
        {
            return (JudgeResult.Unreadable, lost);
        }

        if (answer.Length > MostAnswer)
        {
            return (JudgeResult.TooLong, lost);
        }

        var (buffer, length, fault) = await AnswerReader.ReadAsync(
            answer, judge.Deployment.Config with { Timeout = judge.Config.Timeout }, MostAnswer, time, deadline).ConfigureAwait(false);
        if (fault is not null)
        {
            return (fault.Code switch { ErrorCodes.AnswerTooLarge => JudgeResult.TooLong, ErrorCodes.UpstreamTimeout => JudgeResult.Timeout, _ => JudgeResult.Unreadable }, lost);
        }

        try
        {
            return JudgeReply.Read(buffer.AsMemory(0, length)) is { } reply
                ? (JudgeAnswer.Read(judge.Prompt.Grammar, reply.Content), reply.Usage ?? lost)
                : (JudgeResult.Unreadable, lost);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
