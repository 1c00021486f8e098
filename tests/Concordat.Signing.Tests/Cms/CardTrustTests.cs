using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Concordat.Signing.Cms;
using Concordat.Signing.Tests.Kit;
using Concordat.Tests.Kit;

namespace Concordat.Signing.Tests.Cms;

/// <summary>A card's signature counts when its certificate was issued as it should, is for signing, and is known not to be revoked.</summary>
[Collection(nameof(SoftHsm))]
public sealed class CardTrustTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Statement = """{"act":"grant"}"""u8.ToArray();
    private static readonly byte[] Serial = [0x00, 0xa1, 0x02];

    private readonly CardAuthority _authority = new(Now);
    private readonly SigningKey _card = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    [Fact]
    public void A_good_card_is_taken_and_names_its_holder()
    {
        using var certificate = Certificate(email: "ann.alpha@mail.mil");
        var signature = Open(certificate);

        Assert.Null(Trust().FaultOf(signature, Now));
        Assert.Equal(["1234567890@mil", "ann.alpha@mail.mil"], CardHolder.NamesOf(signature.Signer).Order(StringComparer.Ordinal));
        Assert.Equal(_card.PublicKey.KeyId, signature.KeyId);
    }

    [Fact]
    public void A_key_that_never_leaves_its_token_signs_and_openssl_agrees()
    {
        var token = SoftHsm.Create();
        using var onToken = SigningKey.Load(token.Import(_card), SoftHsm.Pin);
        using var certificate = Certificate();
        var der = CardCms.Sign(onToken, certificate, Statement);

        Assert.Null(Trust().FaultOf(CmsSignature.Open(der, Statement)!, Now));
        Assert.Equal(0, OpenSsl(der, Statement, _authority.Lists()));
        Assert.NotEqual(0, OpenSsl(der, [.. Statement, 0], _authority.Lists()));
        Assert.Null(CmsSignature.Open(der, [.. Statement, 0]));
        Assert.NotEqual(0, OpenSsl(der, Statement, _authority.Lists(revoked: Serial)));
        Assert.Equal("card_revoked", Trust(_authority.Lists(revoked: Serial)).FaultOf(CmsSignature.Open(der, Statement)!, Now)?.Code);
    }

    [Fact]
    public void An_rsa_card_through_the_platforms_own_cms_is_taken()
    {
        using var rsa = RSA.Create(2048);
        using var bare = _authority.Certificate(new PublicKey(rsa), Serial);
        using var certificate = bare.CopyWithPrivateKey(rsa);
        var cms = new SignedCms(new ContentInfo(Statement), detached: true);
        cms.ComputeSignature(new CmsSigner(certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.2"), IncludeOption = X509IncludeOption.EndCertOnly });

        Assert.Null(Trust().FaultOf(CmsSignature.Open(cms.Encode(), Statement)!, Now));
    }

    [Fact]
    public void A_revoked_card_or_issuer_is_refused_and_so_is_one_whose_revocation_nobody_knows()
    {
        using var certificate = Certificate();
        var signature = Open(certificate);

        Assert.Equal("card_revoked", Code(signature, _authority.Lists(revoked: Serial)));
        Assert.Equal("card_revoked", Code(signature, _authority.Lists(revokedIssuer: _authority.Issuer.SerialNumberBytes.ToArray())));
        Assert.Equal("card_revocation_unknown", Code(signature, []));
        Assert.Equal("card_revocation_unknown", Code(signature, [_authority.Lists()[0]]));
        Assert.Equal("card_revocation_unknown", Code(signature, [_authority.Lists()[1]]));
        Assert.Equal("card_revocation_unknown", Code(signature, [_authority.Lists()[0], _authority.ForgedList()]));
        Assert.Equal("card_revocation_unknown", Trust().FaultOf(signature, Now.AddDays(8))?.Code);
    }

    [Fact]
    public void A_card_of_another_root_or_past_its_time_is_refused()
    {
        using var other = new CardAuthority(Now);
        using var certificate = Certificate(days: 2);
        var signature = Open(certificate);

        Assert.Equal("card_chain", new CardTrust([other.Root], [_authority.Issuer], Lists(_authority.Lists()), [], []).FaultOf(signature, Now)?.Code);
        Assert.Equal("card_chain", new CardTrust([_authority.Root], [], Lists(_authority.Lists()), [], []).FaultOf(signature, Now)?.Code);
        Assert.Equal("card_chain", Trust().FaultOf(signature, Now.AddDays(3))?.Code);
    }

    [Fact]
    public void A_certificate_that_signs_itself_is_no_card_even_where_it_is_trusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        using var self = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var cms = new SignedCms(new ContentInfo(Statement), detached: true);
        cms.ComputeSignature(new CmsSigner(self) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });

        Assert.Equal("card_chain", new CardTrust([self], [], Lists(_authority.Lists()), [], []).FaultOf(CmsSignature.Open(cms.Encode(), Statement)!, Now)?.Code);
    }

    [Fact]
    public void Usage_and_policy_are_those_that_are_asked_for()
    {
        using var encryption = Certificate(flags: X509KeyUsageFlags.KeyEncipherment);
        using var unpoliced = Certificate(policy: null);
        using var server = Certificate(usage: "1.3.6.1.5.5.7.3.1");

        Assert.Equal("card_usage", Code(Open(encryption), _authority.Lists()));
        Assert.Equal("card_policy", Code(Open(unpoliced), _authority.Lists()));
        Assert.Equal("card_chain", Code(Open(server), _authority.Lists()));
        using var good = Certificate();
        Assert.Null(new CardTrust([_authority.Root], [_authority.Issuer], Lists(_authority.Lists()), ["1.2.3.4", CardAuthority.SignaturePolicy], []).FaultOf(Open(good), Now));
        Assert.Equal("card_policy", new CardTrust([_authority.Root], [_authority.Issuer], Lists(_authority.Lists()), ["1.2.3.4"], []).FaultOf(Open(good), Now)?.Code);
    }

    [Fact]
    public void A_subject_that_looks_like_a_name_names_nobody()
    {
        using var certificate = Certificate(principal: null);
        Assert.Empty(CardHolder.NamesOf(certificate));
    }

    [Fact]
    public void What_is_no_whole_detached_signature_by_one_signer_is_refused()
    {
        using var certificate = Certificate();
        var der = CardCms.Sign(_card, certificate, Statement);
        for (var length = 0; length < der.Length; length += 7)
        {
            Assert.Null(CmsSignature.Open(der.AsSpan(0, length), Statement));
        }

        using var stranger = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        Assert.Null(CmsSignature.Open(CardCms.Sign(stranger, certificate, Statement), Statement));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var self = new CertificateRequest("CN=self", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var attached = new SignedCms(new ContentInfo(Statement), detached: false);
        attached.ComputeSignature(new CmsSigner(self) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });
        Assert.Null(CmsSignature.Open(attached.Encode(), Statement));
        var old = new SignedCms(new ContentInfo(Statement), detached: true);
        old.ComputeSignature(new CmsSigner(self) { DigestAlgorithm = new Oid("1.3.14.3.2.26") });
        Assert.Null(CmsSignature.Open(old.Encode(), Statement));
        var two = new SignedCms(new ContentInfo(Statement), detached: true);
        two.ComputeSignature(new CmsSigner(self) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });
        two.ComputeSignature(new CmsSigner(SubjectIdentifierType.SubjectKeyIdentifier, self) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") });
        Assert.Null(CmsSignature.Open(two.Encode(), Statement));
    }

    [Fact]
    public void No_spoilt_list_is_believed()
    {
        var list = _authority.Lists(revoked: Serial)[1];
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var spoilt = list.ToArray();
            spoilt[random.Next(spoilt.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                Assert.False(RevocationList.Read(spoilt).IsOf(_authority.Issuer, Now));
            }
            catch (SigningFormatException)
            {
                continue;
            }
        }

        Assert.True(RevocationList.Read(list).IsOf(_authority.Issuer, Now));
        Assert.True(RevocationList.Read(System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("X509 CRL", list))).IsOf(_authority.Issuer, Now));
        Assert.Throws<SigningFormatException>(() => RevocationList.Read("nothing"u8.ToArray()));
    }

    public void Dispose()
    {
        _authority.Dispose();
        _card.Dispose();
    }

    private static IEnumerable<RevocationList> Lists(byte[][] lists) => lists.Select(list => RevocationList.Read(list));

    private X509Certificate2 Certificate(
        string? principal = "1234567890@mil", string? email = null, string? policy = CardAuthority.SignaturePolicy, string? usage = CardAuthority.EmailProtection,
        X509KeyUsageFlags flags = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, int days = 365)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_card.PublicKey.ToSpki(), out _);
        return _authority.Certificate(new PublicKey(key), Serial, principal, email, policy, usage, flags, days);
    }

    private CmsSignature Open(X509Certificate2 certificate) => CmsSignature.Open(CardCms.Sign(_card, certificate, Statement), Statement)!;

    private CardTrust Trust(byte[][]? lists = null) => new(
        [_authority.Root], [_authority.Issuer], Lists(lists ?? _authority.Lists()), [CardAuthority.SignaturePolicy], [CardAuthority.EmailProtection]);

    private string? Code(CmsSignature signature, byte[][] lists) => Trust(lists).FaultOf(signature, Now)?.Code;

    /// <summary>What openssl says of it, with the whole chain and every list checked.</summary>
    private int OpenSsl(byte[] der, byte[] content, byte[][] lists)
    {
        var folder = Directory.CreateTempSubdirectory("concordat-cms-");
        try
        {
            string Write(string name, byte[] bytes)
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllBytes(path, bytes);
                return path;
            }

            var trust = Write("trust.pem", System.Text.Encoding.ASCII.GetBytes(
                _authority.Root.ExportCertificatePem() + "\n" + _authority.Issuer.ExportCertificatePem() + "\n"
                + string.Join('\n', lists.Select(list => PemEncoding.WriteString("X509 CRL", list))) + "\n"));
            var start = new ProcessStartInfo("openssl",
            [
                "cms", "-verify", "-binary", "-inform", "DER", "-in", Write("s.p7s", der), "-content", Write("content", content), "-CAfile", trust,
                "-crl_check_all", "-purpose", "smimesign", "-attime", Now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
                "-out", Path.Combine(folder.FullName, "out"),
            ])
            { RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            TestContext.Current.TestOutputHelper?.WriteLine(error);
            return process.ExitCode;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
