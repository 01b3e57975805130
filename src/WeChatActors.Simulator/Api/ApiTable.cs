namespace WeChatActors.Simulator;

/// <summary>What the shared checks demand of a call before its handler sees it.</summary>
[Flags]
internal enum ApiNeeds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A living access_token of the app in the query.</summary>
    Token = 1,

    /// <summary>A JSON object as body.</summary>
    Json = 2,

    /// <summary>A multipart/form-data body with at least one file.</summary>
    Files = 4,
}

/// <summary>One endpoint that is modelled.</summary>
/// <param name="Method">GET or POST; another one is answered 43001 or 43002. <c>*</c> takes both.</param>
/// <param name="Path">Such as /cgi-bin/menu/create.</param>
/// <param name="Needs">What is checked before.</param>
/// <param name="Handle">Answers. Takes the account's gate by itself.</param>
internal sealed record ApiEndpoint(string Method, string Path, ApiNeeds Needs, Func<ApiRequest, ValueTask<ApiAnswer>> Handle);

/// <summary>The endpoints that are modelled, by path.</summary>
internal sealed class ApiTable
{
    private readonly Dictionary<string, ApiEndpoint> _endpoints = new(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<ApiEndpoint> Endpoints => _endpoints.Values;

    /// <summary>Everything this simulator models.</summary>
    public static ApiTable Standard()
    {
        var table = new ApiTable();
        TokensApi.Register(table);
        QuotasApi.Register(table);
        NetworkApi.Register(table);
        TicketsApi.Register(table);
        OAuthApi.Register(table);
        CustomerServiceApi.Register(table);
        TemplateMessagesApi.Register(table);
        TemplatesApi.Register(table);
        MassSendsApi.Register(table);
        MassSendJobsApi.Register(table);
        DraftsApi.Register(table);
        PublishingApi.Register(table);
        MediaApi.Register(table);
        MaterialsApi.Register(table);
        QrCodesApi.Register(table);
        ShortKeysApi.Register(table);
        StaffApi.Register(table);
        StaffSessionsApi.Register(table);
        StaffRecordsApi.Register(table);
        MenusApi.Register(table);
        ConditionalMenusApi.Register(table);
        TagsApi.Register(table);
        TaggingApi.Register(table);
        UsersApi.Register(table);
        BlacklistApi.Register(table);
        AutoRepliesApi.Register(table);
        return table;
    }

    /// <summary>The endpoint of a path; null when it is not modelled.</summary>
    public ApiEndpoint? Find(string path) => _endpoints.GetValueOrDefault(path);

    /// <summary>Adds an endpoint that takes a JSON body by POST.</summary>
    public void Post(string path, Func<ApiRequest, ApiAnswer> handle) => Add("POST", path, ApiNeeds.Token | ApiNeeds.Json, handle);

    /// <summary>Adds an endpoint that takes all it needs from the query, by GET.</summary>
    public void Get(string path, Func<ApiRequest, ApiAnswer> handle) => Add("GET", path, ApiNeeds.Token, handle);

    /// <summary>Adds an endpoint.</summary>
    public void Add(string method, string path, ApiNeeds needs, Func<ApiRequest, ApiAnswer> handle) =>
        Add(new ApiEndpoint(method, path, needs, request => ValueTask.FromResult(handle(request))));

    /// <summary>Adds an endpoint.</summary>
    public void Add(ApiEndpoint endpoint) => _endpoints.Add(endpoint.Path, endpoint);
}
