namespace Concordat.Agreements.Diagnostics;

/// <summary>The stable codes of findings about agreements.</summary>
public static class AgreementCodes
{
    // reading a folder or a payload
    public const string SourceMissing = "agreement_source_missing";
    public const string SourceUnreadable = "agreement_source_unreadable";
    public const string SourceTooLarge = "agreement_source_too_large";
    public const string SourceJson = "agreement_source_json";
    public const string Metadata = "agreement_metadata";

    // the signed form
    public const string TooLarge = "agreement_too_large";
    public const string NotAnEnvelope = "agreement_not_an_envelope";
    public const string WrongType = "agreement_wrong_type";
    public const string NotCanonical = "agreement_not_canonical";
    public const string NotAnAgreement = "agreement_not_an_agreement";
    public const string NotSigned = "agreement_unsigned";
    public const string HalfSigned = "agreement_half_signed";
    public const string Altered = "agreement_altered";
    public const string UnknownSigner = "agreement_unknown_signer";
    public const string SharedKey = "agreement_shared_key";
    public const string UntrustedRole = "agreement_untrusted_role";
    public const string NotEffective = "agreement_not_effective";
    public const string Expired = "agreement_expired";

    // signing
    public const string PayloadDiffers = "agreement_payload_differs";
    public const string RoleUnknown = "agreement_role_unknown";
    public const string RoleHasSigned = "agreement_role_has_signed";
    public const string KeyOfOtherRole = "agreement_key_of_other_role";

    // public statements of terms, and equal terms
    public const string NotAStatement = "terms_not_a_statement";
    public const string WithheldMentioned = "terms_withheld_mentioned";
    public const string NameIsWord = "terms_name_is_word";

    // clauses
    public const string AnnotationMissing = "clause_annotation_missing";
    public const string AnnotationUnknown = "clause_annotation_unknown";
    public const string AnnotationValue = "clause_annotation_value";
    public const string ClauseDuplicate = "clause_duplicate";
    public const string ClauseOrder = "clause_order";
    public const string ClauseWithoutProse = "clause_without_prose";
    public const string ProseWithoutClause = "prose_without_clause";
    public const string ProseDuplicate = "prose_duplicate";
    public const string TitleDiffers = "clause_title_differs";
    public const string RedLineRemedy = "clause_red_line_remedy";
    public const string PermitRemedy = "clause_permit_remedy";
    public const string OutsideSubset = "clause_outside_subset";
    public const string UnequalTerms = "clause_unequal_terms";
    public const string ActionNotCovered = "action_not_covered";
    public const string FactNotProduced = "clause_fact_not_produced";
    public const string ValueUndefined = "clause_value_undefined";
    public const string TermUndefined = "term_undefined";

    // proofs
    public const string NotProven = "agreement_not_proven";
    public const string NotProvable = "agreement_not_provable";
    public const string SignedUnproven = "agreement_signed_unproven";
    public const string NotComparable = "agreement_not_comparable";
    public const string RedLineOpen = "red_line_open";
    public const string ClauseDead = "clause_dead";
    public const string ClauseVacuous = "clause_vacuous";
    public const string ClauseShadowed = "clause_shadowed";

    // authorities
    public const string AuthorityUnknown = "authority_unknown";
    public const string AuthorityNotPinned = "authority_not_pinned";
    public const string AuthorityEdition = "authority_edition";
    public const string AuthorityEarlier = "authority_earlier_edition";
    public const string AuthorityDuplicate = "authority_duplicate";
    public const string AuthoritySuperseded = "authority_superseded";
    public const string AuthorityData = "authority_data";
    public const string AuthorityNotInForce = "authority_not_in_force";
    public const string AuthorityOutOfDate = "authority_out_of_date";
    public const string AuthorityNotListed = "authority_not_listed";
}
