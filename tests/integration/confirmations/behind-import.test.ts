import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestConfirmations } from "@/lib/confirmations/request";
import { withOffice } from "@/lib/db/tenant";
import { cancelMailing, takeBackRequest } from "@/lib/mailings/hold";
import { prepareMailing } from "@/lib/mailings/prepare";
import { readImportFile } from "@/lib/members/import/read";
import { runImport } from "@/lib/members/import/run";
import { Runs } from "@/tests/integration/mailings/runs";
import { ANNA } from "@/tests/support/actor";

/** A request is cancelled while a large list is being imported into the same office. */

let runs: Runs;
beforeAll(async () => {
  runs = await Runs.open("asked-behind");
});
afterAll(() => runs.desk?.close());

test("does not wait for the import", async () => {
  await runs.next();
  const { id } = runs.office;
  await runs.recipients(3, "unconfirmed");
  const mailingId = await requestConfirmations(id, ANNA, {}, "first", "Bekräfta");
  await prepareMailing(id, mailingId);
  const file = await readImportFile(Buffer.from("Efternamn;E-post\nNy;ny@annan.example\n"));
  if (!("rows" in file)) throw new Error("the list was not understood");
  let pressed: Promise<void> = Promise.resolve();
  const inTime = await withOffice(id, async (tx) => {
    await runImport(tx, id, ANNA, file, "sv");
    pressed = cancelMailing(id, ANNA, mailingId);
    return Promise.race([pressed.then(() => true), sleep(3000).then(() => false)]);
  });
  await pressed;
  expect(inTime).toBe(true);
  await takeBackRequest(id, mailingId);
  const statuses = await runs.desk
    .sql`select distinct email_status as status from members where office_id = ${id}`;
  expect(statuses).toEqual([{ status: "unconfirmed" }]);
});
