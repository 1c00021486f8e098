namespace Concordat.Ledger.Witnessing;

/// <summary>How a witness answers; the numbers are the HTTP status codes of C2SP tlog-witness.</summary>
public enum WitnessOutcome
{
    /// <summary>Cosigned; the body holds the signature lines.</summary>
    Cosigned = 200,

    /// <summary>The request is malformed, or its old size is above the checkpoint's.</summary>
    Malformed = 400,

    /// <summary>No trusted key of the log signed, or its signature is wrong.</summary>
    NotSigned = 403,

    /// <summary>The witness does not know the log.</summary>
    UnknownLog = 404,

    /// <summary>The witness knows another size than the request's old size; the body holds it.</summary>
    Stale = 409,

    /// <summary>The checkpoint does not continue the one that the witness knows.</summary>
    Inconsistent = 422,

    /// <summary>The witness cannot store anything now, and so signs nothing.</summary>
    Unavailable = 503,
}
