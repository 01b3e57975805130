namespace WeChatActors.Replay;
internal static class RunText { public static void Write(TextWriter w, RunReport r, RunReport? b) { RunCsv.Write(w, r); } }
