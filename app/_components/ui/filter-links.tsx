import Link from "next/link";
import type { ReactNode } from "react";

export type FilterLink = { key: string; href: string; label: ReactNode; count?: string; current: boolean };

/** Filters or tabs as links: the address says which one is active. */
export function FilterLinks({ label, items }: { label: string; items: FilterLink[] }) {
  return (
    <nav aria-label={label}>
      <ul className="flex flex-wrap gap-2">
        {items.map(({ key, href, label: text, count, current }) => (
          <li key={key}>
            <Link
              href={href}
              scroll={false}
              aria-current={current ? "page" : undefined}
              className="inline-flex min-h-11 items-center gap-2 rounded-full border border-edge bg-card px-4 py-1 text-ink no-underline hover:border-accent hover:bg-accent-soft aria-[current]:border-accent aria-[current]:bg-accent aria-[current]:text-on-accent forced-colors:aria-[current]:border-4"
            >
              {text}
              {count !== undefined && <span className="font-semibold">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
