import { type ReactNode, Suspense } from "react";
import type { StatusCounts } from "@/lib/members/queries";

type Late = { later: () => Promise<StatusCounts>; children: (counts: StatusCounts) => ReactNode };

type Props = Late & {
  /** Null if counting takes long: the rest of the page then does not wait for it. */
  counts: StatusCounts | null;
  /** Stands there meanwhile. */
  meanwhile?: ReactNode;
};

/** Renders what depends on the number of cards. */
export function Counted({ counts, later, meanwhile, children }: Props) {
  if (counts) return children(counts);
  return (
    <Suspense fallback={meanwhile}>
      <WhenCounted later={later}>{children}</WhenCounted>
    </Suspense>
  );
}

async function WhenCounted({ later, children }: Late) {
  return children(await later());
}
