using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text;

namespace WeChatActors.Protocol;

/// <summary>The element paths and the words that WeChat's documents know, so that reading them allocates nothing.</summary>
internal static class KnownNames
{
    private static readonly string[] Paths =
    [
        "ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "Encrypt", "MsgId", "MsgID", "Content",
        "MsgDataId", "Idx", "bizmsgmenuid", "BusinessId", "PicUrl", "MediaId", "MediaId16K", "Format", "Recognition",
        "ThumbMediaId", "Location_X", "Location_Y", "Scale", "Label", "Title", "Description", "Url", "DeviceType", "DeviceID",
        "SessionID", "OpenID", "OpType", "UnionID", "AppID", "RevokeInfo", "CardId", "UserCardCode", "KeyStandard", "KeyStr",
        "Ticket", "GuideScanEvent", "SendPicsInfo", "CopyrightCheckResult", "ArticleUrlResult", "PublishEventInfo",
        "SubscribeMsgPopupEvent", "SubscribeMsgChangeEvent", "SubscribeMsgSentEvent", "ChosenBeacon", "AroundBeacons",
        "Latitude", "Longitude", "Precision", "MenuId", "ScanCodeInfo", "SendLocationInfo", "Status", "TotalCount",
        "FilterCount", "SentCount", "ErrorCount", "KfAccount", "FromKfAccount", "ToKfAccount", "ExpiredTime", "FailTime",
        "FailReason", "RefillTime", "RefillReason", "IsGiveByFriend", "FriendUserName", "OuterId", "OuterStr",
        "OldUserCardCode", "IsRestoreMemberCard", "IsRecommendByFriend", "UnionId", "IsReturnBack", "IsChatRoom",
        "ConsumeSource", "LocationName", "LocationId", "StaffOpenId", "VerifyCode", "RemarkAmount", "TransId", "Fee",
        "OriginalFee", "ModifyBonus", "ModifyBalance", "RefuseReason", "Detail", "OrderId", "CreateOrderTime", "PayFinishTime",
        "Desc", "FreeCoinCount", "PayCoinCount", "RefundFreeCoinCount", "RefundPayCoinCount", "OrderType", "Memo",
        "ReceiptInfo", "MerchantId", "IsPass", "Reason", "PageId", "UniqId", "PoiId", "Result", "Msg", "audit_id", "status",
        "reason", "is_upgrade", "poiid", "map_poi_id", "name", "address", "latitude", "longitude", "sh_remark", "ConnectTime",
        "ExpireTime", "VendorId", "PlaceId", "DeviceNo", "LotteryId", "Money", "BindTime", "SuccOrderId", "FailOrderId",
        "AuthorizeAppId", "Source", "Code", "title", "phone", "tax_no", "addr", "bank_type", "bank_no", "attach", "title_type",
        "fpqqlsh", "nsrsbh", "OrderStatus", "ProductId", "SkuInfo", "Country", "Province", "City", "Sex", "Scene", "ExtInfo",
        "RegionCode", "ReasonMsg", "debug_str", "SessionFrom", "FileKey", "FileMd5", "FileTotalLen", "AppId", "PagePath",
        "ThumbUrl",
        "GuideScanEvent/openid", "SendPicsInfo/Count", "CopyrightCheckResult/Count", "ArticleUrlResult/Count",
        "PublishEventInfo/article_detail", "PublishEventInfo/article_detail/count", "SendPicsInfo/PicList",
        "SendPicsInfo/PicList/item", "SendPicsInfo/PicList/item/PicMd5Sum", "CopyrightCheckResult/ResultList",
        "CopyrightCheckResult/ResultList/item", "CopyrightCheckResult/ResultList/item/ArticleIdx",
        "CopyrightCheckResult/ResultList/item/UserDeclareState", "CopyrightCheckResult/ResultList/item/AuditState",
        "CopyrightCheckResult/ResultList/item/OriginalArticleUrl", "CopyrightCheckResult/ResultList/item/OriginalArticleType",
        "CopyrightCheckResult/ResultList/item/CanReprint", "CopyrightCheckResult/ResultList/item/NeedReplaceContent",
        "CopyrightCheckResult/ResultList/item/NeedShowReprintSource", "ArticleUrlResult/ResultList",
        "ArticleUrlResult/ResultList/item", "ArticleUrlResult/ResultList/item/ArticleIdx",
        "ArticleUrlResult/ResultList/item/ArticleUrl", "PublishEventInfo/article_detail/item",
        "PublishEventInfo/article_detail/item/idx", "PublishEventInfo/article_detail/item/article_url",
        "SubscribeMsgPopupEvent/List", "SubscribeMsgPopupEvent/List/TemplateId",
        "SubscribeMsgPopupEvent/List/SubscribeStatusString", "SubscribeMsgPopupEvent/List/PopupScene",
        "SubscribeMsgChangeEvent/List", "SubscribeMsgChangeEvent/List/TemplateId",
        "SubscribeMsgChangeEvent/List/SubscribeStatusString", "SubscribeMsgChangeEvent/List/PopupScene",
        "SubscribeMsgSentEvent/List", "SubscribeMsgSentEvent/List/TemplateId", "SubscribeMsgSentEvent/List/MsgID",
        "SubscribeMsgSentEvent/List/ErrorCode", "SubscribeMsgSentEvent/List/ErrorStatus", "ChosenBeacon/Uuid",
        "ChosenBeacon/Major", "ChosenBeacon/Minor", "ChosenBeacon/Distance", "AroundBeacons/AroundBeacon",
        "AroundBeacons/AroundBeacon/Uuid", "AroundBeacons/AroundBeacon/Major", "AroundBeacons/AroundBeacon/Minor",
        "AroundBeacons/AroundBeacon/Distance", "ScanCodeInfo/ScanType", "ScanCodeInfo/ScanResult",
        "SendLocationInfo/Location_X", "SendLocationInfo/Location_Y", "SendLocationInfo/Scale", "SendLocationInfo/Label",
        "SendLocationInfo/Poiname", "CopyrightCheckResult/CheckState", "PublishEventInfo/publish_id",
        "PublishEventInfo/publish_status", "PublishEventInfo/article_id", "PublishEventInfo/fail_idx",
        "GuideScanEvent/qrcode_guide_account", "GuideScanEvent/qrcode_guide_openid", "GuideScanEvent/action",
        "GuideScanEvent/qrcode_info",
    ];

    private static readonly string[] MsgTypes =
    [
        "text", "event", "image", "voice", "video", "shortvideo", "location", "link", "file", "miniprogrampage", "device_text",
        "device_event",
    ];

    /// <summary>Every kind of event in lower case.</summary>
    private static readonly string[] Kinds =
    [
        "subscribe", "unsubscribe", "scan", "location", "click", "view", "view_miniprogram", "scancode_push",
        "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album", "pic_weixin", "location_select", "templatesendjobfinish",
        "masssendjobfinish", "publishjobfinish", "freepublishjobfinish", "subscribe_msg_popup_event",
        "subscribe_msg_change_event", "subscribe_msg_sent_event", "kf_create_session", "kf_close_session", "kf_switch_session",
        "qualification_verify_success", "naming_verify_success", "annual_renew", "verify_expired", "qualification_verify_fail",
        "naming_verify_fail", "wx_verify_pay_succ", "wx_verify_dispatch", "wx_verify_refill", "wx_verify_fail",
        "user_info_modified", "user_authorization_revoke", "user_authorization_cancellation", "user_get_card",
        "user_gifting_card", "user_del_card", "user_consume_card", "user_pay_from_pay_cell", "user_view_card",
        "user_enter_session_from_card", "update_member_card", "submit_membercard_user_info", "card_pass_check",
        "card_not_pass_check", "card_sku_remind", "card_pay_order", "card_merchant_check_result", "giftcard_pay_done",
        "giftcard_send_to_friend", "giftcard_user_accept", "poi_check_notify", "apply_merchant_audit_info",
        "modify_store_audit_info", "add_store_audit_info", "create_map_poi_audit_info", "wificonnected",
        "shakearoundusershake", "shakearoundlotterybind", "user_authorize_invoice", "update_invoice_status",
        "submit_invoice_title", "cloud_invoice_invoiceresult_event", "merchant_order", "user_scan_product",
        "user_scan_product_enter_session", "user_scan_product_async", "user_scan_product_verify_action",
        "guide_qrcode_scan_event", "guide_invite_result_event", "debug_demo", "enter", "user_enter_tempsession", "bind",
        "unbind", "subscribe_status", "unsubscribe_status",
    ];

    /// <summary>Events that WeChat does not write in lower case.</summary>
    private static readonly string[] SentNames =
    [
        "SCAN", "CLICK", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH", "MASSSENDJOBFINISH", "PUBLISHJOBFINISH", "WifiConnected",
        "ShakearoundUserShake", "ShakearoundLotteryBind", "ENTER",
    ];

    // Stand for the parent of a word in the table; no path is the same object, so words and child elements never meet.
    private const string OfMsgType = "MsgType=";
    private const string OfEvent = "Event=";

    private static readonly Entry[] Table = BuildTable();

    private static readonly FrozenDictionary<string, string> KindsByName =
        Kinds.ToFrozenDictionary(kind => kind, StringComparer.OrdinalIgnoreCase);

    /// <summary>The path of a child element; allocated only when the documents do not know it.</summary>
    /// <param name="parent">The parent's path as this method gave it; null below the root.</param>
    /// <param name="name">The child's name.</param>
    public static string Path(string? parent, ReadOnlySpan<byte> name) =>
        Find(parent, name)
        ?? (parent is null ? Encoding.UTF8.GetString(name) : string.Concat(parent, "/", Encoding.UTF8.GetString(name)));

    /// <summary>The word a MsgType or Event element holds, if the documents know it; else null.</summary>
    /// <param name="path"><c>MsgType</c> or <c>Event</c>.</param>
    /// <param name="value">What it holds.</param>
    public static string? Word(string path, ReadOnlySpan<byte> value) => Find(path == "MsgType" ? OfMsgType : OfEvent, value);

    /// <summary>An event's name in lower case; allocated only for unknown names that are not in lower case already.</summary>
    public static string Kind(string name) => KindsByName.TryGetValue(name, out var kind) ? kind : name.ToLowerInvariant();

    private static string? Find(string? parent, ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        for (var slot = hash % (uint)Table.Length; Table[slot].Text is { } text; slot = (slot + 1) % (uint)Table.Length)
            if (Table[slot].Hash == hash && ReferenceEquals(Table[slot].Parent, parent) && name.SequenceEqual(Table[slot].Name))
                return text;
        return null;
    }

    /// <summary>Mixes length, first and last bytes. Only known names are in the table, so nobody can make it slow.</summary>
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong first = 0, last = 0;
        if (name.Length >= 8)
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(name);
            last = BinaryPrimitives.ReadUInt64LittleEndian(name[^8..]);
        }
        else
        {
            foreach (var b in name) first = (first << 8) | b;
        }
        var mixed = (first * 0x9E3779B97F4A7C15) ^ ((last + (uint)name.Length) * 0xC2B2AE3D27D4EB4F);
        return (uint)(mixed >> 32);
    }

    private static Entry[] BuildTable()
    {
        var table = new Entry[1024];
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Paths)
        {
            var slash = path.LastIndexOf('/');
            Add(table, slash < 0 ? null : paths[path[..slash]], path[(slash + 1)..], path);
            paths.Add(path, path);
        }
        foreach (var type in MsgTypes) Add(table, OfMsgType, type, type);
        foreach (var kind in Kinds) Add(table, OfEvent, kind, kind);
        foreach (var name in SentNames) Add(table, OfEvent, name, name);
        return table;
    }

    private static void Add(Entry[] table, string? parent, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var hash = Hash(bytes);
        var slot = hash % (uint)table.Length;
        while (table[slot].Text is not null) slot = (slot + 1) % (uint)table.Length;
        table[slot] = new Entry(hash, parent, bytes, text);
    }

    private readonly record struct Entry(uint Hash, string? Parent, byte[] Name, string? Text);
}
