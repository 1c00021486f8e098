using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Concordat.Safeguards.Sentences;

/// <summary>The product over weights of one type, with vectors of 512 bits where the processor has them, of 256 bits elsewhere.</summary>
internal sealed class TypedPanelMatrix<TElement, TPanel>(ReadOnlyMemory<byte> weights, float[] scales, float[] bias, int inner)
    : PanelMatrix(scales, bias, inner)
    where TElement : unmanaged
    where TPanel : struct, IPanelElement<TElement>
{
    private const int WideRows = 4;
    private const int NarrowRows = 2;

    public override void Multiply(ReadOnlySpan<float> from, int count, Span<float> to)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            MultiplyWide(from, count, to);
        }
        else
        {
            MultiplyNarrow(from, count, to);
        }
    }

    internal void MultiplyWide(ReadOnlySpan<float> from, int count, Span<float> to)
    {
        Check(from, count, to);
        for (var column = 0; column < Columns; column += Panel)
        {
            var panel = PanelAt(column);
            var row = 0;
            for (; row + WideRows <= count; row += WideRows)
            {
                Wide4(from[(row * Inner)..], panel, to, row, column);
            }

            for (; row < count; row++)
            {
                Wide1(from[(row * Inner)..], panel, to, row, column);
            }
        }
    }

    internal void MultiplyNarrow(ReadOnlySpan<float> from, int count, Span<float> to)
    {
        Check(from, count, to);
        for (var column = 0; column < Columns; column += Panel)
        {
            var panel = PanelAt(column);
            var row = 0;
            for (; row + NarrowRows <= count; row += NarrowRows)
            {
                Narrow2(from[(row * Inner)..], panel, to, row, column);
            }

            for (; row < count; row++)
            {
                Narrow1(from[(row * Inner)..], panel, to, row, column);
            }
        }
    }

    private ReadOnlySpan<TElement> PanelAt(int column) => MemoryMarshal.Cast<byte, TElement>(weights.Span).Slice(column * Inner, Panel * Inner);

    /// <summary>The kernels read and write by reference: everything they touch is checked here.</summary>
    private void Check(ReadOnlySpan<float> from, int count, Span<float> to)
    {
        if (from.Length < count * Inner)
        {
            throw new ArgumentException("shorter than the vectors to multiply", nameof(from));
        }

        if (to.Length < count * Columns)
        {
            throw new ArgumentException("shorter than the results", nameof(to));
        }
    }

    private void Wide4(ReadOnlySpan<float> from, ReadOnlySpan<TElement> panel, Span<float> to, int row, int column)
    {
        ref var x = ref MemoryMarshal.GetReference(from);
        ref var w = ref MemoryMarshal.GetReference(panel);
        Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        var step = (nuint)Inner;
        unchecked
        {
            for (nuint i = 0; i < step; i++)
            {
                var w0 = TPanel.Read512(in w, i * Panel);
                var w1 = TPanel.Read512(in w, (i * Panel) + 16);
                var v = Vector512.Create(Unsafe.Add(ref x, i));
                a0 = Vector512.FusedMultiplyAdd(v, w0, a0);
                a1 = Vector512.FusedMultiplyAdd(v, w1, a1);
                v = Vector512.Create(Unsafe.Add(ref x, i + step));
                b0 = Vector512.FusedMultiplyAdd(v, w0, b0);
                b1 = Vector512.FusedMultiplyAdd(v, w1, b1);
                v = Vector512.Create(Unsafe.Add(ref x, i + (2 * step)));
                c0 = Vector512.FusedMultiplyAdd(v, w0, c0);
                c1 = Vector512.FusedMultiplyAdd(v, w1, c1);
                v = Vector512.Create(Unsafe.Add(ref x, i + (3 * step)));
                d0 = Vector512.FusedMultiplyAdd(v, w0, d0);
                d1 = Vector512.FusedMultiplyAdd(v, w1, d1);
            }
        }

        Store(a0, a1, to, row, column);
        Store(b0, b1, to, row + 1, column);
        Store(c0, c1, to, row + 2, column);
        Store(d0, d1, to, row + 3, column);
    }

    private void Wide1(ReadOnlySpan<float> from, ReadOnlySpan<TElement> panel, Span<float> to, int row, int column)
    {
        ref var x = ref MemoryMarshal.GetReference(from);
        ref var w = ref MemoryMarshal.GetReference(panel);
        Vector512<float> a0 = default, a1 = default;
        var step = (nuint)Inner;
        unchecked
        {
            for (nuint i = 0; i < step; i++)
            {
                var v = Vector512.Create(Unsafe.Add(ref x, i));
                a0 = Vector512.FusedMultiplyAdd(v, TPanel.Read512(in w, i * Panel), a0);
                a1 = Vector512.FusedMultiplyAdd(v, TPanel.Read512(in w, (i * Panel) + 16), a1);
            }
        }

        Store(a0, a1, to, row, column);
    }

    private void Narrow2(ReadOnlySpan<float> from, ReadOnlySpan<TElement> panel, Span<float> to, int row, int column)
    {
        ref var x = ref MemoryMarshal.GetReference(from);
        ref var w = ref MemoryMarshal.GetReference(panel);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var step = (nuint)Inner;
        unchecked
        {
            for (nuint i = 0; i < step; i++)
            {
                var v = Vector256.Create(Unsafe.Add(ref x, i));
                var u = Vector256.Create(Unsafe.Add(ref x, i + step));
                var part = TPanel.Read256(in w, i * Panel);
                a0 = Vector256.FusedMultiplyAdd(v, part, a0);
                b0 = Vector256.FusedMultiplyAdd(u, part, b0);
                part = TPanel.Read256(in w, (i * Panel) + 8);
                a1 = Vector256.FusedMultiplyAdd(v, part, a1);
                b1 = Vector256.FusedMultiplyAdd(u, part, b1);
                part = TPanel.Read256(in w, (i * Panel) + 16);
                a2 = Vector256.FusedMultiplyAdd(v, part, a2);
                b2 = Vector256.FusedMultiplyAdd(u, part, b2);
                part = TPanel.Read256(in w, (i * Panel) + 24);
                a3 = Vector256.FusedMultiplyAdd(v, part, a3);
                b3 = Vector256.FusedMultiplyAdd(u, part, b3);
            }
        }

        Store(Vector512.Create(a0, a1), Vector512.Create(a2, a3), to, row, column);
        Store(Vector512.Create(b0, b1), Vector512.Create(b2, b3), to, row + 1, column);
    }

    private void Narrow1(ReadOnlySpan<float> from, ReadOnlySpan<TElement> panel, Span<float> to, int row, int column)
    {
        ref var x = ref MemoryMarshal.GetReference(from);
        ref var w = ref MemoryMarshal.GetReference(panel);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default;
        var step = (nuint)Inner;
        unchecked
        {
            for (nuint i = 0; i < step; i++)
            {
                var v = Vector256.Create(Unsafe.Add(ref x, i));
                a0 = Vector256.FusedMultiplyAdd(v, TPanel.Read256(in w, i * Panel), a0);
                a1 = Vector256.FusedMultiplyAdd(v, TPanel.Read256(in w, (i * Panel) + 8), a1);
                a2 = Vector256.FusedMultiplyAdd(v, TPanel.Read256(in w, (i * Panel) + 16), a2);
                a3 = Vector256.FusedMultiplyAdd(v, TPanel.Read256(in w, (i * Panel) + 24), a3);
            }
        }

        Store(Vector512.Create(a0, a1), Vector512.Create(a2, a3), to, row, column);
    }

    private void Store(Vector512<float> left, Vector512<float> right, Span<float> to, int row, int column)
    {
        var at = to.Slice((row * Columns) + column, Panel);
        var columnScales = Scales.AsSpan(column, Panel);
        var columnBias = Bias.AsSpan(column, Panel);
        Vector512.FusedMultiplyAdd(left, Vector512.Create<float>(columnScales), Vector512.Create<float>(columnBias)).CopyTo(at);
        Vector512.FusedMultiplyAdd(right, Vector512.Create<float>(columnScales[16..]), Vector512.Create<float>(columnBias[16..])).CopyTo(at[16..]);
    }
}
