using Concordat.Gateway.Recording;
using Concordat.Oversight.Readiness;

namespace Concordat.Gateway.Readiness;

/// <summary>The entry that records how far a use case has been let out, before it counts.</summary>
internal static class ReadinessEntry
{
    public static byte[] Write(ReadinessDocument document, DateTimeOffset now)
    {
        var step = document.Step;
        var json = new CanonicalWriter();
        json.BeginObject();
        json.Member("because"u8, step.Reason);
        json.Member("model"u8, step.Model);
        json.Member("new"u8, step.Stage);
        json.Member("statement"u8, document.Hash);
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "readiness");
        json.Member("use_case"u8, step.UseCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
