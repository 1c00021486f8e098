using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Concordat.Agreements.Diagnostics;

namespace Concordat.Agreements.Documents;

/// <summary>Reads the files of an agreement's folder, bounded and strictly as UTF-8.</summary>
internal static class SourceReader
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int MaxFileBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static AgreementRead Read(string directory)
    {
        var found = new DiagnosticList();
        var location = directory.TrimEnd('/', '\\');
        if (!Directory.Exists(directory))
        {
            found.Error(AgreementCodes.SourceMissing, $"there is no folder `{directory}`; name the folder that holds `{AgreementSource.MetadataFile}`");
            return new AgreementRead(null, found.ToImmutable());
        }

        return Read(file => ReadText(directory, location, file, found), location, found);
    }

    /// <summary>Reads the files wherever they are.</summary>
    /// <param name="open">The text of a file; none when it cannot be read, which is then among the findings.</param>
    /// <param name="location">Where findings say that the files are.</param>
    public static AgreementRead Read(Func<string, string?> open, string location) => Read(open, location, new DiagnosticList());

    private static AgreementRead Read(Func<string, string?> open, string location, DiagnosticList found)
    {
        var texts = AgreementSource.Files.ToDictionary(file => file, open, StringComparer.Ordinal);
        var metadata = ReadJson(texts, location, AgreementSource.MetadataFile, AgreementJsonContext.Default.AgreementMetadata, found);
        var authorities = ReadJson(texts, location, AgreementSource.AuthoritiesFile, AgreementJsonContext.Default.ImmutableArrayAuthority, found);
        if (found.HasErrors || metadata is null)
        {
            return new AgreementRead(null, found.ToImmutable());
        }

        var source = new AgreementSource(
            metadata,
            texts[AgreementSource.ProseFile]!,
            texts[AgreementSource.ClausesFile]!,
            texts[AgreementSource.SchemaFile]!,
            texts[AgreementSource.FactsFile]!,
            authorities)
        {
            Location = location,
            MetadataText = texts[AgreementSource.MetadataFile]!,
            AuthoritiesText = texts[AgreementSource.AuthoritiesFile]!,
        };
        return new AgreementRead(source, found.ToImmutable());
    }

    /// <summary>Reads JSON into a type, and says where it fails.</summary>
    public static T? ReadJson<T>(string text, string place, JsonTypeInfo<T> type, string code, DiagnosticList found)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException e)
        {
            var line = (int)Math.Min(e.LineNumber ?? 0, int.MaxValue - 1) + 1;
            var column = (int)Math.Min(e.BytePositionInLine ?? 0, int.MaxValue - 1) + 1;
            found.Error(code, $"the JSON does not fit at `{e.Path ?? "$"}`: {Reason(e, typeof(T))}", place, line, column);
            return default;
        }
    }

    private static T? ReadJson<T>(
        Dictionary<string, string?> texts, string location, string file, JsonTypeInfo<T> type, DiagnosticList found) =>
        texts[file] is { } text ? ReadJson(text, location + "/" + file, type, AgreementCodes.SourceJson, found) : default;

    /// <summary>The text of one file, with uniform line ends; none when it cannot be read, which is then among the findings.</summary>
    public static string? ReadText(string file, DiagnosticList found) => ReadText(file, file, found);

    private static string? ReadText(string directory, string location, string file, DiagnosticList found) =>
        ReadText(Path.Combine(directory, file), location + "/" + file, found);

    private static string? ReadText(string path, string place, DiagnosticList found)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read);
            if (stream.Length > MaxFileBytes)
            {
                found.Error(
                    AgreementCodes.SourceTooLarge,
                    string.Create(CultureInfo.InvariantCulture, $"the file has {stream.Length} bytes, more than {MaxFileBytes}"),
                    place);
                return null;
            }

            using var reader = new StreamReader(stream, StrictUtf8);
            return reader.ReadToEnd().ReplaceLineEndings("\n");
        }
        catch (FileNotFoundException)
        {
            found.Error(AgreementCodes.SourceMissing, "the file is missing; every agreement has one", place);
        }
        catch (DecoderFallbackException)
        {
            found.Error(AgreementCodes.SourceUnreadable, "the file is not UTF-8", place);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            found.Error(AgreementCodes.SourceUnreadable, "the file cannot be read: " + e.Message, place);
        }

        return null;
    }

    // The serializer's messages name .NET types and repeat the position; what people need stands before that.
    private static string Reason(JsonException e, Type type)
    {
        var message = e.Message;
        foreach (var tail in (string[])[" Path: ", " LineNumber: "])
        {
            var at = message.IndexOf(tail, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        if (message.Contains("could not be converted", StringComparison.Ordinal))
        {
            return "the value is of the wrong type";
        }

        message = message.Replace(type.FullName ?? type.Name, "this document", StringComparison.Ordinal)
            .Replace("JSON deserialization for type ", "", StringComparison.Ordinal)
            .TrimEnd('.', '|', ' ');
        return message.Length == 0 ? "it is not valid" : char.ToLowerInvariant(message[0]) + message[1..];
    }
}
