import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/app/_components/ui/class-names";

const LOOKS = {
  info: { icon: Info, colours: "border-underway bg-underway-soft", ink: "text-underway" },
  success: { icon: CircleCheck, colours: "border-arrived bg-arrived-soft", ink: "text-arrived" },
  warning: { icon: TriangleAlert, colours: "border-waiting bg-waiting-soft", ink: "text-waiting" },
  error: { icon: CircleAlert, colours: "border-failed bg-failed-soft", ink: "text-failed" },
} as const;

type Props = Omit<ComponentProps<"div">, "title"> & { tone?: keyof typeof LOOKS; title?: ReactNode };

/** Something to know on this page: what happened, what was kept, what to do. */
export function Alert({ tone = "info", title, className, children, ...rest }: Props) {
  const { icon: Icon, colours, ink } = LOOKS[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={classNames("flex max-w-3xl gap-3 rounded-md border-l-4 p-4", colours, className)}
      {...rest}
    >
      <Icon aria-hidden className={classNames("mt-0.5 size-5 shrink-0", ink)} />
      <div className="min-w-0">
        {title && <p className="font-bold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
