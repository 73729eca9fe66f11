import { type ReactNode, Suspense } from "react";
import type { StatusCounts } from "@/lib/members/queries";

type Late = { later: () => Promise<StatusCounts>; children: (counts: StatusCounts) => ReactNode };

type Props = Late & {
  /** Left out where counting takes long: the rest of the page does not wait for it then. */
  counts: StatusCounts | null;
  /** Stands there meanwhile. */
  meanwhile?: ReactNode;
};

/** What needs to know how many cards there are. */
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
