import type { LucideIcon } from "lucide-react";

/**
 * Draws icons once, out of sight: a list shows them with `SymbolIcon` in as many rows as it has, for a
 * fraction of what a drawing of its own would cost in each.
 *
 * @param icons by the names that `SymbolIcon` takes; they are ids in the page.
 */
export function Symbols({ icons }: { icons: Readonly<Record<string, LucideIcon>> }) {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      {Object.entries(icons).map(([name, Icon]) => (
        <symbol key={name} id={name} viewBox="0 0 24 24">
          <Icon />
        </symbol>
      ))}
    </svg>
  );
}

/** An icon that the page's `Symbols` draw. */
export function SymbolIcon({ name, className }: { name: string; className: string }) {
  return (
    <svg aria-hidden="true" className={className}>
      <use href={`#${name}`} />
    </svg>
  );
}
