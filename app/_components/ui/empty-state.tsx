import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  icon: LucideIcon;
  title: ReactNode;
  /** What the page is for. */
  children: ReactNode;
  /** The first step, a button. */
  action?: ReactNode;
};

/** Stands where a list would, as long as there is nothing in it. */
export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className="rounded-lg border border-edge border-dashed bg-card px-6 py-10 text-center">
      <Icon aria-hidden className="mx-auto mb-3 size-10 text-accent" strokeWidth={1.5} />
      <h2 className="font-bold text-xl">{title}</h2>
      <div className="mx-auto mt-2 max-w-prose text-ink-soft">{children}</div>
      {action && <div className="mt-5 flex flex-wrap justify-center gap-3">{action}</div>}
    </div>
  );
}
