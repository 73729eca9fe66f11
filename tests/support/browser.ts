import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { findBrowser } from "@/scripts/test/browser";

/** Milliseconds that one step may take on a busy machine. */
const PATIENCE = 60_000;

/* The browser may connect only to the tests. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium, as the tests' own look-up finds it. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser(process.env);
  if (!executablePath) throw new Error("Chromium is missing; npm test installs it or says how.");
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

export type Watched = {
  context: BrowserContext;
  /** Errors that the browser reported on any page of the context; empty at the end of a test. */
  complaints: string[];
};

/** A browser profile of its own whose pages' errors are collected. */
export async function watchedContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext({
    locale: "sv-FI",
    timezoneId: "Europe/Helsinki",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  context.on("page", (page) => {
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      const refusal = /status of 40[34]/.test(message.text()) && message.location().url === page.url();
      /* The sandbox of a mail's frame blocks scripts, as intended. */
      const sandboxed = message.text().startsWith("Blocked script execution in 'about:srcdoc'");
      if (message.type() === "error" && !refusal && !sandboxed)
        complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on("response", (answer) => {
      if (answer.status() >= 500) complaints.push(`${answer.url()}: ${answer.status()}`);
    });
  });
  return { context, complaints };
}
