import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "@/app/_components/ui/class-names";

type TableProps = ComponentProps<"table"> & {
  /** What the table holds, for screen readers. */
  caption: ReactNode;
  /** The table may be wider than the screen; it can then be scrolled by keyboard too. */
  wide?: boolean;
};

/** A table; where it has less room than its columns need, each row becomes a card. Use `<thead>`, `<tbody>`, `<tr>`, `Th`, `Td` in it. */
export function Table({ caption, wide = false, className, children, ...rest }: TableProps) {
  const id = useId();
  return (
    /* Firefox leaves a box out of the print that is asked for its width. */
    <div className="@container/list print:[container-type:normal]">
      <div
        {...(wide && { role: "region", "aria-labelledby": id, tabIndex: 0 })}
        className="rows:relative rows:overflow-x-auto rows:rounded-lg rows:border rows:border-line rows:bg-card"
      >
        <table
          className={classNames(
            "block w-full border-collapse text-left rows:table [&_tbody]:block rows:[&_tbody]:table-row-group [&_thead]:sr-only rows:[&_thead]:not-sr-only rows:[&_thead]:table-header-group",
            "[&_tbody_tr]:mb-3 [&_tbody_tr]:block [&_tbody_tr]:rounded-lg [&_tbody_tr]:border [&_tbody_tr]:border-line [&_tbody_tr]:bg-card [&_tbody_tr]:p-3",
            "cards:[&_tbody_a]:inline-flex cards:[&_tbody_a]:min-h-11 cards:[&_tbody_a]:items-center",
            "rows:[&_tbody_tr:hover]:bg-accent-soft rows:[&_tbody_tr]:table-row rows:[&_tbody_tr]:rounded-none rows:[&_tbody_tr]:border-0 rows:[&_tbody_tr]:border-line rows:[&_tbody_tr]:border-t",
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
    </div>
  );
}

type Align = { align?: "start" | "end" };

export function Th({ align = "start", className, ...rest }: Omit<ComponentProps<"th">, "align"> & Align) {
  return (
    <th
      scope="col"
      className={classNames(
        "whitespace-nowrap bg-sunk px-2 py-2.5 roomy:px-4 font-semibold text-ink-soft text-sm",
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
    /** A heading of the row: screen readers announce it with each other cell. */
    heads?: boolean;
  };

export function Td({ label, align = "start", heads = false, className, children, ...rest }: TdProps) {
  const Cell = heads ? "th" : "td";
  return (
    <Cell
      {...(heads && { scope: "row" })}
      data-label={label}
      className={classNames("cell", align === "end" && "rows:text-right", className)}
      {...rest}
    >
      <span className="cell-value">{children}</span>
    </Cell>
  );
}
