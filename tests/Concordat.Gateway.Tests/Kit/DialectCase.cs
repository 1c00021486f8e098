using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>How one dialect asks, answers and streams; the same behaviour is tested on each.</summary>
internal abstract class DialectCase
{
    public static DialectCase Of(string name) => name switch
    {
        "chat" => new ChatCase(),
        "responses" => new ResponsesCase(),
        "messages" => new MessagesCase(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public abstract string Path { get; }

    /// <summary>The deployment kind that speaks this dialect.</summary>
    public abstract string Kind { get; }

    public abstract string Request(string prompt, bool stream, string model = "m");

    public abstract string Answer(string text);

    public abstract IReadOnlyList<string> Stream(IEnumerable<string> pieces);

    public abstract string CallAnswer(string tool, string arguments);

    public abstract IReadOnlyList<string> CallStream(string tool, IEnumerable<string> argumentPieces);

    protected static string Event(JsonObject data, string? name = null) => (name is null ? "" : $"event: {name}\n") + $"data: {data.ToJsonString()}\n\n";
}
