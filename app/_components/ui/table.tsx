import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/app/_components/ui/class-names";

type TableProps = ComponentProps<"table"> & {
  /** What the table holds, for screen readers. */
  caption: ReactNode;
  /** It has more columns than a screen holds: those who go by keyboard can move it sideways as well. */
  wide?: boolean;
};

/** A table; below 640 px each row becomes a card. Use `<thead>`, `<tbody>`, `<tr>`, `Th`, `Td` in it. */
export function Table({ caption, wide = false, className, children, ...rest }: TableProps) {
  const id = useId();
  return (
    <div
      {...(wide && { role: "region", "aria-labelledby": id, tabIndex: 0 })}
      className="sm:relative sm:overflow-x-auto sm:rounded-lg sm:border sm:border-line sm:bg-card"
    >
      <table
        className={classNames(
          "block w-full border-collapse text-left sm:table [&_tbody]:block sm:[&_tbody]:table-row-group [&_thead]:sr-only sm:[&_thead]:not-sr-only sm:[&_thead]:table-header-group",
          "[&_tbody_tr]:mb-3 [&_tbody_tr]:block [&_tbody_tr]:rounded-lg [&_tbody_tr]:border [&_tbody_tr]:border-line [&_tbody_tr]:bg-card [&_tbody_tr]:p-3",
          "max-sm:[&_td_a]:inline-flex max-sm:[&_td_a]:min-h-11 max-sm:[&_td_a]:items-center",
          "sm:[&_tbody_tr:hover]:bg-accent-soft sm:[&_tbody_tr]:table-row sm:[&_tbody_tr]:rounded-none sm:[&_tbody_tr]:border-0 sm:[&_tbody_tr]:border-line sm:[&_tbody_tr]:border-t",
          className,
        )}
        {...rest}
      >
        <caption id={id} className="sr-only">
          {caption}
        </caption>
        {children}
      </table>
    </div>
  );
}

type Align = { align?: "start" | "end" };

export function Th({ align = "start", className, ...rest }: Omit<ComponentProps<"th">, "align"> & Align) {
  return (
    <th
      scope="col"
      className={classNames(
        "whitespace-nowrap bg-sunk px-4 py-2.5 font-semibold text-ink-soft text-sm",
        align === "end" && "text-right",
        className,
      )}
      {...rest}
    />
  );
}

type TdProps = Omit<ComponentProps<"td">, "align"> &
  Align & {
    /** The column's name, shown beside the value when the row is a card, unless there is none; without it the value stands alone. */
    label?: string;
  };

export function Td({ label, align = "start", className, children, ...rest }: TdProps) {
  return (
    <td
      data-label={label}
      className={classNames("cell", align === "end" && "sm:text-right", className)}
      {...rest}
    >
      <span className="cell-value">{children}</span>
    </td>
  );
}
