using System.Text;

namespace Concordat.Safeguards.Tests;

public sealed class JsonFaultTests
{
    private static JsonFault? Inspect(byte[] body, int depth = 8)
    {
        var answer = new AnswerInspection().InspectEvent(body, depth);
        var request = new RequestInspection().InspectJson(body, depth);
        Assert.Equal(request, answer);
        return request;
    }

    [Theory]
    [InlineData("", JsonFaultCode.EmptyBody, 0, "$")]
    [InlineData("  \n", JsonFaultCode.EmptyBody, 0, "$")]
    [InlineData("{\"a\":1} x", JsonFaultCode.TrailingData, 8, "$")]
    [InlineData("{}{}", JsonFaultCode.TrailingData, 2, "$")]
    [InlineData("{\"a\":1,\"a\":2}", JsonFaultCode.DuplicateKey, 8, "$.a")]
    [InlineData("{\"a\":1,\"\\u0061\":2}", JsonFaultCode.DuplicateKey, 8, "$.\\u0061")]
    [InlineData("{\"m\":[{},{\"x\":{\"k\":0,\"k\":0}}]}", JsonFaultCode.DuplicateKey, 22, "$.m[1].x.k")]
    [InlineData("{\"a\":\"\\ud83d\"}", JsonFaultCode.LoneSurrogate, 6, "$.a")]
    [InlineData("{\"a\":\"\\ude00x\"}", JsonFaultCode.LoneSurrogate, 6, "$.a")]
    [InlineData("{\"a\":\"\\ud83d\\u0041\"}", JsonFaultCode.LoneSurrogate, 6, "$.a")]
    [InlineData("[[[[[[[[[]]]]]]]]]", JsonFaultCode.TooDeep, 8, "$[0][0][0][0][0][0][0][0]")]
    [InlineData("{\"a\":01}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{\"a\":+1}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{\"a\":1.}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{\"a\":.5}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{\"a\":NaN}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{\"a\":1e}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{\"a\":1,}", JsonFaultCode.MalformedJson, 7, "$.a")]
    [InlineData("[1,]", JsonFaultCode.MalformedJson, 3, "$[1]")]
    [InlineData("[1 2]", JsonFaultCode.MalformedJson, 3, "$[0]")]
    [InlineData("{\"a\" 1}", JsonFaultCode.MalformedJson, 5, "$.a")]
    [InlineData("{a:1}", JsonFaultCode.MalformedJson, 1, "$")]
    [InlineData("{\"a\":\"\\x\"}", JsonFaultCode.MalformedJson, 6, "$.a")]
    [InlineData("{\"a\":\"\0\"}", JsonFaultCode.MalformedJson, 6, "$.a")]
    [InlineData("{\"a\":\"b", JsonFaultCode.MalformedJson, 7, "$.a")]
    [InlineData("{\"a\":[1", JsonFaultCode.MalformedJson, 7, "$.a[0]")]
    [InlineData("/* c */ 1", JsonFaultCode.MalformedJson, 0, "$")]
    [InlineData("'a'", JsonFaultCode.MalformedJson, 0, "$")]
    [InlineData("\uFEFF{}", JsonFaultCode.MalformedJson, 0, "$")]
    public void What_two_parsers_could_read_differently_is_refused(string body, string code, int offset, string path)
    {
        var fault = Inspect(Encoding.UTF8.GetBytes(body));
        Assert.NotNull(fault);
        Assert.Equal((code, (long)offset, path), (fault.Code, fault.ByteOffset, fault.JsonPath));
        Assert.True(char.IsLower(fault.Message[0]) && fault.Message[^1] != '.');
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xC0, 0xAF, 0x22 }, JsonFaultCode.InvalidUtf8)]
    [InlineData(new byte[] { 0x22, 0xFF, 0x22 }, JsonFaultCode.InvalidUtf8)]
    [InlineData(new byte[] { 0x22, 0xE2, 0x82, 0x22 }, JsonFaultCode.InvalidUtf8)]
    [InlineData(new byte[] { 0x22, 0xED, 0xA0, 0xBD, 0x22 }, JsonFaultCode.LoneSurrogate)]
    public void Bytes_that_are_no_characters_are_refused(byte[] body, string code)
    {
        var fault = Inspect(body);
        Assert.NotNull(fault);
        Assert.Equal((code, 1L), (fault.Code, fault.ByteOffset));
    }

    [Theory]
    [InlineData("null")]
    [InlineData(" \"x\" ")]
    [InlineData("-0.5e+10")]
    [InlineData("{\"a\":{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}}")]
    [InlineData("[\"\\ud83d\\ude00\",\"\\u0000\",true,false,null,0,-1]")]
    [InlineData("{\"\":1,\" \":2}")]
    public void Well_formed_json_passes(string body) => Assert.Null(Inspect(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void The_reader_agrees_with_the_platform_on_generated_documents()
    {
        var random = new Random(7);
        const string Alphabet = "{}[]\",:0123 -.eEtrufalsn\\\"\"{}[]:,";
        for (var round = 0; round < 12000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 14)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var body = Encoding.UTF8.GetBytes(text);
            var fault = Inspect(body);
            if (fault is null || fault.Code is JsonFaultCode.MalformedJson or JsonFaultCode.TrailingData or JsonFaultCode.EmptyBody)
            {
                Assert.True((fault is null) == IsJson(body), text);
            }
        }
    }

    [Fact]
    public void Many_members_are_told_apart_in_linear_time()
    {
        var body = Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 200_000).Select(i => $"\"k{i}\":0")) + "}");
        Assert.Null(Inspect(body));
        body[^9] = (byte)'8';
        Assert.Equal(JsonFaultCode.DuplicateKey, Inspect([.. body[..^1], .. ",\"k7\":1}"u8])!.Code);
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            System.Text.Json.JsonDocument.Parse(body, new() { MaxDepth = 8 }).Dispose();
            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
