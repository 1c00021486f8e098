using System.Text;
using System.Text.Json;
using Concordat.Gateway.Recording;
using Concordat.Signing;
using FsCheck;
using FsCheck.Fluent;

namespace Concordat.Gateway.Tests.Recording;

public sealed class CanonicalWriterTests
{
    [Fact]
    public void Any_text_is_written_as_RFC_8785_writes_it() => Prop.ForAll<string>(text =>
    {
        text ??= "";
        if (HasLoneSurrogate(text))
        {
            return;
        }

        var json = new CanonicalWriter();
        json.String(text);
        Assert.Equal(
            Encoding.UTF8.GetString(CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(text))), Encoding.UTF8.GetString(json.Written.Span));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("\u0000\u0001\u001f\u007f\b\t\n\f\r\"\\/")]
    [InlineData("é€😀\u2028\u2029\uFEFF")]
    public void Awkward_characters_are_written_as_RFC_8785_writes_them(string text)
    {
        var json = new CanonicalWriter();
        json.String(text);

        Assert.Equal(
            Encoding.UTF8.GetString(CanonicalJson.Canonicalize(JsonSerializer.SerializeToUtf8Bytes(text))), Encoding.UTF8.GetString(json.Written.Span));
    }

    [Fact]
    public void A_lone_surrogate_never_makes_invalid_UTF8()
    {
        var json = new CanonicalWriter();
        json.String("a\ud800b");

        Assert.Equal("\"a\ufffdb\"", Encoding.UTF8.GetString(json.Written.Span));
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
