import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/app/_components/ui/class-names";

type Props = Omit<ComponentProps<"section">, "title"> & {
  title?: ReactNode;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
};

/** A part of a page that belongs together, on its own surface. */
export function Card({ title, actions, className, children, ...rest }: Props) {
  return (
    <section className={classNames("rounded-lg border border-line bg-card p-4 sm:p-6", className)} {...rest}>
      {(title || actions) && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
          {title && <h2 className="font-bold text-xl">{title}</h2>}
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
