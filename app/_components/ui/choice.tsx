import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/app/_components/ui/class-names";

type Props = Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode };

/** A box to tick, with its label. */
export function Checkbox(props: Props) {
  return <Choice type="checkbox" {...props} />;
}

/** One of several choices, with its label. */
export function Radio({ label, ...rest }: Props) {
  return <Choice type="radio" label={<span className="font-semibold">{label}</span>} {...rest} />;
}

/** Created anew when `defaultChecked` changes, for the reason that `Select` is. */
function Choice({
  type,
  label,
  hint,
  className,
  defaultChecked,
  ...rest
}: Props & { type: "checkbox" | "radio" }) {
  const id = useId();
  return (
    <div className={classNames("flex items-start gap-1", className)}>
      <span className="flex min-h-11 min-w-9 items-center">
        <input
          key={String(defaultChecked)}
          id={id}
          type={type}
          defaultChecked={defaultChecked}
          aria-describedby={hint ? `${id}-hint` : undefined}
          className="size-6 cursor-pointer accent-accent"
          {...rest}
        />
      </span>
      <div className="wrap-anywhere">
        <label htmlFor={id} className="block min-h-11 cursor-pointer pt-2.5">
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
