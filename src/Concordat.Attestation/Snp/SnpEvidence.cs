using System.Text.Json;

namespace Concordat.Attestation.Snp;

/// <summary>A report with the certificates that it takes to check it: <c>{"report", "vcek", "ask"}</c>, each base64; certificates are DER.</summary>
internal sealed record SnpEvidence(byte[] Report, byte[] Vcek, byte[] Ask)
{
    public static SnpEvidence Read(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 });
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || root.EnumerateObject().Count() != 3)
            {
                throw EvidenceException.Malformed("it is not an object of `report`, `vcek` and `ask`");
            }

            return new SnpEvidence(Bytes(root, "report"), Bytes(root, "vcek"), Bytes(root, "ask"));
        }
        catch (JsonException fault)
        {
            throw EvidenceException.Malformed("it is not JSON", fault);
        }
    }

    private static byte[] Bytes(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : throw EvidenceException.Malformed($"`{name}` is not base64");
}
