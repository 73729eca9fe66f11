import { type ComponentProps, type ReactNode, useId } from "react";

type Props = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** One of several choices, with its label. Made anew when `defaultChecked` changes, as `Select` is. */
export function Radio({ label, hint, defaultChecked, ...rest }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-1">
      <span className="flex min-h-11 min-w-9 items-center">
        <input
          key={String(defaultChecked)}
          id={id}
          type="radio"
          defaultChecked={defaultChecked}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="size-6 cursor-pointer accent-accent"
          {...rest}
        />
      </span>
      <div className="wrap-anywhere">
        <label htmlFor={id} className="block min-h-11 cursor-pointer pt-2.5 font-semibold">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="-mt-2 text-ink-soft text-sm">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
