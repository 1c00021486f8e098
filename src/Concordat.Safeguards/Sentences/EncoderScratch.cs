namespace Concordat.Safeguards.Sentences;

/// <summary>The intermediate vectors of one text: about 2 MiB, used again for the next.</summary>
internal sealed class EncoderScratch
{
    private const int Pieces = SentenceEncoder.MostPieces;

    public float[] Input { get; } = new float[Pieces * SentenceEncoder.InputWidth];

    public float[] Sum { get; } = new float[Pieces * SentenceEncoder.Dimensions];

    public float[] Narrow { get; } = new float[Pieces * SentenceEncoder.Dimensions];

    public float[] Result { get; } = new float[Pieces * SentenceEncoder.Dimensions];

    public float[] Wide { get; } = new float[Pieces * 3 * SentenceEncoder.Dimensions];

    public float[] Weights { get; } = new float[Pieces];
}
