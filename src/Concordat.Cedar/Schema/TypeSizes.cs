using Concordat.Cedar.Types;

namespace Concordat.Cedar.Schema;

/// <summary>
/// How large types are with every common type written out. A few lines of schema can name a type of 2^60 parts, each defined by two of the
/// one before; it costs nothing until something walks it.
/// </summary>
internal sealed class TypeSizes
{
    private readonly Dictionary<CedarType, long> _known = new(ReferenceEqualityComparer.Instance);

    public bool IsWithin(CedarType type) => Of(type) <= CedarLimits.TypeSize;

    private long Of(CedarType type)
    {
        if (type is not (SetType or RecordType))
        {
            return 1;
        }

        if (!_known.TryGetValue(type, out var size))
        {
            size = 1 + (type is SetType set ? Of(set.Element) : ((RecordType)type).Attributes.Values.Sum(attribute => Of(attribute.Type)));
            _known.Add(type, size);
        }

        return size;
    }
}
