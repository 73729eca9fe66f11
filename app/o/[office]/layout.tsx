import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Flash } from "@/app/_components/frame/flash";
import { type Entry, Navigation } from "@/app/_components/frame/navigation";
import { OnTheWay } from "@/app/_components/frame/on-the-way";
import { SkipLink } from "@/app/_components/frame/skip-link";
import { TopBar } from "@/app/_components/frame/top-bar";
import { arrivedFlash } from "@/app/_edge/flash";
import { pageGuard } from "@/app/_edge/page";
import { may } from "@/lib/auth/rights";
import { HoldBanner } from "./_components/hold-banner";
import { RateBanner } from "./_components/rate-banner";

type Props = { children: ReactNode; params: Promise<{ office: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { office } = await pageGuard((await params).office);
  return { title: { default: office.name, template: `%s · ${office.name} · Brevduva` } };
}

export default async function OfficeLayout({ children, params }: Props) {
  const { office, user, rights, several } = await pageGuard((await params).office);
  const entries: Entry[] = [{ key: "overview", href: `/o/${office.slug}` }];
  for (const [key, program] of [
    ["members", "register"],
    ["mailings", "mailings"],
  ] as const) {
    if (may(rights, { program, right: "read" })) entries.push({ key, href: `/o/${office.slug}/${key}` });
  }
  const ofOffice: Entry[] = rights.administrator
    ? (["colleagues", "offices", "settings", "log"] as const)
        .filter((key) => key !== "offices" || office.isHeadOffice)
        .map((key) => ({ key, href: `/o/${office.slug}/${key}` }))
    : [];
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <OnTheWay />
      <TopBar office={office} user={user} several={several} />
      <div className="grid grow grid-rows-[auto_1fr] md:grid-cols-[15.5rem_minmax(0,1fr)] md:grid-rows-1 print:block">
        <Navigation entries={entries} office={ofOffice} />
        <main
          id="content"
          tabIndex={-1}
          className="@container w-full min-w-0 max-w-7xl px-4 py-6 sm:px-8 sm:py-8 print:px-0"
        >
          <HoldBanner office={office} administrator={rights.administrator} />
          {rights.administrator && !office.hold && <RateBanner office={office} />}
          <Flash arrived={await arrivedFlash()} />
          {children}
        </main>
      </div>
    </div>
  );
}
