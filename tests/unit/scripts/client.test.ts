import { expect, test } from "vitest";
import { clientFaults } from "@/scripts/check/client";

const button = (imports: string) => ({ path: "app/o/button.tsx", source: `"use client";\n${imports}\n` });
const input = { path: "lib/members/input.ts", source: 'import { z } from "zod";' };
const queries = {
  path: "lib/members/queries.ts",
  source: 'import { members } from "@/lib/db/schema/members";',
};

test.each([
  [[button('import { z } from "zod";')], "app/o/button.tsx → zod"],
  [[button('import { cardSchema } from "@/lib/members/input";'), input], "lib/members/input.ts → zod"],
  [[button('import { type Row, list } from "@/lib/members/queries";'), queries], "lib/db/schema/members"],
  [
    [
      button('import { Row } from "./row";'),
      { path: "app/o/row.tsx", source: 'export { cardSchema } from "@/lib/members/input";' },
      input,
    ],
    "app/o/button.tsx → app/o/row.tsx → lib/members/input.ts → zod",
  ],
])("what the browser would have to load is a fault: %j", (files, way) => {
  const faults = clientFaults(files);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(way);
});

test.each([
  [[button('import type { Row } from "@/lib/members/queries";'), queries]],
  [[button('import { type Row, type Place } from "@/lib/members/queries";'), queries]],
  [
    [
      button('import { save } from "./actions";'),
      {
        path: "app/o/actions.ts",
        source: '"use server";\nimport { cardSchema } from "@/lib/members/input";',
      },
      input,
    ],
  ],
  [[{ path: "app/o/page.tsx", source: 'import { cardSchema } from "@/lib/members/input";' }, input]],
])("types, actions and what the server renders are none: %j", (files) => {
  expect(clientFaults(files)).toEqual([]);
});
