import { createOffice } from "../tests/support/installed";
import { logIn, type Visitor } from "../tests/support/visitor";
import { atMost, type Figure, within } from "./figure";
import { type Installation, startInstallation } from "./installation";
import { ownerConnection } from "./owner";
import { fillOffice, type Size } from "./pages/fill";
import { type Place, pagesOf } from "./pages/places";

const SMALL: Size = { cards: 2_000, messages: 10_000 };
const LARGE: Size = { cards: 200_000, messages: 1_000_000 };
/** Requests to each page before any is measured, so that frequently used code has been compiled. */
const WARM_UP = 60;
const SAMPLES = 100;
/** Most by which a page of the large office may be slower than the small one's. */
const GROWTH = 1.5;
const LIMIT_MS = 60;

/** The end of a page's list. */
const LAST_ROW = "</table>";

type Times = { shown: number; whole: number };

type Side = { visitor: Visitor; places: Place[] };

/**
 * The 95th percentile of the time from a request to the last byte of the page, in an office with
 * 200,000 cards and 1,000,000 messages against one with 2,000 and 10,000. Each in an installation of
 * its own, asked turn about, by addresses (keyset cursors) that were taken beforehand.
 *
 * Where the total of a search comes after the page (`totalLater`), the page's own time ends with the last
 * row of its list, and a figure of its own, `….total`, is the time to the last byte. An exact number of many
 * cards takes as long as there are many: it may grow as the office does, and has no limit.
 */
export async function pages(): Promise<Figure[]> {
  const installations: Installation[] = [];
  try {
    const small = await side(SMALL, installations);
    const large = await side(LARGE, installations);
    for (let turn = 0; turn < WARM_UP; turn++) {
      for (const { visitor, places } of [small, large]) {
        for (const { path } of places) await visitor.time(path, LAST_ROW);
      }
    }
    const figures: Figure[] = [];
    for (const [index, { name, path, totalLater }] of large.places.entries()) {
      const times = { small: [] as Times[], large: [] as Times[] };
      for (let turn = 0; turn < SAMPLES; turn++) {
        times.small.push(await small.visitor.time(small.places[index]?.path ?? "", LAST_ROW));
        times.large.push(await large.visitor.time(path, LAST_ROW));
      }
      const p95 = (until: keyof Times) => ({
        small: percentile(
          times.small.map((took) => took[until]),
          0.95,
        ),
        large: percentile(
          times.large.map((took) => took[until]),
          0.95,
        ),
      });
      const page = p95(totalLater ? "shown" : "whole");
      figures.push(
        atMost(`pages.${name}`, "ms", page.large, page.small, GROWTH),
        within(`pages.${name}.limit`, "ms", page.large, LIMIT_MS),
      );
      if (!totalLater) continue;
      const total = p95("whole");
      figures.push(atMost(`pages.${name}.total`, "ms", total.large, total.small, LARGE.cards / SMALL.cards));
    }
    return figures;
  } finally {
    for (const installation of installations) await installation.stop();
  }
}

async function side(size: Size, installations: Installation[]): Promise<Side> {
  const installation = await startInstallation({});
  installations.push(installation);
  const place = { dataDir: installation.data, port: installation.port };
  const { slug, login } = await createOffice(place, "Bänkens förening", "bank@example.org");
  const owner = ownerConnection(installation.data);
  try {
    const largest = await fillOffice(owner, slug, size);
    const places = await pagesOf(owner, slug, largest, size);
    return { places, visitor: await logIn(`http://localhost:${installation.port}`, login) };
  } finally {
    await owner.end();
  }
}

function percentile(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? 0;
}
