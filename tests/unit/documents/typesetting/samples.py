"""Fictional documents that the tests set and sign."""

from datetime import date
from pathlib import Path

from documents.typesetting.agreement import (
    AgreementDocument,
    ClauseText,
    PartyLine,
    SignerLine,
)
from documents.typesetting.bilingual import Bilingual
from documents.typesetting.faces import FontSet

FONTS = FontSet.at(Path(__file__).parents[4] / "frontend" / "node_modules")

CLAIMANT = Bilingual("申请人", "Claimant")
RESPONDENT = Bilingual("被申请人", "Respondent")
MEDIATOR = Bilingual("调解员", "Mediator")

CLAUSES = [
    Bilingual(
        "被申请人确认：合同总价为人民币 ¥128,600.00 元（大写：壹拾贰万捌仟陆佰元整），申请人已支付 "
        "¥90,020.00 元（占 70%）；被申请人逾期交付 46 日，其中主卧衣柜（型号：WD-2400×600×2380mm）"
        "存在柜门变形、封边开胶等问题。",
        "The Respondent confirms that the contract price is CNY 128,600.00, of which the Claimant "
        "has paid CNY 90,020.00 (70%); that delivery was 46 days late; and that the master-bedroom "
        "wardrobe (model WD-2400×600×2380mm) shows warped doors and delaminated edge banding.",
    ),
    Bilingual(
        "被申请人同意于 2026 年 4 月 30 日（含当日）前，向申请人一次性退还价款人民币 36,500.00 元，"
        "并另行支付逾期违约金 5,144.00 元，合计 41,644.00 元；收款账户：中国建设银行杭州文三支行，"
        "户名“欧阳㛃”，账号 6217 **** **** 3391。",
        "The Respondent shall, on or before 30 April 2026, refund CNY 36,500.00 and pay liquidated "
        "damages of CNY 5,144.00, in total CNY 41,644.00, to the Claimant’s account at China "
        "Construction Bank, Hangzhou Wensan Sub-branch (6217 **** **** 3391).",
    ),
    Bilingual(
        "被申请人应于 2026 年 5 月 15 日前免费更换主卧衣柜柜门 6 扇、修复封边 14.2 米；"
        "更换件须符合 GB/T 3324-2017《木家具通用技术条件》及 GB 18580-2017（甲醛释放量 ≤ "
        "0.124 mg/m³）的要求，安装时间由双方通过微信"
        "或电子邮件（support@jimu-home.example）另行确认。",
        "The Respondent shall by 15 May 2026 replace six wardrobe doors and repair 14.2 m of edge "
        "banding free of charge. Replacement parts shall comply with GB/T 3324-2017 and "
        "GB 18580-2017 (formaldehyde emission ≤ 0.124 mg/m³).",
    ),
]

LAW_NOTE = Bilingual(
    "本协议自各方当事人签名之日起生效。双方可自协议生效之日起三十日内，共同向有管辖权的人民法院申请"
    "司法确认。各方均明了，电子签名由平台为本次签署签发的证书作出，"
    "并非由依法设立的电子认证服务机构签发。",
    "This agreement takes effect once all parties have signed it. The parties may within thirty "
    "days jointly ask the competent People’s Court for judicial confirmation. The electronic "
    "signatures are made with certificates that the platform issued for this signing.",
)


def agreement(**changes: object) -> AgreementDocument:
    """An agreement between two parties before one mediator."""
    content: dict[str, object] = {
        "case_number": "（2026）云溪调字第00318号",
        "version": 3,
        "organisation": Bilingual("云溪区人民调解委员会", "Yunxi District Mediation Committee"),
        "mediator": "李喆（Li Zhe）",
        "parties": [
            PartyLine(
                CLAIMANT,
                "欧阳㛃",
                id_hint="居民身份证 3301**********2048",
                address="杭州市西湖区文三路 478 号 3 幢 1201 室",
                phone="138****6612",
            ),
            PartyLine(
                RESPONDENT,
                "杭州𠮷木家居有限公司 <Jimu & Co.>",
                id_hint="统一社会信用代码 91330106MA2XXXXX7Q",
                address="杭州市滨江区江南大道 1 号",
                phone="0571-8888****",
            ),
        ],
        "clauses": [ClauseText(n, text) for n, text in enumerate(CLAUSES, start=1)],
        "signers": [
            SignerLine("party-1", CLAIMANT, "欧阳㛃"),
            SignerLine("party-2", RESPONDENT, "䶮彦博"),
            SignerLine("mediator", MEDIATOR, "李喆"),
        ],
        "mediated_on": date(2026, 3, 18),
        "made_on": date(2026, 3, 19),
        "place": Bilingual("在线调解室（杭州）", "Online mediation room, Hangzhou"),
        "law_note": LAW_NOTE,
        "verify_url": "https://maplebridge.example/verify/8f3a9c21d5",
        "facts": Bilingual(
            "双方因 2024 年 11 月 3 日签订的《全屋定制家具买卖合同》（合同编号：HT-2024-1103-087，"
            "以下简称“原合同”）履行发生争议，争议事项为：逾期交付、质量瑕疵及退款。",
            "The parties are in dispute over the performance of the Whole-House Custom Furniture "
            "Contract dated 3 November 2024 (No. HT-2024-1103-087): late delivery, quality defects "
            "and refund.",
        ),
    }
    return AgreementDocument(**{**content, **changes})  # type: ignore[arg-type]
