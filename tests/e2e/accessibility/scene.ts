import type { Locator, Page } from "playwright-core";
import { OFFICE, type Who, type World } from "./world";

export type Scene = {
  name: string;
  /** Pattern of the page's address, as its folder says. */
  of: string;
  who: Who;
  open(page: Page, world: World): Promise<unknown>;
  /** Which of axe's rules hold: see `faultsOf`. */
  rules?: "mail";
};

export const O = "/o/[office]";
export const here = `/o/${OFFICE}`;
export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
export const press = (page: Page, name: string) => button(page, name).click();
/** Waits until it has the focus. */
export const focusOn = (what: Locator) => what.and(what.page().locator(":focus")).waitFor();

export function at(of: string, who: Who, address: (world: World) => string, name = ""): Scene {
  return { name, of, who, open: (page, world) => page.goto(address(world)) };
}
