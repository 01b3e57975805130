using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace WeChatActors.Replay;

/// <summary>What is wrong with the certificate that a server shows.</summary>
/// <param name="Why">In words without a full stop, such as <c>its certificate expired on 2026-03-01</c>.</param>
/// <param name="Remedy">What whoever calls the server can do, in words without a full stop.</param>
internal sealed record CertificateFault(string Why, string Remedy)
{
    private const string Trust = "let this machine trust who signed it (on Linux also by SSL_CERT_FILE), or install the whole chain at the target";

    /// <summary>Finds what is wrong; null when the certificate is one that this machine accepts.</summary>
    /// <param name="certificate">The certificate; null when there is none.</param>
    /// <param name="chain">What stands behind it.</param>
    /// <param name="errors">What the system found.</param>
    /// <param name="now">The time.</param>
    public static CertificateFault? Find(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, DateTimeOffset now)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (certificate is not X509Certificate2 shown || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return new("it shows no certificate", "give the target one");
        if (shown.NotAfter.ToUniversalTime() < now.UtcDateTime) return new($"its certificate expired on {Day(shown.NotAfter)}", "renew it");
        if (shown.NotBefore.ToUniversalTime() > now.UtcDateTime) return new($"its certificate is not valid before {Day(shown.NotBefore)}", "check the clocks of both machines");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var name = shown.GetNameInfo(X509NameType.DnsName, false);
            return new($"its certificate is for another name ({name})", "call the target by that name, or give it a certificate for the name in the address");
        }
        if (shown.SubjectName.RawData.AsSpan().SequenceEqual(shown.IssuerName.RawData)) return new("its certificate is signed by itself", Trust);
        var states = chain?.ChainStatus.Select(status => status.Status).ToArray() ?? [];
        return states.Contains(X509ChainStatusFlags.PartialChain)
            ? new("its certificate comes without the certificates between it and a public authority", Trust)
            : new($"its certificate is not trusted ({string.Join(", ", states)})", Trust);
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The certificate of a target is none that this machine accepts.</summary>
/// <param name="fault">Why.</param>
internal sealed class CertificateException(CertificateFault fault) : AuthenticationException(fault.Why)
{
    /// <summary>What is wrong, and what helps.</summary>
    public CertificateFault Fault { get; } = fault;
}
