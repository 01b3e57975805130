using System.Security.Cryptography;
using System.Text;

namespace WeChatActors.Server;

/// <summary>Credentials that stand in for an account's own while it is developed. They open nothing but a simulator.</summary>
/// <param name="AppSecret">32 hex digits.</param>
/// <param name="Token">The callback token.</param>
/// <param name="AesKey">The EncodingAESKey, 43 characters.</param>
public sealed record InventedSecrets(string AppSecret, string Token, string AesKey)
{
    /// <summary>Those of an AppID: the same in every run, so that a program that was told them can be left as it is.</summary>
    public static InventedSecrets Of(string appId) => new(Invent("secret", appId)[..32], Invent("token", appId)[..16], Invent("key", appId)[..43]);

    private static string Invent(string what, string appId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"simulated {what} of {appId}")));
}
