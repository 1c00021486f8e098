using Concordat.Gateway.Recording;
using Concordat.Oversight.Changes;

namespace Concordat.Gateway.Changes;

/// <summary>The entry that records a change of an API key, an escalation of a case or its end without a decision, or a grant that was used without a decision to tell of it: never a secret, nor its hash.</summary>
internal static class ChangeEntry
{
    public static byte[] Write(UnrecordedChange change, DateTimeOffset now)
    {
        var isCase = change.Kind is "escalation" or "grant" or "case-end";
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("act"u8, change.Act);
        if (change.By is { } by)
        {
            json.Member("by"u8, by);
        }

        if (isCase)
        {
            json.Member("case"u8, change.Subject);
        }

        if (change.Share is { } share)
        {
            json.Member("count"u8, share);
        }

        if (change.Time is { } at)
        {
            json.Name("facts"u8);
            json.BeginObject();
            json.Name("at"u8);
            json.Time(at);
            json.EndObject();
        }

        if (!isCase)
        {
            json.Member("key"u8, change.Subject);
        }

        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, change.Kind);
        json.Member("use_case"u8, change.UseCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
