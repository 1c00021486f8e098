using System.Runtime.InteropServices;

namespace Concordat.Cedar.Evaluation;

/// <summary>What the index looks policies up by: an action and the types of principal and resource.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PolicyIndexKey(in CedarRequest request) : IEquatable<PolicyIndexKey>
{
    private readonly EntityUid _action = request.Action;
    private readonly EntityUid _principal = request.Principal;
    private readonly EntityUid _resource = request.Resource;

    public bool Equals(PolicyIndexKey other) =>
        _action.Equals(other._action) && _principal.HasTypeOf(other._principal) && _resource.HasTypeOf(other._resource);

    public override bool Equals(object? obj) => obj is PolicyIndexKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_action, _principal.TypeHash, _resource.TypeHash);
}
