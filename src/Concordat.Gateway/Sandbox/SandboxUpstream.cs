using System.Text;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Sandbox;

/// <summary>
/// The sandbox model: no model at all, but a deterministic stand-in that answers in every dialect without a network.
/// It answers <c>[[answer: TEXT]]</c> with TEXT and proposes <c>[[call: TOOL {json}]]</c> as tool calls; anything else it counts.
/// </summary>
internal sealed class SandboxUpstream(TimeProvider time) : IUpstream
{
    public ValueTask<UpstreamAnswer> SendAsync(UpstreamCall call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var prompt = SandboxPrompt.Read(call.Body.Span);
        var created = time.GetUtcNow().ToUnixTimeSeconds();
        var events = call.Path switch
        {
            "embeddings" => [SandboxEmbeddings.Write(prompt)],
            "responses" => prompt.Stream ? SandboxResponses.Stream(prompt, created) : [SandboxResponses.Write(prompt, created)],
            "v1/messages" => prompt.Stream ? SandboxMessages.Stream(prompt) : [SandboxMessages.Write(prompt)],
            _ => prompt.Stream ? SandboxChat.Stream(prompt, created) : (IReadOnlyList<string>)[SandboxChat.Write(prompt, created)],
        };
        var streamed = prompt.Stream && call.Path != "embeddings";
        var chunks = events.Select(Encoding.UTF8.GetBytes).ToArray();
        return ValueTask.FromResult(new UpstreamAnswer(
            200, streamed ? "text/event-stream" : "application/json", streamed ? null : chunks[0].Length, new ChunkStream(chunks), owner: null));
    }
}
