import { cva, type VariantProps } from "class-variance-authority";

/** The look of buttons and of links that act as buttons. */
export const buttonStyle = cva(
  "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-md border px-4 py-1.5 text-center font-semibold leading-tight transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress print:hidden",
  {
    variants: {
      variant: {
        primary:
          "border-accent bg-accent text-on-accent no-underline hover:border-accent-strong hover:bg-accent-strong",
        secondary: "border-edge bg-card text-ink no-underline hover:border-accent hover:bg-accent-soft",
        quiet: "border-transparent bg-transparent text-accent underline hover:bg-accent-soft",
        danger: "border-danger bg-danger text-on-accent no-underline hover:bg-danger-strong",
      },
    },
    defaultVariants: { variant: "primary" },
  },
);

export type ButtonVariant = VariantProps<typeof buttonStyle>["variant"];
