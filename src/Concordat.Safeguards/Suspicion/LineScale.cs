using Concordat.Safeguards.Model;
using Concordat.Safeguards.Sentences;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Joins the two sums of one red line and puts the result on the scale from 0 to 100, so that the bands begin where they were measured.</summary>
internal sealed class LineScale
{
    private readonly float _least;
    private readonly float _features;
    private readonly float _encoder;
    private readonly float _possible;
    private readonly float _likely;

    public LineScale(WeightFile file)
    {
        var numbers = file.ReadFloats(5);
        (_least, _features, _encoder, _possible, _likely) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        if (!(_likely > _possible))
        {
            throw new InvalidDataException("the model of the red lines has a band `likely` that does not begin above `possible`");
        }
    }

    /// <summary>Whether the sum over the features alone leaves the score open: hardly any violation is below it.</summary>
    public bool IsOpen(float features) => !(features < _least);

    /// <summary>The score of a text: 0, also where the features leave nothing open, or from 40 on.</summary>
    public int Score(float features, float encoder)
    {
        if (!IsOpen(features))
        {
            return 0;
        }

        var sum = (_features * features) + (_encoder * encoder);
        var step = (SuspicionBands.Likely - SuspicionBands.Possible) / (_likely - _possible);
        var score = SuspicionBands.Possible + ((sum - _possible) * step);

        // not a number compares false: the worst is assumed
        return score < SuspicionBands.Possible ? 0 : score < 100 ? (int)score : 100;
    }
}
