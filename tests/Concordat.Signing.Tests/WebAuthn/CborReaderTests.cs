using System.Formats.Cbor;
using CborReader = Concordat.Signing.WebAuthn.CborReader;

namespace Concordat.Signing.Tests.WebAuthn;

/// <summary>What our reader takes the platform's takes in the mode of CTAP2, too, to the same end; it takes nothing more.</summary>
public sealed class CborReaderTests
{
    [Fact]
    public void Nothing_is_taken_that_the_platform_refuses()
    {
        var random = new Random(11);
        var taken = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var data = Sample(random);
            if (Ours(data) is not { } length)
            {
                continue;
            }

            taken++;
            Assert.Equal(length, Theirs(data) ?? throw new InvalidOperationException(Convert.ToHexString(data)));
        }

        Assert.True(taken > 5_000, $"only {taken} samples were good");
    }

    [Fact]
    public void What_authenticators_write_is_taken()
    {
        var random = new Random(12);
        for (var i = 0; i < 20_000; i++)
        {
            var writer = new CborWriter(CborConformanceMode.Ctap2Canonical, convertIndefiniteLengthEncodings: true);
            Write(writer, random, 0);
            var data = writer.Encode();
            Assert.Equal(data.Length, Ours(data));
        }
    }

    [Theory]
    [InlineData("1817")]             // 23 in two bytes
    [InlineData("9f00ff")]           // an indefinite array
    [InlineData("bf00ff")]           // an indefinite map
    [InlineData("a2020001 00")]      // keys not sorted
    [InlineData("a2010001 00")]      // a key twice
    [InlineData("a2616100 0100")]    // a text before a number
    [InlineData("61ff")]             // not UTF-8
    [InlineData("5b7fffffffffffffff")]
    [InlineData("9bffffffffffffffff")]
    [InlineData("3bffffffffffffffff")]
    [InlineData("c000")]             // a tag
    [InlineData("f93c00")]           // a float
    [InlineData("f7")]               // undefined
    [InlineData("8181818181818100")] // too deep
    [InlineData("a14100 00")]        // a key of bytes
    [InlineData("")]
    public void What_is_not_canonical_is_refused(string hex) =>
        Assert.Null(Ours(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    private static int? Ours(byte[] data)
    {
        try
        {
            var reader = new CborReader(data);
            reader.SkipValue();
            return reader.Position;
        }
        catch (SigningFormatException)
        {
            return null;
        }
    }

    private static int? Theirs(byte[] data)
    {
        try
        {
            var reader = new System.Formats.Cbor.CborReader(data, CborConformanceMode.Ctap2Canonical, allowMultipleRootLevelValues: true);
            reader.SkipValue(disableConformanceModeChecks: false);
            return data.Length - reader.BytesRemaining;
        }
        catch (CborContentException)
        {
            return null;
        }
    }

    private static byte[] Sample(Random random)
    {
        var data = new byte[random.Next(1, 12)];
        random.NextBytes(data);
        for (var i = 0; i < data.Length; i++)
        {
            // mostly small numbers, maps and texts, so that some of it is good
            data[i] = random.Next(3) switch { 0 => (byte)random.Next(0, 24), 1 => (byte)(0xa0 | random.Next(3)), _ => data[i] };
        }

        return data;
    }

    private static void Write(CborWriter writer, Random random, int depth)
    {
        switch (random.Next(depth < 3 ? 7 : 5))
        {
            case 0:
                writer.WriteInt64(random.NextInt64(long.MinValue, long.MaxValue));
                break;
            case 1:
                writer.WriteInt32(random.Next(-300, 300));
                break;
            case 2:
                writer.WriteByteString(new byte[random.Next(300)]);
                break;
            case 3:
                writer.WriteTextString(new string('é', random.Next(30)));
                break;
            case 4:
                writer.WriteBoolean(random.Next(2) == 0);
                break;
            case 5:
                writer.WriteStartArray(2);
                Write(writer, random, depth + 1);
                Write(writer, random, depth + 1);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartMap(3);
                writer.WriteTextString("zz");
                Write(writer, random, depth + 1);
                writer.WriteInt32(-1);
                Write(writer, random, depth + 1);
                writer.WriteInt32(random.Next(40));
                Write(writer, random, depth + 1);
                writer.WriteEndMap();
                break;
        }
    }
}
