using System.Buffers;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Dialects;

/// <summary>Writes errors in the OpenAI shape, with the verdict under <c>error.concordat</c>.</summary>
internal static class OpenAiErrors
{
    public static void Write(IBufferWriter<byte> output, GatewayError error, long entry, string? agreement)
    {
        using var json = new Utf8JsonWriter(output, ErrorJson.Options);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", error.Message);
        json.WriteString("type", error.Type);
        json.WriteString("code", error.Code);
        if (error.Param is null)
        {
            json.WriteNull("param");
        }
        else
        {
            json.WriteString("param", error.Param);
        }

        WriteConcordat(json, error, entry, agreement);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The <c>concordat</c> member: verdict, clauses in words, case, ledger entry and agreement.</summary>
    public static void WriteConcordat(Utf8JsonWriter json, GatewayError error, long entry, string? agreement)
    {
        if (error.Verdict is null && entry < 0)
        {
            return;
        }

        json.WriteStartObject("concordat");
        if (error.Verdict is { } verdict)
        {
            json.WriteString("verdict", verdict.Kind switch
            {
                VerdictKind.Permit => "permit",
                VerdictKind.Hold => "hold",
                _ => "refuse",
            });
            WriteClauses(json, verdict);
        }

        if (error.Case is not null)
        {
            json.WriteString("case", error.Case);
        }

        if (entry >= 0)
        {
            json.WriteNumber("entry", entry);
        }

        if (agreement is not null)
        {
            json.WriteString("agreement", agreement);
        }

        json.WriteEndObject();
    }

    public static void WriteClauses(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteStartArray("clauses");
        foreach (var clause in verdict.Clauses)
        {
            json.WriteStartObject();
            json.WriteString("clause", clause.Clause.Id.ToString());
            json.WriteString("title", clause.Clause.Title);
            if (clause.Clause.Authority is { } authority)
            {
                json.WriteString("authority", authority);
            }

            json.WriteString("because", clause.Because);
            if (!string.IsNullOrEmpty(clause.WouldChange))
            {
                json.WriteString("would_change", clause.WouldChange);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
