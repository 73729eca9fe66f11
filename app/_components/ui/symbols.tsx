import type { LucideIcon } from "lucide-react";

/**
 * Defines icons once, invisibly; each row of a list refers to them with `SymbolIcon`, which costs a fraction
 * of drawing its own.
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

/** An icon that is defined by the page's `Symbols`. */
export function SymbolIcon({ name, className }: { name: string; className: string }) {
  return (
    <svg aria-hidden="true" className={className}>
      <use href={`#${name}`} />
    </svg>
  );
}
