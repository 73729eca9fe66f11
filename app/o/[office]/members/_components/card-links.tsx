import Link from "next/link";
import { Fragment } from "react";
import type { NamedCard } from "@/lib/members/same-address";

type Props = {
  slug: string;
  cards: readonly NamedCard[];
  /** Leaves the page open, where something has been typed. */
  aside?: boolean;
};

/** The names of cards in a row, each a link to its card. */
export function CardLinks({ slug, cards, aside = false }: Props) {
  return cards.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index > 0 && ", "}
      <Link href={`/o/${slug}/members/${id}`} prefetch={false} {...(aside && { target: "_blank" })}>
        {name}
      </Link>
    </Fragment>
  ));
}
