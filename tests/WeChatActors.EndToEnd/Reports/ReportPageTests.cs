using System.Collections.Concurrent;
using Microsoft.Playwright;
using WeChatActors.Replay;

namespace WeChatActors.EndToEnd;

/// <summary>The page of a report in a real browser.</summary>
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wechatactors-").FullName;
    private readonly ConcurrentQueue<string> _complaints = new(), _requests = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ToolsTheory(Chromium.Program)]
    [InlineData(1280, ColorScheme.Light, "wide-light")]
    [InlineData(1280, ColorScheme.Dark, "wide-dark")]
    [InlineData(390, ColorScheme.Light, "narrow-light")]
    [InlineData(390, ColorScheme.Dark, "narrow-dark")]
    [InlineData(320, ColorScheme.Light, "narrowest-light")]
    public async Task A_report_is_one_page_that_loads_nothing_runs_nothing_and_fits(int width, ColorScheme scheme, string name)
    {
        var page = await Open(width, scheme, SampleRuns.Stalled("p99 > 200ms", "service.p99>50ms", "different>0", "late>0"), SampleRuns.Calm(), SampleRuns.Comparison());
        await Picture(page, $"30-report-{name}");

        Assert.Equal("Replay: 2026-03-01.jsonl.gz", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("script, img, iframe, a[href], [onclick], [onerror]").CountAsync());
        Assert.Contains("</pre><script>document.title='owned'</script>", await page.Locator(".got pre").Nth(2).InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", await page.ContentAsync(), StringComparison.Ordinal);

        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(details => details.open = true)");
        await NothingIsCut(page);
        var faint = await page.EvaluateAsync<string[]>(Contrast);
        Assert.True(faint.Length == 0, string.Join('\n', faint));
        var pictures = page.Locator("svg[role=img]:visible");
        Assert.Equal(5, await pictures.CountAsync());
        foreach (var picture in await pictures.AllAsync())
            Assert.True(await picture.EvaluateAsync<bool>("picture => picture.getAttribute('aria-labelledby').split(' ').every(id => document.getElementById(id)?.textContent.length > 5)"));
        Assert.Empty(_complaints);
        Assert.Empty(_requests);
    }

    [ToolsTheory(Chromium.Program)]
    [InlineData(1280, "wide")]
    [InlineData(390, "narrow")]
    public async Task A_run_without_a_single_packet_has_a_page_too(int width, string name)
    {
        var nothing = new RunMeter().Finish(
            new PlayResult(DateTimeOffset.UnixEpoch, TimeSpan.Zero, 0, 0, true, "captures/x.jsonl, line 3 is no delivery; repair it.", new(TimeSpan.Zero, TimeSpan.Zero, 0, 0, 0)),
            RunSubject.Of("load", ["mix.yaml"], new Uri("http://127.0.0.1:1/"), "10 a second"));
        var page = await Open(width, ColorScheme.Light, nothing, null, null);
        await Picture(page, $"31-report-empty-{name}");
        await NothingIsCut(page);
        Assert.Contains("line 3 is no delivery", await page.Locator(".notes").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(_complaints);
    }

    private async Task<IPage> Open(int width, ColorScheme scheme, RunReport report, RunReport? baseline, ComparisonReport? comparison)
    {
        var file = Path.Combine(_folder, "report.html");
        Assert.Null(ReportFile.Write(file, writer => RunHtml.Write(writer, report, baseline, comparison)));
        var page = await chromium.Open("zh-CN", width, 900, scheme);
        page.Console += (_, message) => _complaints.Enqueue(message.Text);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Dialog += (_, dialog) => _complaints.Enqueue(dialog.Message);
        page.Request += (_, request) =>
        {
            if (request.Url != new Uri(file).AbsoluteUri && !request.Url.StartsWith("data:", StringComparison.Ordinal)) _requests.Enqueue(request.Url);
        };
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    // Tables may scroll within themselves; the page may not, and nothing may stick out of its card.
    private static async Task NothingIsCut(IPage page) => Assert.Equal("", await page.EvaluateAsync<string>(
        """
        () => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth > wide) return `The page is ${document.documentElement.scrollWidth} wide in ${wide}.`;
          for (const part of document.querySelectorAll('.card, .tile, .notes li, header *')) {
            if (part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).display !== 'inline' && part.clientWidth > 0 && !part.closest('svg')) return `${part.className || part.tagName} holds ${part.scrollWidth} in ${part.clientWidth}: ${part.textContent.slice(0, 80)}`;
          }
          for (const text of document.querySelectorAll('svg text')) {
            const box = text.getBoundingClientRect();
            if (box.width && (box.left < 0 || box.right > wide)) return `'${text.textContent}' of a picture is cut.`;
          }
          return '';
        }
        """));

    private static async Task Picture(IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("TEST_SCREENSHOTS") is { Length: > 0 } given ? given : Path.Combine(Published.Repository(), "artifacts", "screenshots");
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });
    }

    // Every visible text against what lies behind it: 4.5 to 1 at least (WCAG 2.2, 1.4.3).
    private const string Contrast =
        """
        () => {
          const channels = colour => colour.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const colour = channels(getComputedStyle(at).backgroundColor);
              if (colour.length < 4 || colour[3] === 1) return colour;
            }
            return [255, 255, 255];
          };
          const faint = [];
          for (const element of document.querySelectorAll('body *')) {
            if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) || ['title', 'desc'].includes(element.tagName) || !element.getClientRects().length) continue;
            const style = getComputedStyle(element);
            const [one, other] = [light(channels(element.closest('svg') ? style.fill : style.color)), light(behind(element))];
            const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            if (contrast < 4.5) faint.push(`${contrast.toFixed(2)}: ${element.tagName}.${element.getAttribute('class')} ${element.textContent.slice(0, 40)}`);
          }
          return faint;
        }
        """;
}
