namespace Concordat.Cedar.Schema;

/// <summary>The declarations of one namespace; the unnamed one is empty.</summary>
internal sealed class WrittenNamespace(string name)
{
    public string Name => name;

    public IReadOnlyDictionary<string, string> Annotations { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public List<WrittenEntity> Entities { get; } = [];

    public List<WrittenAction> Actions { get; } = [];

    public List<WrittenCommonType> CommonTypes { get; } = [];

    public string Qualify(string local) => name.Length == 0 ? local : name + "::" + local;
}
