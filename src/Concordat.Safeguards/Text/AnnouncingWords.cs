using Concordat.Safeguards.Persons;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Text;

/// <summary>The words that say which kind of identifier comes next, by their hashes; beside those that the pack of topics lists.</summary>
internal static class AnnouncingWords
{
    private const int FilterBits = 4096;

    private static readonly Dictionary<ulong, PersonContext> _words = [];

    private static readonly Dictionary<(ulong Before, ulong Word), PersonContext> _pairs = [];

    private static readonly ulong[] _filter = Build();

    private static readonly ulong _possessive = Hash("s");

    /// <summary>What a word announces, by itself or with the words before it; most announce nothing, at the cost of one look.</summary>
    public static PersonContext Of(ulong hash, ulong before, ulong earlier)
    {
        if ((_filter[(hash & (FilterBits - 1)) >> 6] >> (int)(hash & 63) & 1) == 0)
        {
            return PersonContext.None;
        }

        _words.TryGetValue(hash, out var alone);
        _pairs.TryGetValue((before == _possessive ? earlier : before, hash), out var paired);
        return alone | paired;
    }

    private static ulong[] Build()
    {
        Add(PersonContext.Device, "maid maids idfa gaid aaid ifa idfv rdid adid advertisingid advertiserid deviceid");
        AddPairs(PersonContext.Device, "ad advertising advertiser device", "id");
        AddPairs(PersonContext.Licence, "driver drivers driving", "license licence licenses licences permit lic");
        Add(PersonContext.Ip, "ip ips ipv4 ipv6 login logins subscriber subscribers visitor visitors");
        AddPairs(PersonContext.Ip, "logged signed", "in");
        AddPairs(PersonContext.Ip, "connected connecting connects", "from");
        Add(PersonContext.Handle, "handle handles tweet tweets tweeted posted poster follower followers follow follows following followed username screenname instagram twitter tiktok snapchat telegram mastodon bluesky");
        Add(PersonContext.Address, "lives lived living resides resided residing residence address addresses deliver delivered delivery ship shipped mailing dwells wohnt wohnte wohnhaft anschrift adresse gemeldet habite habitant demeure demeurant domicilie vive vivia domicilio domiciliado domiciliada direccion reside");
        Add(PersonContext.Title, "mr mrs ms mx dr prof sgt ssgt msgt cpl pvt capt lt cpt col maj cmdr adm herr herrn frau monsieur madame mme mlle senor senora senorita signor signora");
        Add(PersonContext.Role, "patient employee suspect victim defendant plaintiff witness tenant passenger detainee beneficiary claimant officer name nurse student resident named sr sra srta don dona inspector detective accused arrested detained interviewed questioned contacted interrogated husband wife daughter neighbor neighbour colleague roommate tenant victim");
        AddPairs(PersonContext.Role, "spoke met talked meeting married", "with to");

        var filter = new ulong[FilterBits / 64];
        foreach (var hash in _words.Keys.Concat(_pairs.Keys.Select(pair => pair.Word)))
        {
            filter[(hash & (FilterBits - 1)) >> 6] |= 1UL << (int)(hash & 63);
        }

        return filter;
    }

    private static void Add(PersonContext kind, string words)
    {
        foreach (var word in words.Split(' '))
        {
            _words[Hash(word)] = _words.GetValueOrDefault(Hash(word)) | kind;
        }
    }

    private static void AddPairs(PersonContext kind, string firsts, string words)
    {
        foreach (var first in firsts.Split(' '))
        {
            foreach (var word in words.Split(' '))
            {
                _pairs[(Hash(first), Hash(word))] = kind;
            }
        }
    }

    private static ulong Hash(string word)
    {
        var hash = WordTable.Seed;
        foreach (var b in CanonicalTable.Fold(word))
        {
            hash = WordTable.Step(hash, b);
        }

        return hash;
    }
}
