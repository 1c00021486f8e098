using System.Text.Json;
using Concordat.Safeguards.Sentences;

namespace Concordat.Safeguards.Tests.Sentences;

public sealed class SentenceEncoderTests
{
    private const string Sentence = "Draft the monthly maintenance schedule for the vehicle fleet.";

    private static readonly Lazy<(string Text, float[] Vector)[]> _published = new(ReadPublished);

    [Fact]
    public void The_whole_weights_give_the_vectors_of_the_published_implementation()
    {
        var encoder = SentenceEncoder.Read(WholeWeights());
        foreach (var (text, vector) in _published.Value)
        {
            var ours = Encode(encoder, text);
            for (var i = 0; i < vector.Length; i++)
            {
                Assert.True(MathF.Abs(ours[i] - vector[i]) <= 1e-5f, $"`{text}`, number {i}: {ours[i]}, published {vector[i]}");
            }
        }
    }

    [Fact]
    public void The_small_weights_keep_the_direction()
    {
        foreach (var (text, vector) in _published.Value)
        {
            var cosine = FloatMath.Dot(Encode(SentenceEncoder.Default, text), vector);
            Assert.True(cosine > 0.995f, $"`{text}`: cosine {cosine}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void Both_widths_of_the_processor_give_the_same_products(int count)
    {
        var random = new Random(count);
        const int inner = 48;
        const int columns = 64;
        var weights = new byte[inner * columns];
        random.NextBytes(weights);
        float[] scales = [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle())];
        float[] bias = [.. Enumerable.Range(0, columns).Select(_ => random.NextSingle())];
        float[] from = [.. Enumerable.Range(0, count * inner).Select(_ => random.NextSingle() - 0.5f)];
        var matrix = new TypedPanelMatrix<sbyte, SmallPanel>(weights, scales, bias, inner);
        var wide = new float[count * columns];
        var narrow = new float[count * columns];

        matrix.MultiplyWide(from, count, wide);
        matrix.MultiplyNarrow(from, count, narrow);

        for (var row = 0; row < count; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var sum = 0d;
                for (var i = 0; i < inner; i++)
                {
                    sum += from[(row * inner) + i] * unchecked((sbyte)weights[(column / 32 * 32 * inner) + (i * 32) + (column % 32)]);
                }

                var wanted = (sum * scales[column]) + bias[column];
                Assert.Equal(wanted, wide[(row * columns) + column], 1e-3);
                Assert.Equal(wanted, narrow[(row * columns) + column], 1e-3);
            }
        }
    }

    [Fact]
    public void A_vector_has_length_one_and_an_empty_text_has_none()
    {
        Assert.Equal(1, FloatMath.Dot(Encode(SentenceEncoder.Default, Sentence), Encode(SentenceEncoder.Default, Sentence)), 4);
        Assert.All(Encode(SentenceEncoder.Default, ""), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    [InlineData("\0")]
    [InlineData("\ud83d\ude00\u200b\ufe0f")]
    public void Any_text_has_a_vector(string text)
    {
        var vector = Encode(SentenceEncoder.Default, text);
        Assert.Equal(1, FloatMath.Dot(vector, vector), 4);
    }

    [Fact]
    public void A_text_beyond_the_pieces_is_cut_there()
    {
        var vector = new float[SentenceEncoder.Dimensions];
        Assert.Equal(SentenceEncoder.MostPieces, SentenceEncoder.Default.Encode(string.Join(' ', Enumerable.Repeat(Sentence, 1000)), vector));
    }

    [Fact]
    public void Texts_with_like_meaning_are_nearer_than_others()
    {
        var like = FloatMath.Dot(Encode(SentenceEncoder.Default, "How old are you?"), Encode(SentenceEncoder.Default, "What is your age?"));
        var other = FloatMath.Dot(Encode(SentenceEncoder.Default, "How old are you?"), Encode(SentenceEncoder.Default, "The pump leaks oil."));
        Assert.True(like > other + 0.2f, $"like {like}, other {other}");
    }

    [Fact]
    public void Many_threads_get_the_vector_that_one_gets()
    {
        var wanted = Encode(SentenceEncoder.Default, Sentence);
        Parallel.For(0, 64, i =>
        {
            Encode(SentenceEncoder.Default, $"{i} something else");
            Assert.Equal(wanted, Encode(SentenceEncoder.Default, Sentence));
        });
    }

    [Fact]
    public void A_file_that_is_cut_short_is_refused_wherever_it_is_cut()
    {
        var bytes = ShippedWeights();
        var random = new Random(1);
        int[] cuts = [0, 7, 8, 19, 20, 21, bytes.Length - 1, .. Enumerable.Range(0, 40).Select(_ => random.Next(bytes.Length))];
        Assert.All(cuts, cut => Assert.Throws<InvalidDataException>(() => SentenceEncoder.Read(bytes.AsMemory(0, cut))));
    }

    [Fact]
    public void A_file_that_is_too_long_or_of_another_format_is_refused()
    {
        var bytes = ShippedWeights();
        Assert.Contains("after its last weight", Assert.Throws<InvalidDataException>(() => SentenceEncoder.Read((byte[])[.. bytes, .. new byte[64]])).Message, StringComparison.Ordinal);
        bytes[8] = 9;
        Assert.Contains("format 9", Assert.Throws<InvalidDataException>(() => SentenceEncoder.Read(bytes)).Message, StringComparison.Ordinal);
        bytes[0] = 0;
        Assert.Contains("does not begin", Assert.Throws<InvalidDataException>(() => SentenceEncoder.Read(bytes)).Message, StringComparison.Ordinal);
    }

    private static float[] Encode(SentenceEncoder encoder, string text)
    {
        var vector = new float[SentenceEncoder.Dimensions];
        encoder.Encode(text, vector);
        return vector;
    }

    private static byte[] ShippedWeights()
    {
        using var stream = typeof(SentenceEncoder).Assembly.GetManifestResourceStream("encoder.bin")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] WholeWeights()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "artifacts", "safeguards", "encoder.bin");
            if (File.Exists(path))
            {
                return File.ReadAllBytes(path);
            }
        }

        Assert.Skip("the published weights are not here: eng/setup gets them");
        return [];
    }

    private static (string Text, float[] Vector)[] ReadPublished()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sentences", "vectors.jsonl"));
        return [.. lines.Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            float[] vector = [.. json.RootElement.GetProperty("vector").EnumerateArray().Select(number => number.GetSingle())];
            return (json.RootElement.GetProperty("text").GetString()!, vector);
        })];
    }
}
