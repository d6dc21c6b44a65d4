package match

import "strings"

// scripts is what letters of other scripts become in Latin: one common way
// each, after NFKD. The sound key and the variants bring the other ways near.
var scripts = letters(
	"ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i ħ h ŋ ng ə a ĸ k ŧ t ɓ b ɗ d ƙ k ƴ y",
	"а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya",
	"і i ї yi є ye ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz ё e й y қ k ғ g ң ng ө o ү u ұ u һ h ә a",
	"α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o",
	"ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k և ev օ o ֆ f",
	"ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ k შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h",
	"ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع a غ gh ف f ق q ك k ل l م m ن n ه h و u ي i ى a ة a ء - پ p چ ch ژ zh گ g ک k ی i ں n ٹ t ڈ d ڑ r ے e",
	"א a ב b ג g ד d ה h ו v ז z ח h ט t י i כ k ך k ל l מ m ם m נ n ן n ס s ע a פ p ף p צ ts ץ ts ק k ר r ש sh ת t",
	"あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi す su せ se そ so た ta ち chi つ tsu て te と to な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho ま ma み mi む mu め me も mo や ya ゆ yu よ yo ら ra り ri る ru れ re ろ ro わ wa を o ん n っ - ゃ ya ゅ yu ょ yo ぁ a ぃ i ぅ u ぇ e ぉ o",
	"ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ヲ o ン n ッ - ャ ya ュ yu ョ yo ァ a ィ i ゥ u ェ e ォ o ー -",
	"अ a आ a इ i ई i उ u ऊ u ए e ऐ ai ओ o औ au क k ख kh ग g घ gh च ch छ chh ज j झ jh ट t ठ th ड d ढ dh ण n त t थ th द d ध dh न n प p फ ph ब b भ bh म m य y र r ल l व v श sh ष sh स s ह h ा a ि i ी i ु u ू u े e ै ai ो o ौ au ं n ् -",
	// Family and given names in Chinese characters, in pinyin; each is a word.
	"王 |wang 李 |li 张 |zhang 張 |zhang 刘 |liu 劉 |liu 陈 |chen 陳 |chen 杨 |yang 楊 |yang 赵 |zhao 趙 |zhao 黄 |huang 黃 |huang 周 |zhou 吴 |wu 吳 |wu 徐 |xu 孙 |sun 孫 |sun 胡 |hu 朱 |zhu 高 |gao 林 |lin 何 |he 郭 |guo 马 |ma 馬 |ma 罗 |luo 羅 |luo 梁 |liang 宋 |song 郑 |zheng 鄭 |zheng 谢 |xie 謝 |xie 韩 |han 韓 |han 唐 |tang 冯 |feng 馮 |feng 于 |yu 董 |dong 萧 |xiao 程 |cheng 曹 |cao 袁 |yuan 邓 |deng 鄧 |deng 许 |xu 許 |xu 傅 |fu 沈 |shen 曾 |zeng 彭 |peng 吕 |lu 苏 |su 蘇 |su 卢 |lu 蒋 |jiang 蔡 |cai 贾 |jia 丁 |ding 魏 |wei 薛 |xue 叶 |ye 葉 |ye 阎 |yan 余 |yu 潘 |pan 杜 |du 戴 |dai 夏 |xia 钟 |zhong 汪 |wang 田 |tian 任 |ren 姜 |jiang 范 |fan 方 |fang 石 |shi 姚 |yao 谭 |tan 廖 |liao 邹 |zou 熊 |xiong 金 |jin 陆 |lu 郝 |hao 孔 |kong 白 |bai 崔 |cui 康 |kang 毛 |mao 邱 |qiu 秦 |qin 江 |jiang 史 |shi 顾 |gu 侯 |hou 邵 |shao 孟 |meng 龙 |long 万 |wan 段 |duan 雷 |lei 钱 |qian 汤 |tang 尹 |yin 黎 |li 易 |yi 常 |chang 武 |wu 乔 |qiao 贺 |he 赖 |lai 龚 |gong 文 |wen",
	"伟 wei 偉 wei 芳 fang 娜 na 秀 xiu 英 ying 敏 min 静 jing 靜 jing 丽 li 麗 li 强 qiang 強 qiang 磊 lei 军 jun 軍 jun 洋 yang 勇 yong 艳 yan 杰 jie 傑 jie 娟 juan 涛 tao 明 ming 超 chao 兰 lan 霞 xia 平 ping 刚 gang 桂 gui 华 hua 華 hua 建 jian 国 guo 國 guo 玉 yu 红 hong 梅 mei 晓 xiao 曉 xiao 小 xiao 志 zhi 海 hai 天 tian 春 chun 雪 xue 佳 jia 家 jia 俊 jun 宇 yu 浩 hao 子 zi 欣 xin 雨 yu 思 si 嘉 jia 文 wen 新 xin 宏 hong 斌 bin 鹏 peng 飞 fei 飛 fei 云 yun 雲 yun 波 bo 凯 kai 婷 ting 琳 lin 莉 li 琴 qin 燕 yan 玲 ling 萍 ping 忠 zhong 成 cheng 德 de 永 yong 美 mei 安 an 生 sheng 东 dong 東 dong 贝 bei 拉 la 克 ke 奥 ao 巴 ba 马 ma 尔 er 斯 si 特 te 亚 ya 里 li 普 pu 京 jing 习 xi 近 jin",
)

// letters reads pairs of a letter and its Latin. A bar before the Latin puts a
// space behind it: the family name comes first and is a word of its own.
func letters(tables ...string) map[rune]string {
	out := map[rune]string{}
	for _, t := range tables {
		f := strings.Fields(t)
		for i := 0; i+1 < len(f); i += 2 {
			for _, r := range f[i] {
				if _, had := out[r]; !had {
					to := f[i+1]
					if rest, ok := strings.CutPrefix(to, "|"); ok {
						to = rest + " "
					}
					out[r] = to
				}
			}
		}
	}
	return out
}

// The parts of a Korean syllable by the Revised Romanization, in the order of
// Unicode.
var (
	jamoFirst = strings.Fields("g kk n d tt r m b pp s ss - j jj ch k t p h")
	jamoVowel = strings.Fields("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
	jamoLast  = strings.Fields("k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
)

// jamo is one Korean letter in Latin; NFKD has taken the syllables apart.
func jamo(r rune) (string, bool) {
	for _, t := range []struct {
		from rune
		list []string
	}{{0x1100, jamoFirst}, {0x1161, jamoVowel}, {0x11a8, jamoLast}} {
		if i := int(r - t.from); i >= 0 && i < len(t.list) {
			return strings.TrimPrefix(t.list[i], "-"), true
		}
	}
	return "", false
}
