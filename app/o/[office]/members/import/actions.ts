"use server";

import { redirect } from "next/navigation";
import { actionGuard } from "@/app/_edge/action";
import { translate } from "@/app/_edge/translate";
import { withOffice } from "@/lib/db/tenant";
import { Conflict } from "@/lib/errors";
import { getUpload, readUpload, runUpload } from "@/lib/members/imports";

/** Writes an uploaded file into the register. Pressed twice, it is done once and shown twice. */
export async function runImport(slug: string, importId: string): Promise<void> {
  const { office, actor } = await actionGuard(slug, { program: "register", right: "write" });
  const upload = await translate(() => withOffice(office.id, (tx) => getUpload(tx, office.id, importId)));
  const file = await readUpload(office.id, upload.id);
  try {
    if (file) {
      await withOffice(office.id, (tx) => runUpload(tx, office.id, actor, upload.id, file, office.language));
    }
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
  }
  redirect(`/o/${slug}/members/import/${upload.id}`);
}
