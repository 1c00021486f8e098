using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Concordat.Attestation.Bills;

/// <summary>A bill of materials of a model and what it is made of. Immutable.</summary>
/// <remarks>Source: CycloneDX 1.6, JSON (ECMA-424). Only who and what the parts are is read; the rest is covered by the hash.</remarks>
/// <param name="Hash">SHA-256 of the file, lower hex.</param>
/// <param name="Components">
/// Every part, nested ones, ancestors, data sets and services too, in the order of the file; the one that the bill is about comes first.
/// </param>
/// <param name="Gaps">What the bill itself leaves open, in words: other bills that it refers to, parts that it says are not complete.</param>
public sealed record AiBill(string Hash, ImmutableArray<BillComponent> Components, ImmutableArray<string> Gaps)
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    private const int MostDepth = 64;

    /// <exception cref="FormatException">It is not a CycloneDX 1.6 bill, or has no model in it; says what is wrong.</exception>
    /// <param name="ofModel">Whether it must name a model; the bill of a tool server need not.</param>
    public static AiBill Read(ReadOnlyMemory<byte> file, bool ofModel = true)
    {
        if (file.Length > MostBytes)
        {
            throw new FormatException($"a bill of materials has at most {MostBytes} bytes");
        }

        try
        {
            using var json = JsonDocument.Parse(file, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MostDepth });
            var reader = new BillReader();
            reader.Read(json.RootElement);
            return reader.HasModel || !ofModel
                ? new AiBill(Convert.ToHexStringLower(SHA256.HashData(file.Span)), [.. reader.Components], [.. reader.Gaps])
                : throw new FormatException("it names no component of type `machine-learning-model`");
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"it is not a JSON bill of materials of at most {MostDepth} levels"), fault);
        }
    }
}
