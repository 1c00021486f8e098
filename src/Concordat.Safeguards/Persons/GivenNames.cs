using System.Text;

namespace Concordat.Safeguards.Persons;

/// <summary>Given names of many countries in Latin letters, among the most common of each: enough to tell <c>Patient Carla Garcia</c> from <c>Patient Care Team</c>.</summary>
internal static class GivenNames
{
    private const int MaxLength = 12;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names = new HashSet<string>(
        """
        aaron abdul abdullah abigail adam adele adrian aisha alan albert alejandro alex alexander alexandra alfonso alfred ali alice alicia
        alina aline alison allison alma amanda amara amber amelia amina amir amit amy ana anastasia andre andrea andreas andrei andrew
        angela angelica anil anita ann anna anne annette anthony antoine anton antonia antonio anwar april arash arjun arthur ashley astrid
        august aurora austin ayesha barbara beatrice beatriz ben benjamin bernard beth betty beverly bianca bilal bjorn bob boris bradley
        brandon brenda brian bridget bruce bruno bryan caleb cameron camille carl carla carlos carmen carol caroline carolyn catherine
        cecilia chad chandra charles charlotte chen cheryl chiara chloe chris christian christina christine christopher claire clara claudia
        clement colin connor craig cristina cynthia daniel daniela danielle danny darius david deborah denis denise dennis derek diana diane
        diego dieter dimitri dina dmitri dominic donald donna dorothy douglas dylan earl eduardo edward elaine eleanor elena eli elias elif
        elijah elise elizabeth ella ellen emil emily emma emmanuel enrique eric erica erik esther ethan eugene eva evan evelyn fabio farah
        farid fatima felix fernanda fernando fiona florian frances francesca francesco francis francisco frank fred frederick gabriel
        gabriela gary george gerald giovanni giulia gloria gordon grace greg gregory guillaume gustavo hana hanna hannah hans harold harry
        hasan hassan heather hector heidi helen helena henri henry hiroshi howard hugo hussein ian ibrahim igor ines ingrid irene irina isaac
        isabel isabella ivan ivana jack jacob jacqueline jaime jamal james jamie jan jane janet janice jared jasmine jason javier jean jeff
        jeffrey jennifer jeremy jerome jerry jesse jessica jesus jill jim joan joanna joao joe joel johan johannes john johnny jon jonas
        jonathan jordan jorge jose joseph joshua joyce juan juana judith judy julia julian juliana julie julien jun jurgen justin kai karen
        karim karl karla kate katherine kathleen kathryn katie keith kelly kenji kenneth kevin khalid kim kimberly klaus kofi kristen kumar
        kyle lars latoya laura lauren laurent layla lea leah lee lei leila lena leo leon leonardo leslie leticia liam lina linda lisa logan
        louis louise lucas lucia luis luisa luka lukas luke luz lydia madison magdalena mahmoud malik manuel marc marcel marco marcos marcus
        margaret maria mariam marie marilyn marina mario marion mark marko marta martha martin martina mary mateo mathieu matthew matthias
        maurice max maya megan mehmet mei melissa michael michel michelle miguel mika mike mikhail milan ming miriam mohamed mohammad
        mohammed molly monica monique muhammad mustafa nadia nancy naomi natalia natalie natasha nathan neha neil nicholas nicolas nicole
        nikolai nina noah noor nora norman nuria olga oliver olivia omar oscar otto pablo pamela paola patricia patrick paul paula pavel
        pedro peter petra philip philippe pierre piotr priya rachel rafael rahul raj ralph ramon randy rania raquel raul ravi raymond rebecca
        regina renata rene ricardo richard rita robert roberto robin rodrigo roger roland rosa rose ross roy ruben russell ruth ryan
        sabine sabrina said salma sam samantha samira samuel sandra sandro sara sarah satoshi scott sean sebastian selma serena sergei sergio
        shannon sharon shawn sheila shirley silvia simon simone sofia sonia sonja sophia sophie stacy stefan stefano stella stephanie
        stephen steve steven stuart sunil susan susanne svetlana sylvia tamara tanya tara tatiana ted teresa terry thanh theodore theresa
        thomas tiffany tim timothy tina todd tom tomas tony tracy travis trevor tyler uma ursula valentina valeria vanessa vera veronica
        victor victoria vijay vincent viktor virginia vladimir walter wanda wayne wei wendy werner william xavier yasmin yolanda yuki
        yusuf yves yvonne zachary zainab zara zoe
        """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a word, in any letter case, is one of them.</summary>
    public static bool Contains(ReadOnlySpan<byte> word)
    {
        Span<char> name = stackalloc char[MaxLength];
        return word.Length <= MaxLength && Encoding.ASCII.GetChars(word, name) == word.Length
            && Ascii.ToLowerInPlace(name[..word.Length], out var length) == System.Buffers.OperationStatus.Done && _names.Contains(name[..length]);
    }
}
