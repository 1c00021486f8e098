using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Concordat.Cedar.Tests.Oracle;

/// <summary>The official Cedar engine in a Node process; one call at a time.</summary>
public sealed class CedarOracle : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 4096 };
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };

    private readonly Lock _one = new();
    private readonly Process _node;

    public CedarOracle()
    {
        var folder = OracleFiles.Oracle;
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("the official Cedar engine is not installed; run `eng/setup`");
        }

        _node = Process.Start(new ProcessStartInfo("node", ["oracle.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("`node` did not start");
    }

    /// <summary>What a function of the engine returns; null when it threw.</summary>
    public JsonNode? Call(string function, params IEnumerable<JsonNode?> arguments)
    {
        var call = new JsonArray([function, .. arguments.Select(argument => argument?.DeepClone())]);
        lock (_one)
        {
            _node.StandardInput.WriteLine(call.ToJsonString(Plain));
            _node.StandardInput.Flush();
            var line = _node.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the official Cedar engine ended");
            return JsonNode.Parse(line, documentOptions: Deep)!["returned"];
        }
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }
}
