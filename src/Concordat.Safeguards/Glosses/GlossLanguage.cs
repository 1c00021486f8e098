namespace Concordat.Safeguards.Glosses;

/// <summary>A language that words are looked up in.</summary>
internal enum GlossLanguage
{
    None = 0,
    Spanish,
    French,
    German,
    Russian,
    Arabic,
    Chinese,
}
