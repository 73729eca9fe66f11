import { useTranslations } from "next-intl";
import type { Mailing } from "@/lib/mailings/queries";
import { unbroken } from "../../unbroken";

type Props = { mailing: Pick<Mailing, "skippedUnconfirmed" | "skippedWithoutAddress"> };

/** Which cards of the view got no message, in one sentence. */
export function SkippedCards({ mailing }: Props) {
  const t = useTranslations("results.skipped");
  const { skippedUnconfirmed: unconfirmed, skippedWithoutAddress: withoutAddress } = mailing;
  if (unconfirmed + withoutAddress === 0) return null;
  const key = unconfirmed === 0 ? "withoutAddress" : withoutAddress === 0 ? "unconfirmed" : "both";
  return (
    <p className="max-w-prose text-ink-soft text-sm">{unbroken(t(key, { unconfirmed, withoutAddress }))}</p>
  );
}
