import type { Fact } from "@/lib/messages/facts";
import type { ReasonCode } from "@/lib/messages/reason";

/** What a bounce means. */
export type Verdict = { fact: Fact; code: ReasonCode };

type Telling = {
  pattern: RegExp;
  verdict: Verdict;
  /** Words that `pattern` matches too, to be kept in place of the text. */
  words: string;
};

/** First match. Many servers give no enhanced code, or one that says nothing, such as 5.0.0. */
const TELLING: Telling[] = [
  {
    pattern:
      /\bsender (?:address |domain )?(?:rejected|denied|refused|blocked|banned|verif)|\bbanned sender/i,
    verdict: { fact: "refused", code: "sender_rejected" },
    words: "sender rejected",
  },
  {
    pattern: /\b(?:virus|malware|phishing)\b|\bcontent rejected\b/i,
    verdict: { fact: "refused", code: "content_rejected" },
    words: "content rejected",
  },
  {
    pattern: new RegExp(
      [
        /\b(?:block|black|deny)[ -]?list/,
        /\bblocked using\b|\b(?:rbl|dnsbl)\b|\bspam(?:haus|cop)\b/,
        /\breputation\b|\bunsolicited\b|\buser complaints\b/,
        /(?<![\w.-])spam(?:my|ming)?(?![\w-]|\.\w)/,
        /\bpolic(?:y|ies)\b|\badministrative prohibition\b|\bdelivery not authori[sz]ed\b/,
        /:blocked\b|\b(?:message|e?mail|connection|host|ip)(?: address)? (?:is |was |has been )?blocked\b/,
        /\b(?:spf|dkim|dmarc|ptr)\b|\bunauthenticated\b|\breverse (?:dns|hostname)\b/,
      ]
        .map(({ source }) => source)
        .join("|"),
      "i",
    ),
    verdict: { fact: "refused", code: "refused_by_receiver" },
    words: "policy",
  },
];

/** Addresses and links, in whose names anything may stand. */
const NAMES = /[^\s<>()]*@[^\s<>():]*|\bhttps?:\/\/\S+/gi;

/** Characters that are read; finding names takes quadratic time. */
const LONGEST = 2000;

/** What a receiving server has against our sender or content, by its words where its code does not tell. */
export function readWords(texts: readonly string[]): Omit<Telling, "pattern"> | undefined {
  const said = texts.join("\n").slice(0, LONGEST).replace(NAMES, " ");
  return TELLING.find(({ pattern }) => pattern.test(said));
}
