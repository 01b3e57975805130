using System.Collections.Frozen;
using WeChatActors.Protocol;

namespace WeChatActors.Engine;

/// <summary>The APIs that may be called again when nobody knows what became of the first call: those that only read. Written down by hand
/// from WeChat's documents; what is missing here is not repeated, which is the safe side.</summary>
/// <remarks>A call that carries <c>client_msg_id</c> or <c>clientmsgid</c> can be repeated too; its caller says so with
/// <see cref="PlatformRequest.Idempotent"/>.</remarks>
internal static class IdempotentPaths
{
    // GET does not only read here: each kills, makes, spends or switches something.
    private static readonly FrozenSet<string> ActingByGet = FrozenSet.ToFrozenSet(
    [
        "/cgi-bin/token", "/cgi-bin/menu/delete", "/sns/oauth2/access_token", "/sns/oauth2/refresh_token", "/card/pay/activate",
        "/device/getqrcode", "/shakearound/lottery/setlotteryswitch",
    ], StringComparer.Ordinal);

    // Not here although they sound like reading, because each makes or spends something: /card/pay/getpayprice opens an order,
    // /card/invoice/getauthurl and /nontax/getbillauthurl a page for one, /bizwifi/openplugin/token a token; the OCR of /cv is paid by the call.
    private static readonly FrozenSet<string> ReadingByPost = FrozenSet.ToFrozenSet(
    [
        "/cgi-bin/callback/check", "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/rid/get", "/cgi-bin/changeopenid", "/cgi-bin/menu/trymatch",
        "/customservice/msgrecord/getmsglist", "/customservice/msgrecord/getrecord", "/cgi-bin/message/mass/get", "/cgi-bin/message/mass/speed/get",
        "/wxa/sec/queryblocktmplmsg", "/cgi-bin/material/get_material", "/cgi-bin/material/batchget_material",
        "/cgi-bin/draft/get", "/cgi-bin/draft/batchget", "/cgi-bin/freepublish/get", "/cgi-bin/freepublish/getarticle", "/cgi-bin/freepublish/batchget",
        "/cgi-bin/comment/list", "/cgi-bin/user/tag/get", "/cgi-bin/tags/getidlist", "/cgi-bin/groups/getid", "/cgi-bin/user/info/batchget",
        "/cgi-bin/tags/members/getblacklist", "/cgi-bin/shorten/fetch", "/cgi-bin/wxopen/qrcodejumpget",
        "/datacube/getusersummary", "/datacube/getusercumulate", "/datacube/getarticlesummary", "/datacube/getarticletotal", "/datacube/getuserread",
        "/datacube/getuserreadhour", "/datacube/getusershare", "/datacube/getusersharehour", "/datacube/getarticleread", "/datacube/getarticleshare",
        "/datacube/getbizsummary", "/datacube/getarticletotaldetail", "/datacube/getupstreammsg", "/datacube/getupstreammsghour",
        "/datacube/getupstreammsgweek", "/datacube/getupstreammsgmonth", "/datacube/getupstreammsgdist", "/datacube/getupstreammsgdistweek",
        "/datacube/getupstreammsgdistmonth", "/datacube/getinterfacesummary", "/datacube/getinterfacesummaryhour", "/datacube/getcardbizuininfo",
        "/datacube/getcardcardinfo", "/datacube/getcardmembercardinfo", "/datacube/getcardmembercarddetail",
        "/semantic/semproxy/search", "/cgi-bin/media/voice/queryrecoresultfortext", "/cgi-bin/media/voice/translatecontent",
        "/card/get", "/card/batchget", "/card/code/get", "/card/code/getdepositcount", "/card/code/checkcode", "/card/code/decrypt",
        "/card/mpnews/gethtml", "/card/user/getcardlist", "/card/location/batchget", "/card/membercard/activate/geturl",
        "/card/membercard/activatetempinfo/get", "/card/membercard/userinfo/get", "/card/giftcard/page/get", "/card/giftcard/page/batchget",
        "/card/giftcard/order/get", "/card/giftcard/order/batchget", "/card/paygiftcard/getbyid", "/card/paygiftcard/batchget",
        "/card/paygiftmembercard/get", "/card/pay/getorder", "/card/pay/getorderlist", "/card/submerchant/get", "/card/submerchant/batchget",
        "/card/storewxa/get", "/card/invoice/getauthdata", "/card/invoice/queryinvoceinfo", "/card/invoice/platform/getpdf",
        "/card/invoice/reimburse/getinvoiceinfo", "/card/invoice/reimburse/getinvoicebatch", "/card/invoice/biz/getusertitleurl",
        "/card/invoice/biz/getselecttitleurl", "/card/invoice/scantitle",
        "/cgi-bin/poi/getpoi", "/cgi-bin/poi/getpoilist", "/wxa/search_map_poi", "/wxa/get_store_info", "/wxa/get_store_list",
        "/merchant/get", "/merchant/getbystatus", "/merchant/category/getsub", "/merchant/category/getsku", "/merchant/category/getproperty",
        "/merchant/express/getbyid", "/merchant/group/getbyid", "/merchant/shelf/getbyid", "/merchant/order/getbyid", "/merchant/order/getbyfilter",
        "/device/verify_qrcode", "/hardware/mydevice/platform/get_device_status",
        "/shakearound/device/applystatus", "/shakearound/device/search", "/shakearound/page/search", "/shakearound/relation/search",
        "/shakearound/user/getshakeinfo", "/shakearound/statistics/device", "/shakearound/statistics/devicelist", "/shakearound/statistics/page",
        "/shakearound/statistics/pagelist", "/shakearound/device/group/getlist", "/shakearound/device/group/getdetail",
        "/bizwifi/shop/list", "/bizwifi/shop/get", "/bizwifi/device/list", "/bizwifi/qrcode/get", "/bizwifi/homepage/get",
        "/bizwifi/statistics/list", "/bizwifi/couponput/get",
        "/intp/marketcode/applycodequery", "/intp/marketcode/applycodedownload", "/intp/marketcode/codeactivequery", "/intp/marketcode/tickettocode",
        "/scan/product/getqrcode", "/scan/product/get", "/scan/product/getlist", "/scan/scanticket/check", "/scan/product/v2/status",
        "/scan/product/v2/getinfo", "/scan/product/v2/getinfobypage",
        "/nontax/queryfee", "/nontax/getorder", "/nontax/downloadbill", "/nontax/getorderlist", "/nontax/getrealname", "/nontax/vehicle/querystate",
        "/cgi-bin/guide/getguideacct", "/cgi-bin/guide/getguideacctlist", "/cgi-bin/guide/getguidebuyerchatrecord", "/cgi-bin/guide/getguideconfig",
        "/cgi-bin/guide/getguideacctconfig", "/cgi-bin/guide/getguidegrouplist", "/cgi-bin/guide/getgroupinfo", "/cgi-bin/guide/getgroupbyguide",
        "/cgi-bin/guide/getguidebuyerrelationlist", "/cgi-bin/guide/getguidebuyerrelationbybuyer", "/cgi-bin/guide/getguidebuyerrelation",
        "/cgi-bin/guide/getguidetagoption", "/cgi-bin/guide/getguidebuyertag", "/cgi-bin/guide/queryguidebuyerbytag",
        "/cgi-bin/guide/getguidebuyerdisplaytag", "/cgi-bin/guide/getguidecardmaterial", "/cgi-bin/guide/getguideimagematerial",
        "/cgi-bin/guide/getguidewordmaterial", "/cgi-bin/guide/getguidemassendjoblist", "/cgi-bin/guide/getguidemassendjob",
        "/cityservice/getmsgrelation", "/cgi-bin/open/get", "/cgi-bin/soter/verify_signature",
    ], StringComparer.Ordinal);

    /// <summary>The paths that are written down here.</summary>
    public static IEnumerable<string> Listed => [.. ActingByGet, .. ReadingByPost];

    /// <summary>Whether a path of the catalogue only reads, by whichever method it is called.</summary>
    public static bool Contains(string path) =>
        ReadingByPost.Contains(path) || !ActingByGet.Contains(path) && ApiCatalog.At(path).All(row => row.Method == "GET");
}
