using System.Text;
using Concordat.Gateway.Dialects;

namespace Concordat.Gateway.Tests.Dialects;

public sealed class RequestReadingTests
{
    [Theory]
    [InlineData("""{"type":"function","function":{"name":"f"}}""", "f", false)]
    [InlineData("""{"function":{"name":"f"},"type":"function"}""", "f", false)]
    [InlineData("""{"type":"custom","custom":{"name":"f"}}""", "f", false)]
    [InlineData("""{"type":"function","name":"f"}""", "f", false)]
    [InlineData("""{"name":"f","input_schema":{}}""", "f", false)]
    [InlineData("""{"type":"bash_20250124","name":"bash"}""", "bash", false)]
    [InlineData("""{"type":"web_search"}""", "web_search", true)]
    [InlineData("""{"type":"web_search_20250305","name":"web_search"}""", "web_search", true)]
    [InlineData("""{"type":"mcp","server_label":"x"}""", "mcp", true)]
    [InlineData("""{"type":"tool_of_tomorrow"}""", "tool_of_tomorrow", true)]
    [InlineData("7", "", true)]
    public void A_tool_that_the_vendor_runs_is_told_from_one_that_the_client_runs(string tool, string name, bool hosted)
    {
        var request = Read(new OpenAiChatDialect(), $$"""{"model":"m","messages":[],"tools":[{{tool}}]}""");

        Assert.Equal(new OfferedTool(name, hosted), request.Tools.Single() with { Definition = default });
    }

    [Theory]
    [InlineData("""{"model":"m","input":"text"}""", UninspectableKinds.None)]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"text"}]}""", UninspectableKinds.None)]
    [InlineData("""{"model":"m","input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"x"}]}]}""", UninspectableKinds.None)]
    [InlineData("""{"model":"m","input":[{"type":"message","role":"user","content":[{"type":"input_image","image_url":"x"}]}]}""", UninspectableKinds.Image)]
    [InlineData("""{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""", UninspectableKinds.Unknown)]
    [InlineData("""{"model":"m","input":[{"type":"reasoning","summary":[],"encrypted_content":"x"}]}""", UninspectableKinds.Encrypted)]
    [InlineData("""{"model":"m","input":"text","previous_response_id":"resp_1"}""", UninspectableKinds.Unknown)]
    [InlineData("""{"model":"m","input":"text","conversation":{"id":"conv_1"}}""", UninspectableKinds.Unknown)]
    [InlineData("""{"model":"m","input":"text","prompt":{"id":"pmpt_1"}}""", UninspectableKinds.Unknown)]
    [InlineData("""{"model":"m","input":"text","previous_response_id":null}""", UninspectableKinds.None)]
    internal void What_a_responses_request_leaves_to_the_vendor_is_uninspectable(string body, UninspectableKinds kinds) =>
        Assert.Equal(kinds, Read(new OpenAiResponsesDialect(), body).Uninspectable);

    [Theory]
    [InlineData("""{"type":"text","text":"x"}""", UninspectableKinds.None)]
    [InlineData("""{"type":"image","source":{"type":"url","url":"x"}}""", UninspectableKinds.Image | UninspectableKinds.File)]
    [InlineData("""{"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}""", UninspectableKinds.None)]
    [InlineData("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"x"}}""", UninspectableKinds.File)]
    [InlineData("""{"type":"tool_result","tool_use_id":"1","content":[{"type":"image","source":{"type":"base64"}}]}""", UninspectableKinds.Image | UninspectableKinds.File)]
    [InlineData("""{"type":"redacted_thinking","data":"x"}""", UninspectableKinds.Encrypted)]
    internal void Parts_of_a_message_are_named_by_what_cannot_be_read_in_them(string part, UninspectableKinds kinds) =>
        Assert.Equal(kinds, Read(new AnthropicMessagesDialect(), $$"""{"model":"m","messages":[{"role":"user","content":[{{part}}]}]}""").Uninspectable);

    [Fact]
    public void An_answer_to_be_fetched_later_is_not_supported()
    {
        var error = new OpenAiResponsesDialect().ReadRequest("""{"model":"m","input":"x","background":true}"""u8, new DialectRequest());

        Assert.Equal("unsupported_feature", error!.Code);
    }

    [Theory]
    [InlineData("\"text\"", UninspectableKinds.None)]
    [InlineData("""["a","b"]""", UninspectableKinds.None)]
    [InlineData("[1,2,3]", UninspectableKinds.Unknown)]
    [InlineData("[[1,2],[3]]", UninspectableKinds.Unknown)]
    internal void Ready_made_tokens_cannot_be_read(string input, UninspectableKinds kinds) =>
        Assert.Equal(kinds, Read(new OpenAiEmbeddingsDialect(), $$"""{"model":"m","input":{{input}}}""").Uninspectable);

    private static DialectRequest Read(Dialect dialect, string body)
    {
        var request = new DialectRequest();
        Assert.Null(dialect.ReadRequest(Encoding.UTF8.GetBytes(body), request));
        return request;
    }
}
