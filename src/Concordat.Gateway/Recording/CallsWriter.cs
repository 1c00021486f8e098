namespace Concordat.Gateway.Recording;

/// <summary>Writes what was decided about the tool calls of an answer.</summary>
internal static class CallsWriter
{
    public static void Write(CanonicalWriter json, Outcome outcome)
    {
        if (outcome.Calls.Count == 0)
        {
            return;
        }

        json.Name("calls"u8);
        json.BeginArray();
        foreach (var call in outcome.Calls)
        {
            json.BeginObject();
            json.Name("arguments"u8);
            json.Hex(call.Arguments);
            Recorder.Optional(json, "case"u8, call.Case);
            json.Name("clauses"u8);
            Recorder.ClauseIds(json, call.Verdict);
            json.Name("effect"u8);
            json.String(call.Tool.Effect);
            json.Name("registered"u8);
            json.Bool(call.Tool.Registered);
            Recorder.Optional(json, "release"u8, call.Release);
            json.Name("tool"u8);
            json.String(call.Tool.Name);
            json.Name("verdict"u8);
            json.String(Recorder.VerdictName(call.Verdict.Kind));
            json.EndObject();
        }

        json.EndArray();
    }
}
