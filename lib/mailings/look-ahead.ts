import { withOffice } from "@/lib/db/tenant";
import { tagsWithoutFallback } from "@/lib/mail/mailing-template";
import { MERGE_TAGS, type MergeTag } from "@/lib/mail/merge";
import type { MailingInput } from "@/lib/mailings/input";
import { countBlanks } from "@/lib/messages/foresee";
import { ownOffice } from "@/lib/offices/own";

/** What an author should know before sending a mailing. */
export type Ahead = {
  /** Where answers go; null where nobody of the office gets them. */
  replyTo: string | null;
  /** Tags that are blank for so many recipients and have no fallback, as in "Hej ,". */
  blanks: { tag: MergeTag; count: number }[];
};

/** Looks ahead to what would come of a mailing if it were sent now. */
export function lookAhead(officeId: string, mailing: MailingInput): Promise<Ahead> {
  return withOffice(officeId, async (tx) => {
    const office = await ownOffice(tx, officeId);
    const tags = tagsWithoutFallback(mailing);
    const counted = tags.length > 0 ? await countBlanks(tx, office, { officeId, ...mailing }, tags) : [];
    const count = new Map(counted.map(({ tag, count }) => [tag, count]));
    const blanks = MERGE_TAGS.map((tag) => ({ tag, count: count.get(tag) ?? 0 }));
    return { replyTo: office.replyTo, blanks: blanks.filter(({ count }) => count > 0) };
  });
}
