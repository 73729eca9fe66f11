import "@/app/globals.css";
import type { Metadata, Viewport } from "next";
import { getLocale } from "next-intl/server";
import type { ReactNode } from "react";
import { ClientTexts } from "@/app/_components/client-texts";
import { Arrival } from "@/app/_components/frame/arrival";
import { PressOnce } from "@/app/_components/press-once";
import { Toaster } from "@/app/_components/ui/toaster";

export const metadata: Metadata = {
  title: { default: "Brevduva", template: "%s · Brevduva" },
  robots: { index: false, follow: false },
  referrer: "same-origin",
};

export const viewport: Viewport = { colorScheme: "light dark", width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang={await getLocale()}>
      <body className="font-sans">
        <ClientTexts>
          {children}
          <Toaster />
          <PressOnce />
          <Arrival />
        </ClientTexts>
      </body>
    </html>
  );
}
