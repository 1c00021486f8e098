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
    private Process _node;

    public CedarOracle() => _node = Start();

    /// <summary>What a function of the engine returns; null when it threw.</summary>
    public JsonNode? Call(string function, params IEnumerable<JsonNode?> arguments)
    {
        var call = new JsonArray([function, .. arguments.Select(argument => argument?.DeepClone())]);
        lock (_one)
        {
            var line = Exchange(call);
            if (line is null)
            {
                // Node itself stops now and then in a run of many thousand calls; a call that stops it twice is at fault.
                _node.Dispose();
                _node = Start();
                line = Exchange(call) ?? throw new InvalidOperationException("the official Cedar engine ended twice on the same call");
            }

            return JsonNode.Parse(line, documentOptions: Deep)!["returned"];
        }
    }

    public void Dispose()
    {
        _node.StandardInput.Close();
        _node.WaitForExit();
        _node.Dispose();
    }

    private string? Exchange(JsonArray call)
    {
        try
        {
            _node.StandardInput.WriteLine(call.ToJsonString(Plain));
            _node.StandardInput.Flush();
            return _node.StandardOutput.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static Process Start()
    {
        var folder = OracleFiles.Oracle;
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException("the official Cedar engine is not installed; run `eng/setup`");
        }

        return Process.Start(new ProcessStartInfo("node", ["oracle.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("`node` did not start");
    }
}
