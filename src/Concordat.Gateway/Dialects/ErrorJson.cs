using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concordat.Gateway.Dialects;

/// <summary>How errors are written: as JSON for programs and people, never into a page, so that quotes and backticks stay readable.</summary>
internal static class ErrorJson
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
