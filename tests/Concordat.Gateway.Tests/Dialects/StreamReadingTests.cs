using System.Text;
using Concordat.Gateway.Dialects;

namespace Concordat.Gateway.Tests.Dialects;

/// <summary>An upstream that contradicts itself must not get one call decided and another one delivered.</summary>
public sealed class StreamReadingTests
{
    [Fact]
    public void Chat_arguments_that_go_on_after_the_end_of_their_call_are_a_contradiction()
    {
        var reader = new OpenAiChatStreamReader();
        Read(reader, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"get_weather","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");
        Assert.Single(reader.Ready);

        Read(reader, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"more"}}]}}]}""");

        Assert.True(reader.Malformed);
    }

    [Fact]
    public void A_chat_delta_finds_its_call_when_its_index_stands_last()
    {
        var reader = new OpenAiChatStreamReader();
        Read(reader, """{"choices":[{"delta":{"tool_calls":[{"function":{"name":"a","arguments":"{"},"index":1}]},"index":2}]}""");
        Read(reader, """{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"}"},"index":1}]},"index":2}]}""");
        Assert.True(reader.Withholding);

        Read(reader, """{"choices":[{"finish_reason":"tool_calls","delta":{},"index":2}]}""");

        Assert.Equal(("a", "{}"), (reader.Ready.Single().Name, Encoding.UTF8.GetString(reader.Ready.Single().Arguments)));
        Assert.False(reader.Withholding);
    }

    [Fact]
    public void Response_deltas_that_differ_from_the_finished_call_are_a_contradiction()
    {
        var reader = new OpenAiResponsesStreamReader();
        Read(reader, """{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","name":"f","arguments":""}}""");
        Read(reader, """{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"a\":1}"}""");
        Read(reader, """{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","name":"f","arguments":"{}"}}""");

        Assert.True(reader.Malformed);
    }

    [Fact]
    public void A_call_that_only_the_last_response_event_shows_is_decided_too()
    {
        var reader = new OpenAiResponsesStreamReader();
        Read(reader, """{"type":"response.completed","response":{"output":[{"type":"function_call","name":"f","arguments":"{}"}]}}""");

        Assert.Equal("f", reader.Ready.Single().Name);
    }

    [Fact]
    public void A_message_block_with_a_full_input_and_deltas_is_a_contradiction()
    {
        var reader = new AnthropicStreamReader();
        Read(reader, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f","input":{"a":1}}}""");
        Read(reader, """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}}""");
        Read(reader, """{"type":"content_block_stop","index":0}""");

        Assert.True(reader.Malformed);
    }

    [Fact]
    public void A_message_that_starts_with_a_call_in_it_is_a_contradiction()
    {
        var reader = new AnthropicStreamReader();
        Read(reader, """{"type":"message_start","message":{"content":[{"type":"tool_use","name":"f","input":{}}]}}""");

        Assert.True(reader.Malformed);
    }

    [Fact]
    public void A_stream_that_stops_inside_a_call_gives_none_away()
    {
        var reader = new AnthropicStreamReader();
        Read(reader, """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","name":"f","input":{}}}""");

        reader.Close();

        Assert.Empty(reader.Ready);
        Assert.True(reader.Malformed);
    }

    private static void Read(AnswerStreamReader reader, string data) => reader.Read([], Encoding.UTF8.GetBytes(data));
}
