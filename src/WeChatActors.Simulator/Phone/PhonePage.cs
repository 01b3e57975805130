using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WeChatActors.Simulator;

/// <summary>The files of the phone page, which the assembly carries.</summary>
/// <param name="api">Where the API answers; pictures that an account uploaded there may be shown.</param>
internal sealed class PhonePage(Func<Uri> api)
{
    private const string Folder = "phone/";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8", [".css"] = "text/css; charset=utf-8", [".js"] = "text/javascript; charset=utf-8", [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PageFile> Files = Load();

    private sealed record PageFile(byte[] Bytes, string ContentType, string Tag);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => Write(context, "index.html"));
        routes.MapGet("/phone/{**path}", (HttpContext context, string? path) => Write(context, path ?? ""));
    }

    /// <summary>What every answer of the listener says to a browser: load nothing from elsewhere, guess nothing, be in no frame.</summary>
    public Task Protect(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'self'; img-src 'self' blob: data: {api().GetLeftPart(UriPartial.Authority)}; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        return next(context);
    }

    private static async Task Write(HttpContext context, string path)
    {
        if (!Files.TryGetValue(path, out var file)) throw ControlException.Missing("There is no such file of the page", "The page is at /.");
        context.Response.Headers.ETag = file.Tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.IfNoneMatch.Contains(file.Tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        await context.Response.Body.WriteAsync(file.Bytes, context.RequestAborted);
    }

    private static FrozenDictionary<string, PageFile> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new Dictionary<string, PageFile>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var path = name[Folder.Length..].Replace('\\', '/');
            files.Add(path, new PageFile(bytes, ContentTypes[Path.GetExtension(path)], $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
