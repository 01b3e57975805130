using QRCoder;

namespace WeChatActors.EndToEnd;

/// <summary>The page's own reader of QR codes, over pictures that another program draws.</summary>
public sealed class QrReaderTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly QRCodeGenerator.ECCLevel[] Levels = [QRCodeGenerator.ECCLevel.L, QRCodeGenerator.ECCLevel.M, QRCodeGenerator.ECCLevel.Q, QRCodeGenerator.ECCLevel.H];

    private sealed record Drawn(string Name, string Text, string Png);

    [ToolsFact(Chromium.Program)]
    public async Task Codes_of_every_level_and_many_sizes_are_read()
    {
        await using var stage = await PhoneStage.Start(chromium);
        foreach (var batch in Codes().Chunk(40))
        {
            var read = await stage.Phone.Page.EvaluateAsync<string?[]>(
                """
                async pictures => {
                    const { readCode } = await import('/phone/js/qr.js');
                    const texts = [];
                    for (const picture of pictures) texts.push(await readCode(new Blob([Uint8Array.from(atob(picture), c => c.charCodeAt(0))], { type: 'image/png' })));
                    return texts;
                }
                """, batch.Select(code => code.Png));
            Assert.Equal(batch.Select(code => (code.Name, (string?)code.Text)), batch.Zip(read, (code, text) => (code.Name, text)));
        }
        Assert.Empty(stage.Phone.Complaints);
    }

    /// <summary>What a screen or a printer does to a picture, short of bending it.</summary>
    [ToolsFact(Chromium.Program)]
    public async Task A_code_is_read_wherever_it_stands_on_a_screen_and_damage_is_repaired_or_told()
    {
        await using var stage = await PhoneStage.Start(chromium);
        var code = Draw("", "http://weixin.qq.com/q/02abcDEF桌子", QRCodeGenerator.ECCLevel.Q, -1, 6);
        var read = await stage.Phone.Page.EvaluateAsync<string?[][]>(
            """
            async picture => {
                const { readPixels } = await import('/phone/js/qr.js');
                const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), c => c.charCodeAt(0))]));
                const draw = change => {
                    const canvas = document.createElement('canvas');
                    [canvas.width, canvas.height] = [700, 600];
                    const paint = canvas.getContext('2d');
                    paint.fillStyle = '#171717';
                    paint.fillRect(0, 0, 700, 600);
                    change(paint);
                    return readPixels(paint.getImageData(0, 0, 700, 600));
                };
                const side = image.width;
                const colour = (paint, dark, light) => {
                    paint.drawImage(image, 40, 40);
                    paint.globalCompositeOperation = 'lighten';
                    paint.fillStyle = dark;
                    paint.fillRect(40, 40, side, side);
                    paint.globalCompositeOperation = 'darken';
                    paint.fillStyle = light;
                    paint.fillRect(40, 40, side, side);
                };
                return Object.entries({
                    placed: draw(paint => paint.drawImage(image, 333, 207)),
                    cropped: draw(paint => paint.drawImage(image, 24, 24, side - 48, side - 48, 100, 100, side - 48, side - 48)),
                    shrunk: draw(paint => paint.drawImage(image, 31, 17, side * 0.57, side * 0.57)),
                    grown: draw(paint => paint.drawImage(image, 20.5, 10.25, side * 1.93, side * 1.93)),
                    turned: draw(paint => { paint.translate(500, 50); paint.rotate(Math.PI / 2); paint.drawImage(image, 0, 0); }),
                    coloured: draw(paint => colour(paint, '#07c160', '#fff5e0')),
                    dim: draw(paint => colour(paint, '#101010', '#666666')),
                    stained: draw(paint => { paint.drawImage(image, 40, 40); paint.fillStyle = '#b00'; paint.fillRect(40 + side / 2 - 18, 40 + side / 2 - 18, 36, 36); }),
                    spoilt: draw(paint => { paint.drawImage(image, 40, 40); paint.fillStyle = '#b00'; paint.fillRect(40 + side / 2 - 50, 40 + side / 2 - 50, 130, 130); }),
                    empty: draw(() => {}),
                });
            }
            """, code.Png);
        Assert.Equal(
            ["placed", "cropped", "shrunk", "grown", "turned", "coloured", "dim", "stained", "spoilt:", "empty:"],
            read.Select(way => way[1] == code.Text ? way[0] : $"{way[0]}:{way[1]}"));
    }

    private static IEnumerable<Drawn> Codes()
    {
        var pixels = 2;
        foreach (var version in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 21, 26, 27, 32, 35, 40 })
        {
            foreach (var level in Levels)
            {
                // Other lengths get other masks.
                foreach (var text in new[] { Digits(version), Letters(version), Chinese(version) })
                {
                    yield return Draw($"version {version}, level {level}, {pixels} pixels, {text}", text, level, version, pixels, margin: pixels % 3 > 0);
                    pixels = pixels == 12 ? 2 : pixels + 1;
                }
            }
        }
        yield return Draw("a character set is named", "晨光茶馆", QRCodeGenerator.ECCLevel.M, -1, 5, eci: QRCodeGenerator.EciMode.Utf8);
        yield return Draw("Latin letters without UTF-8", "café crème", QRCodeGenerator.ECCLevel.M, -1, 4);
        for (var i = 0; i < 40; i++) yield return Draw($"scene {i}", $"http://weixin.qq.com/q/02{i * 7919:X}", QRCodeGenerator.ECCLevel.M, -1, 10);
    }

    private static string Digits(int version) => string.Concat(Enumerable.Range(0, 3 * version + 4).Select(i => (i * i + version) % 10));

    private static string Letters(int version) => string.Concat(Enumerable.Range(0, 2 * version + 3).Select(i => "AB7:/.$ %*+-Z"[(i + version) % 13]));

    private static string Chinese(int version) => "茶" + string.Concat(Enumerable.Range(0, version - 1).Select(i => "桌号二维码晨光茶馆"[(i + version) % 9]));

    private static Drawn Draw(string name, string text, QRCodeGenerator.ECCLevel level, int version, int pixels, bool margin = true, QRCodeGenerator.EciMode eci = QRCodeGenerator.EciMode.Default)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, level, eciMode: eci, requestedVersion: version);
        using var png = new PngByteQRCode(code);
        return new Drawn(name, text, Convert.ToBase64String(png.GetGraphic(pixels, margin)));
    }
}
