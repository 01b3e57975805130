using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace WeChatActors.Simulator;

/// <summary>The templates of an account: its industries, and which templates it takes from the library.</summary>
internal static class TemplatesApi
{
    /// <summary>Adds the endpoints.</summary>
    public static void Register(ApiTable table)
    {
        table.Post("/cgi-bin/template/api_set_industry", ChooseIndustries);
        table.Get("/cgi-bin/template/get_industry", ShowIndustries);
        table.Post("/cgi-bin/template/api_add_template", Add);
        table.Get("/cgi-bin/template/get_all_private_template", List);
        table.Post("/cgi-bin/template/del_private_template", Delete);
    }

    private static ApiAnswer ChooseIndustries(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("industry_id1", "industry_id2");
        var (primary, secondary) = (Industry(fields, "industry_id1"), Industry(fields, "industry_id2"));
        if (fields.Refusal is { } refusal) return refusal;
        lock (account.Gate)
        {
            if (account.Templates.IndustriesChosenAt is { } last && ChinaDay.Of(last).Month == ChinaDay.Of(request.Now).Month)
                return ApiAnswer.Fail(43100, "The industries were chosen this month already.");
            account.Templates.Choose(primary, secondary, request.Now);
            return ApiAnswer.Done;
        }
    }

    private static ApiAnswer ShowIndustries(ApiRequest request)
    {
        lock (request.Account.Gate)
        {
            var (primary, secondary) = request.Account.Templates.Industries;
            return new ApiAnswer.Json(new JsonObject { ["primary_industry"] = Classes(primary), ["secondary_industry"] = Classes(secondary) });
        }
    }

    private static ApiAnswer Add(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("template_id_short", "keyword_name_list");
        var number = fields.Text("template_id_short", 40037);
        var names = fields.Texts("keyword_name_list");
        var template = TemplateLibrary.Find(number);
        if (template is null)
            fields.Refuse(40037, "template_id_short", $"is '{number}'; the library holds {string.Join(", ", TemplateLibrary.All.Select(known => known.Id))}");
        if (template is { Industry: 0 }) template = Choose(fields, template, names);
        if (fields.Refusal is { } refusal) return refusal;
        lock (account.Gate)
        {
            var (primary, secondary) = account.Templates.Industries;
            if (template!.Industry != 0 && template.Industry != primary && template.Industry != secondary)
                return ApiAnswer.Fail(45027, $"'{number}' belongs to industry {template.Industry}; this account has chosen {primary} and {secondary}.");
            if (account.Templates.All.Length >= TemplateShelf.Capacity)
                return ApiAnswer.Fail(45026, $"This account has {TemplateShelf.Capacity} templates already.");
            return ApiAnswer.DoneWith("template_id", account.Templates.Take(template).Id);
        }
    }

    private static ApiAnswer List(ApiRequest request)
    {
        lock (request.Account.Gate)
            return new ApiAnswer.Json(new JsonObject
            {
                ["template_list"] = new JsonArray([.. request.Account.Templates.All.Select(template => new JsonObject
                {
                    ["template_id"] = template.Id,
                    ["title"] = template.Title,
                    ["primary_industry"] = template.Industry == 0 ? "" : TemplateLibrary.Industries[template.Industry - 1].First,
                    ["deputy_industry"] = template.Industry == 0 ? "" : TemplateLibrary.Industries[template.Industry - 1].Second,
                    ["content"] = template.Content,
                    ["example"] = template.Example,
                })]),
            });
    }

    private static ApiAnswer Delete(ApiRequest request)
    {
        var account = request.Account;
        var fields = BodyFields.Of(request).Only("template_id");
        var id = fields.Text("template_id", 40037);
        lock (account.Gate)
        {
            if (account.Templates.Find(id) is not { } template) fields.Refuse(40037, "template_id", "is no template of this account");
            else account.Templates.Drop(template);
            return fields.Refusal ?? ApiAnswer.Done;
        }
    }

    // Templates of a category are taken with the lines one wants, in the order one wants.
    private static Template Choose(BodyFields fields, Template template, IReadOnlyList<string> names)
    {
        var known = template.Fields.Select(field => field.Name);
        if (names.Count == 0) fields.Refuse(40246, "keyword_name_list", $"is empty; '{template.Id}' has {string.Join(", ", known)}");
        var chosen = ImmutableArray.CreateBuilder<TemplateField>();
        foreach (var name in names)
        {
            if (template.Fields.FirstOrDefault(field => field.Name == name) is { } field && !chosen.Contains(field)) chosen.Add(field);
            else fields.Refuse(40246, "keyword_name_list", $"holds '{name}'; '{template.Id}' has {string.Join(", ", known)}, each once");
        }
        return template with { Fields = chosen.ToImmutable() };
    }

    private static int Industry(BodyFields fields, string name)
    {
        var code = fields.Digits(name);
        if (code is null) fields.Refuse(40102, name, "is missing");
        else if (code < 1 || code > TemplateLibrary.Industries.Length) fields.Refuse(40102, name, $"is {code}, not from 1 to {TemplateLibrary.Industries.Length}");
        return (int)(fields.Refusal is null ? code!.Value : 1);
    }

    private static JsonObject Classes(int code)
    {
        var (first, second) = TemplateLibrary.Industries[code - 1];
        return new JsonObject { ["first_class"] = first, ["second_class"] = second };
    }
}
