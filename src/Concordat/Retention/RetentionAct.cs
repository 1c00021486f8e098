namespace Concordat.Retention;

/// <summary>Something that a person asks to be removed, kept or opened. The text form goes over the control socket.</summary>
internal sealed record RetentionAct
{
    public const string Prune = "prune";
    public const string Hold = "hold";
    public const string Release = "release";
    public const string Holds = "holds";
    public const string DeleteSalts = "delete-salts";
    public const string Show = "show";
    public const string Shred = "shred";
    public const string Rewrap = "rewrap";
    public const string RevokeSigner = "revoke-signer";

    /// <summary>One of the names above.</summary>
    public required string Name { get; init; }

    public string Because { get; init; } = "";

    public string By { get; init; } = "";

    public string? Rule { get; init; }

    public DateTimeOffset? Before { get; init; }

    /// <summary>How many entries to keep.</summary>
    public long? Keep { get; init; }

    /// <summary>Name of a hold.</summary>
    public string? Id { get; init; }

    public long? First { get; init; }

    public long? Last { get; init; }

    public long? Entry { get; init; }

    public string? Case { get; init; }

    /// <summary>Id of the public key of a party or an approver, for <see cref="RevokeSigner"/>.</summary>
    public string? Signer { get; init; }

    /// <summary>Hashes of the agreements that it signed before and that stay valid.</summary>
    public IReadOnlyList<string> Agreements { get; init; } = [];

    /// <summary>The key that wrapped data keys before, for <see cref="Rewrap"/>.</summary>
    public string? OldKey { get; init; }

    public override string ToString() => Name; // the old key is nobody's business
}
