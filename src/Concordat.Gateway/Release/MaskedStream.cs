using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Agreements;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Recording;
using Concordat.Safeguards;
using Concordat.Safeguards.Masking;
using Concordat.Safeguards.Model;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Release;

/// <summary>A streamed answer with placeholders, read again from its first event to its last and decided as if it had come so.</summary>
internal sealed class MaskedStream
{
    private MaskedStream(MaskedAnswer masked, IReadOnlyList<StreamEvent> events, AnswerVerdicts verdicts)
    {
        Masked = masked;
        Events = events;
        Verdicts = verdicts;
    }

    public MaskedAnswer Masked { get; }

    public IReadOnlyList<StreamEvent> Events { get; }

    public AnswerVerdicts Verdicts { get; }

    /// <summary>Masks a stream that has ended.</summary>
    /// <param name="released">Events that have left already; none of them may change.</param>
    /// <returns>Null when it cannot be masked.</returns>
    public static async ValueTask<MaskedStream?> ProveAsync(
        Exchange exchange, DecideStage decide, IReadOnlyList<StreamEvent> events, int released, CancellationToken cancellationToken)
    {
        var depth = exchange.Model.Config.Limits.Depth;
        ReadOnlyMemory<byte>[] payloads = [.. events.Select(static each => each.IsEnd ? default : (ReadOnlyMemory<byte>)each.Data).Where(static each => !each.IsEmpty)];
        if (AnswerMask.Of(payloads, depth, Placeholders.Highest(exchange.Body.Span)) is not { } masked)
        {
            return null;
        }

        var next = 0;
        StreamEvent[] after = [.. events.Select(each => each.IsEnd || each.Data.Length == 0 ? each : each with { Data = masked.Payloads[next++] })];
        if (after.Take(released).Zip(events).Any(static pair => !pair.First.Data.AsSpan().SequenceEqual(pair.Second.Data)))
        {
            return null;
        }

        (GrantUse Use, DateTimeOffset Until)[] granted = [.. exchange.Granted];
        MaskedStream? proven = null;
        exchange.Granted.Clear(); // what the unmasked one found, the masked one finds again
        var inspection = AnswerInspection.Rent();
        try
        {
            var verdicts = new AnswerVerdicts(exchange, inspection, decide) { Answer = Remembered(after) };
            var reader = exchange.Dialect.OpenStream();
            foreach (var each in after)
            {
                if (!each.IsEnd && inspection.InspectEvent(each.Data, depth) is not null)
                {
                    return null;
                }

                reader.Read(each.Name, each.Data);
            }

            if (reader.Malformed || !reader.Ended || reader.Withholding || reader.Ready.Count > AnswerVerdicts.MaxCalls)
            {
                return null;
            }

            inspection.Complete();
            await verdicts.DecideTextAsync(reader.Uninspectable, cancellationToken).ConfigureAwait(false);
            foreach (var call in reader.Ready)
            {
                await verdicts.DecideCallAsync(call, cancellationToken).ConfigureAwait(false);
            }

            return proven = verdicts.AwaitsMask ? null : new MaskedStream(masked, after, verdicts);
        }
        finally
        {
            if (proven is null)
            {
                exchange.Granted.Clear(); // those that the masked answer found are not its own
                exchange.Granted.AddRange(granted);
            }

            AnswerInspection.Return(inspection);
        }
    }

    /// <summary>What is said with placeholders, which a case of another clause is about; empty where it is more than a case is about.</summary>
    private static byte[] Remembered(StreamEvent[] events)
    {
        using var memory = new StreamMemory();
        foreach (var each in events)
        {
            memory.Add(each.Data);
        }

        return memory.Content();
    }

    /// <summary>Writes the events that have not left yet; first, where the headers could not say so, a comment that names the entry, which clients skip.</summary>
    public void WriteRest(IBufferWriter<byte> output, Exchange exchange, int taken, bool tells)
    {
        if (tells)
        {
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $": concordat-entry {exchange.Entry} concordat-masked {exchange.Masked}\n\n")));
        }

        using var rest = new PendingEvents();
        foreach (var each in Events.Skip(taken))
        {
            rest.Add(each.Name, each.Data, position: 0);
        }

        output.Write(rest.Take(long.MaxValue, keep: 0));
    }

    /// <summary>What came of it: what was found before, and the stream as it is let out.</summary>
    /// <param name="held">The hold that asked for masking.</param>
    public Outcome Outcome(Exchange exchange, Verdict held, Facts found)
    {
        Span<byte> salt = stackalloc byte[Commitments.Size];
        Commitments.SaltOf(exchange.Salt, CommitmentKind.Answer, salt);
        byte[] content = [.. Events.SelectMany(static each => (byte[])[.. each.Data, (byte)'\n'])];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData(content);
        return new Outcome(found, Verdicts.Worst!, StatusCodes.Status200OK)
        {
            Answer = hash.GetHashAndReset(),
            Content = content,
            Mask = new MaskNote(held, Masked.Persons),
            Calls = Verdicts.Calls,
            Case = Verdicts.Case,
            Release = Verdicts.Release,
        };
    }
}
