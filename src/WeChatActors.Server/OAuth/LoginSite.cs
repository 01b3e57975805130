using System.Globalization;
using WeChatActors.Engine;

namespace WeChatActors.Server;

/// <summary>The login of one account: its options, its addresses and what it seals with.</summary>
internal sealed class LoginSite
{
    private readonly SealedBox _cookies;
    private readonly SealedBox _tickets;

    public LoginSite(Account account, PlatformAccess access, LoginOptions options, Chance chance)
    {
        (Account, Access, Options) = (account, access, options);
        _cookies = new SealedBox(access, account.Alias, "login", chance);
        _tickets = new SealedBox(access, account.Alias, "ticket", chance);
    }

    /// <summary>The account.</summary>
    public Account Account { get; }

    /// <summary>What it takes to exchange its codes.</summary>
    public PlatformAccess Access { get; }

    /// <summary>As configured.</summary>
    public LoginOptions Options { get; }

    /// <summary>The path of its pages, with a slash at the end; also that of its cookies.</summary>
    public string Path => $"{LoginPages.Path}{Account.Alias}/";

    public string Seal(PendingLogin login) => login.Seal(_cookies);

    public PendingLogin? OpenLogin(string sealedText) => PendingLogin.Open(_cookies, sealedText);

    public string Seal(LoginTicket ticket) => ticket.Seal(_tickets);

    public LoginTicket? OpenTicket(string sealedText) => LoginTicket.Open(_tickets, sealedText);

    /// <summary>Where WeChat asks the person. The order of the parameters is checked there by pattern.</summary>
    /// <param name="publicUrl">The public listener's address, as browsers reach it.</param>
    /// <param name="login">The login.</param>
    /// <param name="popup">Whether the question is asked even of a person who answered it before.</param>
    public string Authorize(Uri publicUrl, PendingLogin login, bool popup)
    {
        var callback = Uri.EscapeDataString(ReturnTarget.Text(new Uri(publicUrl, Path + "callback")));
        var scope = login.Scope == AuthorisationScope.UserInfo ? "snsapi_userinfo" : "snsapi_base";
        return string.Create(CultureInfo.InvariantCulture,
            $"{ReturnTarget.Text(new Uri(Access.Hosts.Open, "/connect/oauth2/authorize"))}?appid={Access.AppId}&redirect_uri={callback}&response_type=code&scope={scope}&state={login.State}{(popup ? "&forcePopup=true" : "")}#wechat_redirect");
    }

    /// <summary>Where a login begins, as a link on a page of the same listener.</summary>
    public string Begin(string? @return, AuthorisationScope? scope) =>
        $"{Path}login?return={Uri.EscapeDataString(@return ?? ReturnTarget.Text(Options.Return[0].Address))}{(scope is { } asked ? $"&scope={ProfileJson.Word(asked)}" : "")}";
}
