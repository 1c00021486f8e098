using System.Runtime.Intrinsics;

namespace Concordat.Safeguards.Sentences;

/// <summary>How weights of one type are read as floats.</summary>
internal interface IPanelElement<TElement>
    where TElement : unmanaged
{
    static abstract Vector512<float> Read512(ref readonly TElement start, nuint offset);

    static abstract Vector256<float> Read256(ref readonly TElement start, nuint offset);
}
