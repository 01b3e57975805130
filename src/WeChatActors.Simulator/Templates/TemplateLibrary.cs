using System.Collections.Immutable;

namespace WeChatActors.Simulator;

/// <summary>The templates that an account can take, and the industries they belong to. The templates are of this simulator only.</summary>
internal static class TemplateLibrary
{
    /// <summary>The industries (行业) by code, first and second class.</summary>
    /// <remarks>Source: WeChat Official Accounts docs, template messages, table of industries.</remarks>
    public static ImmutableArray<(string First, string Second)> Industries { get; } =
    [
        ("IT科技", "互联网/电子商务"), ("IT科技", "IT软件与服务"), ("IT科技", "IT硬件与设备"), ("IT科技", "电子技术"), ("IT科技", "通信与运营商"), ("IT科技", "网络游戏"),
        ("金融业", "银行"), ("金融业", "基金理财信托"), ("金融业", "保险"), ("餐饮", "餐饮"), ("酒店旅游", "酒店"), ("酒店旅游", "旅游"),
        ("运输与仓储", "快递"), ("运输与仓储", "物流"), ("运输与仓储", "仓储"), ("教育", "培训"), ("教育", "院校"),
        ("政府与公共事业", "学术科研"), ("政府与公共事业", "交警"), ("政府与公共事业", "博物馆"), ("政府与公共事业", "公共事业非盈利机构"),
        ("医药护理", "医药医疗"), ("医药护理", "护理美容"), ("医药护理", "保健与卫生"),
        ("交通工具", "汽车相关"), ("交通工具", "摩托车相关"), ("交通工具", "火车相关"), ("交通工具", "飞机相关"),
        ("房地产", "建筑"), ("房地产", "物业"), ("消费品", "消费品"),
        ("商业服务", "法律"), ("商业服务", "会展"), ("商业服务", "中介服务"), ("商业服务", "认证"), ("商业服务", "审计"),
        ("文体娱乐", "传媒"), ("文体娱乐", "体育"), ("文体娱乐", "娱乐休闲"), ("印刷", "印刷"), ("其它", "其它"),
    ];

    /// <summary>The templates of the library.</summary>
    public static ImmutableArray<Template> All { get; } =
    [
        Template.Of("TM00001", "订单状态通知", 1, """
            {{first.DATA}}
            订单编号：{{keyword1.DATA}}
            订单状态：{{keyword2.DATA}}
            {{remark.DATA}}
            """, "您的订单有新进展\n订单编号：7731\n订单状态：已发货\n感谢惠顾"),
        Template.Of("TM00002", "会员到期提醒", 1, """
            {{first.DATA}}
            会员姓名：{{keyword1.DATA}}
            到期时间：{{keyword2.DATA}}
            {{remark.DATA}}
            """, "您的会员即将到期\n会员姓名：李娜\n到期时间：2026-03-01\n请及时续费"),
        Template.Of("TM00010", "排队进度提醒", 10, """
            {{first.DATA}}
            排队号码：{{keyword1.DATA}}
            前面桌数：{{keyword2.DATA}}
            {{remark.DATA}}
            """, "快到您了\n排队号码：A12\n前面桌数：2\n请留意叫号"),
        Template.Of("43216", "发货通知", 0, """
            订单编号：{{character_string1.DATA}}
            商品名称：{{thing2.DATA}}
            发货时间：{{time3.DATA}}
            """, "订单编号：7731\n商品名称：绿色帐篷\n发货时间：2026-03-01 09:30"),
        Template.Of("43217", "预约成功通知", 0, """
            预约人：{{name1.DATA}}
            预约项目：{{thing2.DATA}}
            预约日期：{{date3.DATA}}
            联系电话：{{phone_number4.DATA}}
            """, "预约人：李娜\n预约项目：门诊\n预约日期：2026-03-01\n联系电话：13800000000"),
        Template.Of("43218", "缴费结果通知", 0, """
            缴费金额：{{amount1.DATA}}
            缴费结果：{{phrase2.DATA}}
            车牌号码：{{car_number3.DATA}}
            """, "缴费金额：¥35.00\n缴费结果：成功\n车牌号码：苏E12345"),
    ];

    /// <summary>The template of a number in the library; null for none.</summary>
    public static Template? Find(string number) => All.FirstOrDefault(template => template.Id == number);
}
