using System.Numerics;
using System.Runtime.InteropServices;

namespace Concordat.Safeguards.Sentences;

/// <summary>The few vector operations that an encoder needs.</summary>
internal static class FloatMath
{
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var sum = Vector<float>.Zero;
        var lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        var rights = MemoryMarshal.Cast<float, Vector<float>>(right);
        for (var i = 0; i < lefts.Length; i++)
        {
            sum += lefts[i] * rights[i];
        }

        var total = Vector.Sum(sum);
        for (var i = lefts.Length * Vector<float>.Count; i < left.Length; i++)
        {
            total += left[i] * right[i];
        }

        return total;
    }

    public static float Sum(ReadOnlySpan<float> values)
    {
        var sum = Vector<float>.Zero;
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
        {
            sum += vector;
        }

        var total = Vector.Sum(sum);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            total += value;
        }

        return total;
    }

    public static void Add(ReadOnlySpan<float> from, Span<float> to) => AddScaled(from, 1f, to);

    public static void AddScaled(ReadOnlySpan<float> from, float factor, Span<float> to)
    {
        var froms = MemoryMarshal.Cast<float, Vector<float>>(from);
        var tos = MemoryMarshal.Cast<float, Vector<float>>(to);
        for (var i = 0; i < froms.Length; i++)
        {
            tos[i] += froms[i] * factor;
        }

        for (var i = froms.Length * Vector<float>.Count; i < from.Length; i++)
        {
            to[i] += from[i] * factor;
        }
    }

    /// <summary>Sets what is below zero to zero.</summary>
    public static void Rectify(Span<float> values)
    {
        foreach (ref var vector in MemoryMarshal.Cast<float, Vector<float>>(values))
        {
            vector = Vector.Max(vector, Vector<float>.Zero);
        }

        foreach (ref var value in values[(values.Length / Vector<float>.Count * Vector<float>.Count)..])
        {
            value = MathF.Max(value, 0);
        }
    }

    /// <summary>Turns scores into weights that sum to 1.</summary>
    public static void Softmax(Span<float> scores)
    {
        var most = float.NegativeInfinity;
        foreach (var score in scores)
        {
            most = MathF.Max(most, score);
        }

        var sum = 0f;
        foreach (ref var score in scores)
        {
            score = MathF.Exp(score - most);
            sum += score;
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }
    }
}
