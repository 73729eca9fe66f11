import type { ReactNode } from "react";
import { ClientTexts } from "@/app/_components/client-texts";

export default function Layout({ children }: { children: ReactNode }) {
  return <ClientTexts of={["offices"]}>{children}</ClientTexts>;
}
