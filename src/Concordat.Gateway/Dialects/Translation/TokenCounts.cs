using System.Runtime.InteropServices;

namespace Concordat.Gateway.Dialects.Translation;

/// <summary>Tokens as the vendor counted them. <paramref name="Input"/> has those read from a cache or written to it in it.</summary>
/// <param name="CacheRead">Of the input, those that a cache held.</param>
/// <param name="CacheWrite">Of the input, those that were put into a cache.</param>
/// <param name="Output">All that the model wrote, thoughts in it.</param>
/// <param name="Reasoning">Of the output, thoughts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenCounts(long Input, long CacheRead, long CacheWrite, long Output, long Reasoning);
