namespace WeChatActors.Server;

/// <summary>How long sealed things live.</summary>
internal static class Alive
{
    /// <summary>Whether something made at a time still lives: for its life, to the tick. What another node's clock made ahead of ours
    /// lives too, as long as it is not ahead by a whole life: a clock that was set back must not make it live for hours.</summary>
    public static bool At(DateTimeOffset made, TimeSpan life, DateTimeOffset now) => now - made < life && made - now < life;
}
