"use client";

import { Building2, ChevronDown, CircleUser, KeyRound, LogOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { toast } from "sonner";
import { logOut } from "@/app/_components/frame/actions";
import { BarButton } from "@/app/_components/frame/bar-button";
import { Menu, MenuHeading, MenuItem, MenuLink } from "@/app/_components/ui/menu";
import { useAnswered } from "@/app/_components/ui/use-answered";
import { mayLeave } from "@/app/_components/use-leave-warning";

/** Who is logged in, other offices, and the way out. */
export function UserMenu({ name, email, several }: { name: string; email: string; several: boolean }) {
  const t = useTranslations("frame");
  const [pending, start] = useTransition();
  const answered = useAnswered("button");
  const leave = () => {
    if (mayLeave()) start(() => answered<void>(logOut, toast.error));
  };
  const shown = name || email;
  const trigger = (
    <BarButton aria-busy={pending} className="noscript:hidden">
      <CircleUser aria-hidden className="size-5" />
      <span className="sr-only sm:not-sr-only sm:max-w-48 sm:truncate">{shown}</span>
      <ChevronDown aria-hidden className="hidden size-4 sm:block" />
    </BarButton>
  );
  return (
    <Menu trigger={trigger}>
      <MenuHeading>{t("account", { name: email })}</MenuHeading>
      {several && (
        <MenuLink href="/offices">
          <Building2 aria-hidden className="size-5 text-ink-soft" />
          {t("switchOffice")}
        </MenuLink>
      )}
      <MenuLink href="/account">
        <KeyRound aria-hidden className="size-5 text-ink-soft" />
        {t("ownLogin")}
      </MenuLink>
      <MenuItem onSelect={leave}>
        <LogOut aria-hidden className="size-5 text-ink-soft" />
        {t("logOut")}
      </MenuItem>
    </Menu>
  );
}
