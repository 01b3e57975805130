namespace WeChatActors.Protocol;

/// <summary>Which record stands for which MsgType and Event. Source: WeChat Official Accounts docs and the SDKs named in them.</summary>
internal static class PacketKinds
{
    /// <summary>Makes the record; of an unknown kind an <see cref="UnknownMessage"/> or <see cref="UnknownEvent"/>.</summary>
    public static Packet Make(ref PacketSource source) =>
        source.MsgType switch
        {
            "text" => new TextMessage(ref source),
            "event" => MakeEvent(ref source),
            "image" => new ImageMessage(ref source),
            "voice" => new VoiceMessage(ref source),
            "location" => new LocationMessage(ref source),
            "video" => new VideoMessage(ref source),
            "shortvideo" => new ShortVideoMessage(ref source),
            "link" => new LinkMessage(ref source),
            "file" => new FileMessage(ref source),
            "miniprogrampage" => new MiniProgramPageMessage(ref source),
            "device_text" => new DeviceTextMessage(ref source),
            "device_event" => new DeviceEvent(ref source),
            _ => new UnknownMessage(ref source),
        };

    private static Event MakeEvent(ref PacketSource source) =>
        source.EventKind switch
        {
            "subscribe" => new SubscribeEvent(ref source),
            "unsubscribe" => new UnsubscribeEvent(ref source),
            "scan" => new ScanEvent(ref source),
            "location" => new LocationEvent(ref source),
            "click" => new ClickEvent(ref source),
            "view" => new ViewEvent(ref source),
            "view_miniprogram" => new ViewMiniProgramEvent(ref source),
            "scancode_push" or "scancode_waitmsg" => new ScanCodeEvent(ref source),
            "pic_sysphoto" or "pic_photo_or_album" or "pic_weixin" => new PicturesEvent(ref source),
            "location_select" => new LocationSelectEvent(ref source),
            "templatesendjobfinish" => new TemplateSendJobFinishEvent(ref source),
            // Accounts have reported the end of a publish job under this name.
            "masssendjobfinish" when source.Text("PublishEventInfo/publish_id") is not null => new PublishJobFinishEvent(ref source),
            "masssendjobfinish" => new MassSendJobFinishEvent(ref source),
            "publishjobfinish" or "freepublishjobfinish" => new PublishJobFinishEvent(ref source),
            "subscribe_msg_popup_event" => new SubscribeMsgPopupEvent(ref source),
            "subscribe_msg_change_event" => new SubscribeMsgChangeEvent(ref source),
            "subscribe_msg_sent_event" => new SubscribeMsgSentEvent(ref source),
            "kf_create_session" => new KfCreateSessionEvent(ref source),
            "kf_close_session" => new KfCloseSessionEvent(ref source),
            "kf_switch_session" => new KfSwitchSessionEvent(ref source),
            "qualification_verify_success" or "naming_verify_success" or "annual_renew" or "verify_expired" => new VerificationTermEvent(ref source),
            "qualification_verify_fail" or "naming_verify_fail" => new VerificationFailedEvent(ref source),
            "wx_verify_pay_succ" or "wx_verify_dispatch" or "wx_verify_refill" or "wx_verify_fail" => new VerificationStepEvent(ref source),
            "user_info_modified" => new UserInfoModifiedEvent(ref source),
            "user_authorization_revoke" => new UserAuthorizationRevokeEvent(ref source),
            "user_authorization_cancellation" => new UserAuthorizationCancellationEvent(ref source),
            "user_get_card" => new UserGetCardEvent(ref source),
            "user_gifting_card" => new UserGiftingCardEvent(ref source),
            "user_del_card" => new UserDelCardEvent(ref source),
            "user_consume_card" => new UserConsumeCardEvent(ref source),
            "user_pay_from_pay_cell" => new UserPayFromPayCellEvent(ref source),
            "user_view_card" => new UserViewCardEvent(ref source),
            "user_enter_session_from_card" => new UserEnterSessionFromCardEvent(ref source),
            "update_member_card" => new UpdateMemberCardEvent(ref source),
            "submit_membercard_user_info" => new SubmitMemberCardUserInfoEvent(ref source),
            "card_pass_check" or "card_not_pass_check" => new CardCheckEvent(ref source),
            "card_sku_remind" => new CardSkuRemindEvent(ref source),
            "card_pay_order" => new CardPayOrderEvent(ref source),
            "card_merchant_check_result" => new CardMerchantCheckResultEvent(ref source),
            "giftcard_pay_done" or "giftcard_send_to_friend" or "giftcard_user_accept" => new GiftCardEvent(ref source),
            "poi_check_notify" => new PoiCheckNotifyEvent(ref source),
            "apply_merchant_audit_info" or "modify_store_audit_info" or "add_store_audit_info" or "create_map_poi_audit_info" =>
                new StoreAuditEvent(ref source),
            "wificonnected" => new WifiConnectedEvent(ref source),
            "shakearoundusershake" => new ShakearoundUserShakeEvent(ref source),
            "shakearoundlotterybind" => new ShakearoundLotteryBindEvent(ref source),
            "user_authorize_invoice" => new UserAuthorizeInvoiceEvent(ref source),
            "update_invoice_status" => new UpdateInvoiceStatusEvent(ref source),
            "submit_invoice_title" => new SubmitInvoiceTitleEvent(ref source),
            "cloud_invoice_invoiceresult_event" => new CloudInvoiceResultEvent(ref source),
            "merchant_order" => new MerchantOrderEvent(ref source),
            "user_scan_product" => new UserScanProductEvent(ref source),
            "user_scan_product_enter_session" => new UserScanProductEnterSessionEvent(ref source),
            "user_scan_product_async" => new UserScanProductAsyncEvent(ref source),
            "user_scan_product_verify_action" => new UserScanProductVerifyActionEvent(ref source),
            "guide_qrcode_scan_event" => new GuideQrCodeScanEvent(ref source),
            "guide_invite_result_event" => new GuideInviteResultEvent(ref source),
            "debug_demo" => new DebugDemoEvent(ref source),
            "enter" => new EnterEvent(ref source),
            "user_enter_tempsession" => new UserEnterTempSessionEvent(ref source),
            _ => new UnknownEvent(ref source),
        };
}
