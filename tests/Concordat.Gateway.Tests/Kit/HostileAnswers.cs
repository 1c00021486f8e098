using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>What a tool server can do wrong in answering one call.</summary>
internal static class HostileAnswers
{
    public static Task WriteAsync(string fault, HttpContext http, JsonObject message)
    {
        switch (fault)
        {
            case "hang":
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            case "break":
                return BreakAsync(http);
            case "redirect":
                http.Response.Redirect("http://169.254.169.254/latest/meta-data");
                return Task.CompletedTask;
            case "status":
                http.Response.StatusCode = 500;
                return Task.CompletedTask;
            case "forbidden":
                http.Response.StatusCode = 403;
                return Task.CompletedTask;
            case "endless line" or "flood of bytes" or "endless stream" or "flood of notes" or "stream without answer":
                return StreamAsync(fault, http);
            default:
                http.Response.ContentType = fault switch { "html" => "text/html", "sampling" => "text/event-stream", _ => "application/json" };
                if (fault is "compressed")
                {
                    http.Response.Headers.ContentEncoding = "gzip";
                }

                return http.Response.WriteAsync(BodyOf(fault, message["id"]!.ToJsonString()));
        }
    }

    public static async Task EventAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"event: message\ndata: {data}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static string BodyOf(string fault, string id) => fault switch
    {
        "compressed" => "{}",
        "html" => "<html>",
        "not json" => "{\"jsonrpc\"",
        "two" => Result(id, """{"content":[]}""") + """{"x":1}""",
        "wrong id" => Result("\"other\"", """{"content":[]}"""),
        "no result" => $$"""{"jsonrpc":"2.0","id":{{id}}}""",
        "no content" => Result(id, """{"text":"x"}"""),
        "typeless part" => Result(id, """{"content":[{"text":"x"}]}"""),
        "duplicate keys" => Result(id, """{"content":[{"type":"text","text":"a","text":"b"}]}"""),
        "too deep" => Result(id, $$"""{"content":[],"structuredContent":{{new string('[', 90)}}{{new string(']', 90)}}}"""),
        "sampling" => "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{}}\n\n",
        "input required" => Result(id, """{"resultType":"input_required","requestState":"x"}"""),
        "unknown result type" => Result(id, """{"resultType":"task","content":[]}"""),
        "number as result type" => Result(id, """{"resultType":7,"content":[]}"""),
        "nothing as result type" => Result(id, """{"resultType":null,"content":[]}"""),
        "array as result" => Result(id, "[]"),
        "text as result" => Result(id, "\"done\""),
        "number as content" => Result(id, """{"content":7}"""),
        "nothing as part" => Result(id, """{"content":[null]}"""),
        "half a surrogate" => Result(id, """{"content":[{"type":"text","text":"\ud800"}]}"""),
        "half a surrogate in a type" => Result(id, """{"content":[{"type":"\udc00","text":"x"}]}"""),
        "half a surrogate in a name" => Result(id, """{"content":[],"structuredContent":{"\ud83d":1}}"""),
        "half a surrogate in an error" => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":-32000,"message":"\ud800"}}""",
        "far too deep" => Result(id, $$$"""{"content":[],"structuredContent":{{{new string('[', 5_000)}}}{{{new string(']', 5_000)}}}}"""),
        "oversize" => Result(id, $$$"""{"content":[{"type":"text","text":"{{{new string('x', 200_000)}}}"}]}"""),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault"),
    };

    private static string Result(string id, string result) => $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""";

    private static async Task BreakAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = 100;
        await http.Response.WriteAsync("{");
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    private static async Task StreamAsync(string fault, HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        const string Note = """{"jsonrpc":"2.0","method":"notifications/message","params":{}}""";
        try
        {
            for (var i = 0; i < 100_000 && !(fault is "stream without answer" && i == 3); i++)
            {
                switch (fault)
                {
                    case "endless line":
                        await http.Response.WriteAsync(new string('x', 1_000), http.RequestAborted);
                        break;
                    case "endless stream":
                        await http.Response.WriteAsync(":\n\n", http.RequestAborted);
                        await http.Response.Body.FlushAsync(http.RequestAborted);
                        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, http.RequestAborted);
                        break;
                    case "flood of notes":
                        await EventAsync(http, Note);
                        break;
                    default:
                        await EventAsync(http, Note.Replace("{}", $"{{\"x\":\"{new string('x', 5_000)}\"}}", StringComparison.Ordinal));
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway has hung up, as it should.
        }
    }
}
